"""Files that ship with the package."""

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path


def package_dir() -> Path:
    """The installed package's folder."""
    return Path(__file__).parent


@cache
def themes_dir() -> Path:
    """The templates' folder: inside the wheel, or the checkout's `themes/` when installed in editable mode."""
    installed = package_dir() / "themes"
    return installed if installed.is_dir() else package_dir().parent.parent / "themes"


def scaffold_dir() -> Path:
    """The templates of a new portal's files."""
    return themes_dir() / "scaffold"


def own_texts() -> Iterator[str]:
    """Everything that the program itself says on pages: its words, the pages of rules, templates, what fields mean."""
    folders = (package_dir() / "i18n", package_dir() / "rules", package_dir() / "model", themes_dir())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".toml", ".md", ".py", ".html", ".css", ".js"):
                yield path.read_text(encoding="utf-8")


def code_fingerprint() -> str:
    """Names, sizes and times of the package's files: changed code is a changed result, whatever the version says."""
    found = hashlib.sha256()
    folders = [package_dir()]
    while folders:
        for entry in sorted(os.scandir(folders.pop()), key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in ("__pycache__", "themes", "docs"):
                    folders.append(Path(entry.path))
            elif entry.name.endswith((".py", ".toml")):
                stat = entry.stat()
                found.update(f"{entry.name}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    return found.hexdigest()
