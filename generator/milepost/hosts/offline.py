"""A site that is opened without a server: links that name files, and a search that starts from `file://`."""

from pathlib import Path
from typing import Any

from milepost.site.prose import address_of_place

FRAME_WORKER = "assets/iframe-worker.js"
"""Runs the search's worker in a frame: browsers start none from `file://`."""
_THEME_PLUGINS = ("offline", "material/offline")


def is_offline(config: Any, asked: bool) -> bool:
    """Whether the site is to work from `file://`: by our setting, by MkDocs' own or by the theme's plugin."""
    theirs = (config.plugins[name] for name in _THEME_PLUGINS if name in config.plugins)
    return asked or not config.use_directory_urls or any(one.config.enabled for one in theirs)


def apply_offline(config: Any) -> None:
    """Sets what an offline site needs; the theme's plugin then adds no script of another server's."""
    config.use_directory_urls = False
    scripts = config.extra.setdefault("polyfills", [])
    if FRAME_WORKER not in scripts:
        scripts.append(FRAME_WORKER)


def file_of(place: str) -> str:
    """The file of a hand-written page, in a folder of its own as with a server: our links need not tell the two."""
    return f"{address_of_place(place)}index.html"


def inline_search_index(site_dir: Path) -> None:
    """Writes the search's index as a script, too: from `file://` nothing else may be read."""
    index = site_dir / "search" / "search_index.json"
    if index.is_file():
        script = f"var __index = {index.read_text(encoding='utf-8')}"
        index.with_suffix(".js").write_text(script, encoding="utf-8", newline="")
