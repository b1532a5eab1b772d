"""Where bytes come from: the source protocol, and a folder on disk as one."""

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Protocol

CONTENT = "content"
MAX_BYTES = 5 * 1024 * 1024
MAX_LINKS = 1_000
"""Symbolic links followed in one portal: folders that link to each other have more paths than can be walked."""
TEXT_SUFFIXES = (".yml", ".yaml", ".md", ".csv")
PARQUET = ".parquet"
OTHER_DATA = (".gz", PARQUET)
"""How files of data end that are no text."""
_GLOB = frozenset("*?[")
_PIECE = 1024 * 1024


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


class FileTree(Tree, Protocol):
    """A tree whose files other programs can read, too, however large they are."""

    def digest(self, path: str) -> str:
        """What names the content of a file: git's own name for it. Empty for a file that cannot be read (any more)."""

    def size(self, path: str) -> int:
        """How many bytes a file has; 0 for one that cannot be read (any more)."""

    def on_disk(self, path: str) -> AbstractContextManager[Path]:
        """The file's bytes as a file on the disk, as long as the block runs.

        Raises:
            OSError: it cannot be read (any more).
        """


class FolderTree:
    """The working tree."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def list(self) -> Listing:
        """Symbolic links are followed as long as they stay inside of `content/`; hidden entries are skipped."""
        walk = _Walk(self.root)
        walk.run()
        return Listing(files=tuple(sorted(walk.files)), refused=tuple(sorted(walk.refused)))

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        for path in paths:
            try:
                # A file over the limit is refused unread; one byte more than the limit says so.
                with (self.root / path).open("rb") as stream:
                    yield path, stream.read(MAX_BYTES + 1)
            except OSError:
                yield path, None

    def digest(self, path: str) -> str:
        try:
            with (self.root / path).open("rb") as stream:
                found = hashlib.sha1(f"blob {os.fstat(stream.fileno()).st_size}\0".encode(), usedforsecurity=False)
                while piece := stream.read(_PIECE):
                    found.update(piece)
        except OSError:
            return ""
        return found.hexdigest()

    def size(self, path: str) -> int:
        try:
            return (self.root / path).stat().st_size
        except OSError:
            return 0

    @contextmanager
    def on_disk(self, path: str) -> Iterator[Path]:
        yield self.root / path


class ReadOnce:
    """A tree of which everything is read once: whoever asks again, a digest and then a check, gets the same bytes."""

    def __init__(self, tree: FileTree) -> None:
        self.tree = tree
        self._digests: dict[str, str] = {}
        self._listing: Listing | None = None
        self._found: dict[str, bytes | None] = {}

    def list(self) -> Listing:
        self._listing = self._listing or self.tree.list()
        return self._listing

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        wanted = list(dict.fromkeys(paths))
        self._found.update(self.tree.read([path for path in wanted if path not in self._found]))
        for path in wanted:
            yield path, self._found[path]

    def digest(self, path: str) -> str:
        if path not in self._digests:
            self._digests[path] = self.tree.digest(path)
        return self._digests[path]

    def size(self, path: str) -> int:
        return self.tree.size(path)

    def on_disk(self, path: str) -> AbstractContextManager[Path]:
        return self.tree.on_disk(path)


class Overlaid:
    """A tree in which some files hold other bytes."""

    def __init__(self, tree: FileTree, changed: Mapping[str, bytes]) -> None:
        self.tree = tree
        self.changed = changed

    def list(self) -> Listing:
        return self.tree.list()

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        for path, data in self.tree.read(paths):
            yield path, self.changed.get(path, data)

    def digest(self, path: str) -> str:
        return self.tree.digest(path)

    def size(self, path: str) -> int:
        return self.tree.size(path)

    def on_disk(self, path: str) -> AbstractContextManager[Path]:
        return self.tree.on_disk(path)


class _Walk:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.inside = os.path.realpath(root / CONTENT)
        self.files: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.links = 0

    def run(self) -> None:
        """Keeps with each open folder the real folders around it: a link to one of them would never end."""
        pending: list[tuple[str, tuple[str, ...]]] = [(str(self.root / CONTENT), ())]
        while pending:
            folder, around = pending.pop()
            real = os.path.realpath(folder)
            if real in around:
                continue
            try:
                entries = list(os.scandir(folder))
            except OSError:
                self.refused.append((self._name(folder), "gone"))
                continue
            pending += [(entry.path, (*around, real)) for entry in entries if self._is_folder(entry)]

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        """Whether to descend; whatever else an entry is goes to where it belongs."""
        if entry.name.startswith("."):
            return False
        name = self._name(entry.path)
        text = entry.name.endswith(TEXT_SUFFIXES)
        reason = self._reason_to_refuse(entry, name)
        if reason:
            self.refused.append((name, reason))
        elif os.path.isdir(entry.path):  # noqa: PTH112 - unlike Path it is False where it cannot say
            if not text:
                return True
            self.refused.append((name, "is-folder"))
        elif os.path.isfile(entry.path):  # noqa: PTH113 - the same
            self.files.append(name)
        elif text:
            self.refused.append((name, "not-a-file"))
        return False

    def _reason_to_refuse(self, entry: os.DirEntry[str], name: str) -> str:
        if "\ufffd" in name:
            return "bad-name"
        if not entry.is_symlink():
            return ""
        self.links += 1
        outside = not Path(os.path.realpath(entry.path)).is_relative_to(self.inside)
        return "leaves-content" if outside else "too-many-links" if self.links > MAX_LINKS else ""

    def _name(self, path: str) -> str:
        """Relative to the root; a name that is no UTF-8 is shown with replacement characters."""
        name = Path(path).relative_to(self.root).as_posix()
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def files_matching(project_id: str, pattern: str, among: Collection[str]) -> tuple[str, ...]:
    """The paths that a path or glob of a project's record, or of a portal-wide one, stands for, as far as `among`."""
    base = f"content/projects/{project_id}/" if project_id else "content/"
    if not _GLOB.intersection(pattern):
        return (base + pattern,) if base + pattern in among else ()
    return tuple(sorted(path for path in among if path.startswith(base) and fnmatchcase(path, base + pattern)))
