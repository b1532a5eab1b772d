"""The three hosts that carry a portal, each asked for a whole site."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from conftest import absent

HOSTS = ("mkdocs", "properdocs", "zensical")


def build_with(host: str, root: Path, folder: Path, audience: str = "", *, on_error: str = "fail") -> Path:
    """The site that a host makes of the portal at `root`, somewhere in `folder`; strict, and with nothing on stdout lost."""
    if importlib.util.find_spec(host) is None:
        absent("hosts", f"{host} is not installed")
    site = folder / "site"
    if host == "zensical":
        options = ["--audience", audience, "--on-error", on_error]
        _run(sys.executable, "-m", "milepost", "export", str(folder), "-C", str(root), *options)
        _run(sys.executable, "-m", "zensical", "build", "--strict", "-f", str(folder / "mkdocs.yml"))
        return site
    settings = root / f"{host}-test.yml"
    plugin = f"{{milepost: {{audience: '{audience}', on_error: {on_error}}}}}"
    settings.write_text(f"INHERIT: mkdocs.yml\nplugins: [search, {plugin}]\n", encoding="utf-8")
    try:
        strict = ["--strict"] if on_error == "fail" else []
        _run(sys.executable, "-m", host, "build", *strict, "-f", str(settings), "-d", str(site))
    finally:
        settings.unlink()
    return site


def _run(*command: str) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
