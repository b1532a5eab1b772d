"""What the settings of the host, mkdocs.yml, say of the portal."""

import re
from pathlib import Path

from milepost.source import Source

HOST_SETTINGS = "mkdocs.yml"


def host_settings_of(root: Path) -> Source | None:
    """The text of mkdocs.yml; None where there is none that can be read."""
    try:
        return Source(HOST_SETTINGS, (root / HOST_SETTINGS).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def site_url_of(host_settings: Source | None) -> str:
    """Where mkdocs.yml says that the portal is published, with a slash at its end; empty where it does not."""
    text = host_settings.text if host_settings else ""
    found = re.search(r"^site_url:\s*[\"']?(https?://[^\s\"'#]+)", text, re.MULTILINE)
    return f"{found[1].rstrip('/')}/" if found else ""
