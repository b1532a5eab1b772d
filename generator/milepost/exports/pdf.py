"""A PDF of an HTML document, printed by the system's Chromium: the only module that starts it."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from milepost.errors import MilepostError
from milepost.i18n.message import message

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
"""The names that it goes by, in the order in which they are looked for."""
_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # the document needs nothing from elsewhere, and gets nothing
    "--no-pdf-header-footer",
)
_SECONDS = 120


def pdf_of(html: str) -> bytes:
    """The document on sheets of the size that its styles name.

    Raises:
        MilepostError: there is no such browser, or it printed nothing.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise MilepostError(message("report.no-browser", names=[f"`{name}`" for name in BROWSERS]))
    # As root its own sandbox does not start; what is printed has no scripts.
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with TemporaryDirectory(prefix="milepost-", ignore_cleanup_errors=True) as folder:
        page, printed = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(html, encoding="utf-8")
        command = [browser, *_OPTIONS, *as_root, f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}"]
        try:
            done = subprocess.run(  # noqa: S603 - what it prints is ours
                [*command, page.as_uri()], capture_output=True, check=False, timeout=_SECONDS
            )
            said = done.stderr.decode("utf-8", "replace").strip()
        except (OSError, subprocess.TimeoutExpired) as error:
            said = str(error)
        if not printed.is_file():
            reason = (said.splitlines() or ["?"])[-1]
            raise MilepostError(message("report.not-printed", browser=browser, reason=reason))
        return printed.read_bytes()
