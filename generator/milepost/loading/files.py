"""Where bytes come from: the source protocol, and a folder on disk as one."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

CONTENT = "content"
MAX_BYTES = 5 * 1024 * 1024
TEXT_SUFFIXES = (".yml", ".yaml", ".md", ".csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The files below `content/`, sorted, and the entries that will not be read, with the reason's key."""

    files: tuple[str, ...]
    refused: tuple[tuple[str, str], ...] = ()


class Tree(Protocol):
    """A tree of files: a folder, or a commit. Paths are relative to the portal's root, with forward slashes."""

    def list(self) -> Listing:
        """What there is below `content/`."""

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """The bytes of files, one after the other; None for a file that cannot be read (any more)."""


class FolderTree:
    """The working tree."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def list(self) -> Listing:
        """Symbolic links are followed as long as they stay inside of `content/`; hidden entries are skipped."""
        base = self.root / CONTENT
        inside = base.resolve()
        files: list[str] = []
        refused: list[tuple[str, str]] = []
        folders = [base]
        seen = {inside}
        while folders:
            for entry in sorted(os.scandir(folders.pop()), key=lambda entry: entry.name):
                if entry.name.startswith("."):
                    continue
                path = Path(entry.path)
                name = path.relative_to(self.root).as_posix()
                if entry.is_symlink():
                    target = path.resolve()
                    if not target.is_relative_to(inside):
                        refused.append((name, "leaves-content"))
                        continue
                    if entry.is_dir() and target in seen:
                        continue
                    seen.add(target)
                if entry.is_dir():
                    if entry.name.endswith(TEXT_SUFFIXES):
                        refused.append((name, "is-folder"))
                    else:
                        folders.append(path)
                elif entry.is_file():
                    files.append(name)
                elif entry.name.endswith(TEXT_SUFFIXES):
                    refused.append((name, "not-a-file"))
        return Listing(files=tuple(sorted(files)), refused=tuple(sorted(refused)))

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        for path in paths:
            try:
                file = self.root / path
                # A file over the limit is refused unread; one byte more than the limit says so.
                with file.open("rb") as stream:
                    yield path, stream.read(MAX_BYTES + 1)
            except OSError:
                yield path, None
