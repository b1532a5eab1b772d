"""What git says, for those who show it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from milepost.history.git import Commit
from milepost.history.record_history import RecordHistory


def _no_records() -> None:
    """Without git nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The commit that is shown and the commits before it, the newest first; empty without git.

    Attributes:
        shallow: the clone lacks older commits.
        partial: the clone lacks contents of older files.
        prefix: the path from the repository's top to the portal's root, with a slash at its end unless it is empty.
        records: what each commit did to the records; read when it is asked for.
    """

    head: Commit | None = None
    commits: tuple[Commit, ...] = ()
    shallow: bool = False
    partial: bool = False
    prefix: str = ""
    records: Callable[[], RecordHistory | None] = _no_records

    @property
    def lacks(self) -> Literal["", "no-git", "shallow", "partial"]:
        """Why figures over time would be wrong; empty where they are not."""
        if self.head is None:
            return "no-git"
        return "shallow" if self.shallow else "partial" if self.partial else ""
