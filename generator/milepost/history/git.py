"""The git command: the only module that starts it."""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from posixpath import dirname, join, normpath
from tempfile import TemporaryDirectory
from typing import BinaryIO

from milepost.errors import MilepostError
from milepost.history.links import follow_links
from milepost.i18n.message import message
from milepost.loading.files import CONTENT, MAX_BYTES, Listing

_SYMBOLIC_LINK = "120000"
_BLOBS_AT_ONCE = 2_000
_FORMAT = "%H%x00%cI%x00%an%x00%s"
_NO_BLOB = frozenset("0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit; e-mail addresses are never read.

    `files` are those that it touched, by path relative to the portal's root: the blobs that they are, empty for one
    that is gone.
    """

    sha: str
    on: datetime
    author: str
    subject: str
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(self.files)


class Git:
    """The repository that a folder is in."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def available(self) -> bool:
        """Whether there is git, a repository and a commit."""
        try:
            return bool(self._run("rev-parse", "--verify", "--quiet", "HEAD"))
        except MilepostError:
            return False

    def head(self) -> Commit:
        """The commit that is checked out."""
        return next(self._log("-1"))

    def commit(self, ref: str) -> Commit | None:
        """The commit that a ref names; None where this clone does not know it."""
        try:
            sha = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        except MilepostError:
            return None
        return next(self._log("-1", sha.decode().strip()))

    def merge_base(self, one: Commit, other: Commit) -> Commit | None:
        """The newest commit that both come from; None where there is none in this clone."""
        try:
            return self.commit(self._run("merge-base", one.sha, other.sha).decode().strip())
        except MilepostError:
            return None

    def newest_before(self, day: date, zone: tzinfo, head: str = "HEAD") -> str:
        """The newest commit of a ref's first-parent history when a day began; empty where this clone has none."""
        if not self.available():
            return ""
        moment = datetime.combine(day, time.min, zone) - timedelta(seconds=1)
        return self._run("rev-list", "-1", "--first-parent", f"--before={moment.isoformat()}", head).decode().strip()

    def changed_since(self, commit: str, head: str = "") -> frozenset[str]:
        """The files of a commit that are different or gone in another one, or in the working tree."""
        refs = (commit, head) if head else (commit,)
        out = self._run(
            "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", "--relative", *refs, "--", CONTENT
        )
        return frozenset(out.decode("utf-8", "surrogateescape").split("\0")[:-1])

    def log(self) -> tuple[Commit, ...]:
        """All commits that touched `content/`, the newest first, with the files of each: one process.

        Of a merge what it brought to its first parent; a file that moved is gone in one place and new in another.
        """
        options = ("--raw", "--no-abbrev", "--no-renames", "--first-parent", "-m", "--relative")
        return tuple(self._log(*options, "--", CONTENT))

    def contents(self, blobs: Iterable[str]) -> Iterator[bytes | None]:
        """What blobs hold, as far as a file may be long; None for those that this clone lacks."""
        wanted = list(blobs)
        for first in range(0, len(wanted), _BLOBS_AT_ONCE):
            yield from self._contents(wanted[first : first + _BLOBS_AT_ONCE])

    def write_blob(self, blob: str, file: Path) -> None:
        """Writes all that a blob holds to a file, however long it is.

        Raises:
            FileNotFoundError: this clone lacks it.
        """
        try:
            with file.open("wb") as stream:
                self._run("cat-file", "blob", blob, into=stream)
        except MilepostError as error:
            raise FileNotFoundError(str(error)) from None

    def _contents(self, blobs: Sequence[str]) -> Iterator[bytes | None]:
        out = self._run("cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in blobs).encode())
        at = 0
        for _ in blobs:
            end = out.index(b"\n", at)
            head = out[at:end]
            at = end + 1
            if head.endswith(b" missing"):
                yield None
                continue
            size = int(head.rsplit(b" ", 1)[1])
            yield out[at : at + min(size, MAX_BYTES + 1)]
            at += size + 1

    @contextmanager
    def checked_out(self, commit: Commit) -> Iterator[Path]:
        """The portal's root in a working tree of its own, in which a commit is checked out while the block runs."""
        with TemporaryDirectory(prefix="milepost-") as folder:
            tree = Path(folder) / "tree"
            self._run("-c", "core.hooksPath=/dev/null", "worktree", "add", "--detach", "--quiet", str(tree), commit.sha)
            try:
                yield tree / self.prefix()
            finally:
                self._run("worktree", "remove", "--force", str(tree))

    def is_shallow(self) -> bool:
        """Whether the clone lacks older history."""
        return self._run("rev-parse", "--is-shallow-repository").strip() == b"true"

    def is_partial(self) -> bool:
        """Whether the clone asks its remote for the contents of older files (`--filter`)."""
        try:
            return bool(self._run("config", "--get-regexp", r"^remote\..*\.promisor$"))
        except MilepostError:  # git's answer for none
            return False

    def prefix(self) -> str:
        """The path from the repository's top to the portal's root, with a slash at its end unless it is empty."""
        return self._run("rev-parse", "--show-prefix").decode().strip()

    def _log(self, *options: str) -> Iterator[Commit]:
        """Fields and paths are separated by NUL, which none of them can hold."""
        out = self._run("log", "-z", f"--format={_FORMAT}", *options).decode("utf-8", "replace")
        tokens = iter(out.split("\0"))
        sha = next(tokens, "")
        while sha:
            on, author, subject = next(tokens), next(tokens), next(tokens)
            files = {}
            entry = next(tokens, "")
            while entry.lstrip("\n").startswith(":"):
                blob = entry.split(" ", 4)[3]
                files[next(tokens)] = "" if {*blob} == _NO_BLOB else blob
                entry = next(tokens, "")
            yield Commit(sha=sha, on=datetime.fromisoformat(on), author=author, subject=subject, files=files)
            sha = entry

    def _run(self, *arguments: str, stdin: bytes | None = None, into: BinaryIO | None = None) -> bytes:
        """What git prints; nothing where it prints `into` a file."""
        try:
            done = subprocess.run(  # noqa: S603 - arguments are ours, never a shell's
                ["git", *arguments],  # noqa: S607 - which git is for the user's PATH to say
                cwd=self.root,
                env=_clean_environment(),
                input=stdin,
                stdout=into or subprocess.PIPE,
                stderr=subprocess.PIPE,
                check=True,
            )
        except FileNotFoundError:
            raise MilepostError(message("errors.no-git")) from None
        except subprocess.CalledProcessError as error:
            reason = error.stderr.decode("utf-8", "replace").strip()
            raise MilepostError(message("errors.git-failed", command=arguments[0], reason=reason)) from None
        return done.stdout or b""


class CommitTree:
    """The files of one commit as a tree: two processes, however many files there are."""

    def __init__(self, git: Git, rev: str) -> None:
        self.git = git
        self.rev = rev
        self._blobs: dict[str, str] = {}

    def list(self) -> Listing:
        """What the commit holds below `content/`; symbolic links are followed as in a folder."""
        prefix = self.git.prefix()
        out = self.git._run("ls-tree", "-r", "-z", "--full-tree", self.rev, "--", f"{prefix}{CONTENT}/")  # noqa: SLF001
        refused: list[tuple[str, str]] = []
        links: dict[str, str] = {}
        for entry in out.decode("utf-8", "surrogateescape").split("\0"):
            if not entry:
                continue
            head, path = entry.split("\t", 1)
            mode, kind, blob = head.split(" ")
            path = path.removeprefix(prefix)
            if any(part.startswith(".") for part in path.split("/")):
                continue
            if mode == _SYMBOLIC_LINK:
                links[path] = blob
            elif kind == "blob":
                self._blobs[path] = blob
            else:
                refused.append((path, "not-a-file"))
        if links:
            followed, not_followed = follow_links(self._targets(links), self._blobs)
            self._blobs |= followed
            refused += not_followed
        return Listing(files=tuple(sorted(self._blobs)), refused=tuple(sorted(refused)))

    def _targets(self, links: Mapping[str, str]) -> dict[str, str]:
        """Where symbolic links lead: relative to the portal's root, or out of it."""
        found = {}
        for path, target in zip(links, self.git.contents(links.values()), strict=True):
            found[path] = normpath(join(dirname(path), (target or b"").decode("utf-8", "surrogateescape")))
        return found

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        wanted = list(paths)
        yield from zip(wanted, self.git.contents(self._blobs[path] for path in wanted), strict=True)

    def digest(self, path: str) -> str:
        """The blob's name: a file of the working tree that holds the same bytes has the same."""
        return self._blobs.get(path, "")

    def size(self, path: str) -> int:
        """As git says it; 0 for a blob that this clone lacks."""
        try:
            return int(self.git._run("cat-file", "-s", self._blobs.get(path, "")))  # noqa: SLF001
        except MilepostError:
            return 0

    @contextmanager
    def on_disk(self, path: str) -> Iterator[Path]:
        with TemporaryDirectory(prefix="milepost-") as folder:
            file = Path(folder) / Path(path).name
            self.git.write_blob(self._blobs.get(path, ""), file)
            yield file


def _clean_environment() -> dict[str, str]:
    """Without GIT_* variables: inside a hook they point to another repository or index."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0"}
