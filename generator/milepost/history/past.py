"""How things stood a while ago, read only as far as somebody asks."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from milepost.history.git import CommitTree, Git
from milepost.loading.files import Listing, Tree
from milepost.loading.load import load
from milepost.model.portal import Portal


class Past:
    """The history of a state of the portal: of a commit, or of the working tree, which HEAD comes before.

    Days begin at midnight in the portal's time zone.
    """

    def __init__(self, git: Git, zone: ZoneInfo, head: str = "") -> None:
        self._git = git
        self._zone = zone
        self._head = head
        self.asked: dict[str, str] = {}
        """The days that were asked about, and the commits that were found."""
        self.unchanged_since = cache(self._unchanged_since)

    @cached_property
    def is_shallow(self) -> bool:
        """Whether this clone lacks older commits."""
        return self._git.available() and self._git.is_shallow()

    def newest_before(self, day: date) -> str:
        """The commit that was the newest when the day began; empty where this clone knows none."""
        name = day.isoformat()
        if name not in self.asked:
            self.asked[name] = self._git.newest_before(day, self._zone, self._head or "HEAD")
        return self.asked[name]

    def _unchanged_since(self, commit: str) -> AbstractSet[str]:
        """The files of a commit that are the same today."""
        return {*CommitTree(self._git, commit).list().files} - self._git.changed_since(commit, self._head)

    def records(self, commit: str, paths: Iterable[str]) -> Portal:
        """What was in some files, as far as it loads; nothing of others."""
        return load(_Some(CommitTree(self._git, commit), frozenset(paths))).portal


class _Some:
    """Some files of a tree."""

    def __init__(self, tree: Tree, paths: frozenset[str]) -> None:
        self._tree = tree
        self._paths = paths

    def list(self) -> Listing:
        return Listing(files=tuple(path for path in self._tree.list().files if path in self._paths))

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        return self._tree.read(paths)
