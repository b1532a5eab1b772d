"""What the portal was at a git ref, with its schedules."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from milepost.analysis.plans import Plan, compute_plans
from milepost.history.git import Git
from milepost.history.snapshots import Snapshot, snapshot

_COMMIT = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class EarlierState:
    """A snapshot and what is computed from it once, whoever asks."""

    snapshot: Snapshot

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """The planned schedule of each project then."""
        return compute_plans(self.snapshot.loaded.portal)


EarlierStates = Callable[[str], EarlierState | None]


def earlier_state(git: Git, ref: str) -> EarlierState | None:
    """The state at a tag, branch or commit; None where this clone does not know it, or there is no git."""
    found = snapshot(git, ref)
    return EarlierState(snapshot=found) if found else None


def short_ref(ref: str) -> str:
    """A ref as people are shown it: a commit by the beginning of its number."""
    return ref[:7] if _COMMIT.fullmatch(ref) else ref
