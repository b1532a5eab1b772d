"""Options that all commands share, and what they find out."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from milepost.build import find_root
from milepost.i18n.catalogue import Catalogue, catalogue, language_of

if TYPE_CHECKING:
    from milepost.model.settings import PortalSettings

F = TypeVar("F", bound=Callable[..., Any])

directory = click.option(
    "-C",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The portal's folder, or one inside of it (default: the working directory).",
)
language = click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language of the output (default: the portal's first)."
)
as_of = click.option("--as-of", metavar="DATE", help="The day that counts: a date, or `today`.")


def portal_root(directory: Path) -> Path:
    """The root of the portal that the folder is in.

    Raises:
        MilepostError: it is in none.
    """
    return find_root(directory.resolve())


def words(asked: str | None, languages: tuple[str, ...]) -> Catalogue:
    """The catalogue of the asked language, else of the portal's first, else English."""
    return catalogue(asked or (language_of(languages[0]) if languages else "en"))


def words_for(asked: str | None, settings: "PortalSettings") -> Catalogue:
    """The same for loaded settings."""
    return words(asked, settings.languages)


def prefix_of(root: Path) -> str:
    """From the working directory to the root, as a prefix of paths."""
    relative = os.path.relpath(root)
    return "" if relative == "." else f"{Path(relative).as_posix()}/"
