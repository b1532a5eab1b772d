"""What a file is, from its path alone."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from milepost.loading.files import CONTENT

_TRANSLATED = re.compile(r"(?P<id>.+)\.(?P<language>[a-z]{2}(-[A-Za-z]{2,4})?)")


class Role(Enum):
    """What Milepost does with a file."""

    COLLECTIONS = auto()
    """YAML whose top-level keys are collections."""
    RECORD = auto()
    """YAML or Markdown that is one record."""
    TRANSLATION = auto()
    """Markdown with the translated body of the record beside it."""
    PAGE = auto()
    """Markdown that is an ordinary page."""
    DATA = auto()
    """CSV and the like, read by the records that name it."""
    ASSET = auto()
    """Published as it is."""
    OTHER = auto()
    """None of our business, and not published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file's role; `home` is its project, empty for the portal."""

    path: str
    role: Role
    home: str = ""
    collection: str = ""
    id: str = ""
    language: str = ""


def classify(path: str, collections: Collection[str]) -> Place:
    """The role of a file, `path` relative to the portal's root."""
    parts = path.split("/")[1:] if path.startswith(f"{CONTENT}/") else path.split("/")
    if parts[0] == "assets":
        return Place(path=path, role=Role.ASSET)
    home = ""
    if parts[0] == "projects" and len(parts) > 2:
        home, parts = parts[1], parts[2:]
    stem, _, suffix = parts[-1].rpartition(".")
    if suffix not in ("yml", "yaml", "md"):
        role = Role.DATA if suffix in ("csv", "parquet", "gz") else Role.OTHER
        return Place(path=path, role=role, home=home)
    if len(parts) == 2 and parts[0] in collections:
        translated = _TRANSLATED.fullmatch(stem) if suffix == "md" else None
        if translated:
            return Place(
                path=path,
                role=Role.TRANSLATION,
                home=home,
                collection=parts[0],
                id=translated["id"],
                language=translated["language"],
            )
        return Place(path=path, role=Role.RECORD, home=home, collection=parts[0], id=stem)
    return Place(path=path, role=Role.PAGE if suffix == "md" else Role.COLLECTIONS, home=home)
