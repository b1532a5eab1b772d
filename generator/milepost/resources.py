"""Files that ship with the package."""

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
