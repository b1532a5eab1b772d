"""Reads from git what is shown of the history of a portal."""

from functools import lru_cache
from pathlib import Path

from milepost.history.file_versions import file_versions
from milepost.history.git import Git
from milepost.history.history import History
from milepost.history.record_history import RecordHistory
from milepost.model.record import NamedRecord
from milepost.model.registry import Registry


def history_of(root: Path, types: Registry, cache: Path) -> History:
    """What git says of the portal at `root`; what its files consisted of is kept in the file `cache`."""
    git = Git(root)
    if not git.available():
        return History()
    head, kinds = git.head(), tuple(types.items())
    return History(
        head=head,
        commits=git.log(),
        shallow=git.is_shallow(),
        partial=git.is_partial(),
        prefix=git.prefix(),
        records=lambda: _records(root, head.sha, kinds, cache),
    )


@lru_cache(maxsize=1)
def _records(root: Path, _head: str, kinds: tuple[tuple[str, type[NamedRecord]], ...], cache: Path) -> RecordHistory:
    """The history up to a head; a server asks for it after each edit."""
    git, types = Git(root), dict(kinds)
    commits = git.log()
    return RecordHistory(commits, file_versions(git, commits, types.keys(), cache), types)
