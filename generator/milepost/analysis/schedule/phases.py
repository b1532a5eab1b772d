"""What activities inherit from their phases, and which activities a phase stands for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from milepost.analysis.schedule.network import Network, PhaseNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What holds for an activity because of the phases around it.

    Attributes:
        phases: those phases, innermost first.
        start: the latest of their starts.
        due: the earliest of their dues.
        has_after: whether one of them waits for something.
        has_before: whether one of them stands before something.
    """

    phases: tuple[PhaseNode, ...] = ()
    start: date | None = None
    due: date | None = None
    has_after: bool = False
    has_before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseTree:
    """Phases with what they hand down and the positions of their activities at any depth.

    A parent that is unknown, or that would close a circle, counts as none.
    """

    inherited: dict[str | None, Inherited]
    members: dict[str, list[int]]

    def around(self, phase: str | None) -> Inherited:
        """Return what an activity in a phase inherits; nothing if the phase is unknown."""
        return self.inherited.get(phase) or self.inherited[None]


def phase_tree(network: Network) -> PhaseTree:
    phases = {phase.id: phase for phase in network.phases}
    inherited: dict[str | None, Inherited] = {None: Inherited()}
    for phase in network.phases:
        line: dict[str, PhaseNode] = {}
        current: PhaseNode | None = phase
        while current is not None and current.id not in line:
            line[current.id] = current
            current = phases.get(current.parent) if current.parent else None
        inherited[phase.id] = Inherited(
            phases=tuple(line.values()),
            start=max((one.start for one in line.values() if one.start), default=None),
            due=earliest(one.due for one in line.values()),
            has_after=any(one.after for one in line.values()),
            has_before=any(one.before for one in line.values()),
        )
    members: dict[str, list[int]] = {phase.id: [] for phase in network.phases}
    for position, activity in enumerate(network.activities):
        for phase in inherited[activity.phase].phases if activity.phase in inherited else ():
            members[phase.id].append(position)
    return PhaseTree(inherited=inherited, members=members)


def earliest(dates: Iterable[date | None]) -> date | None:
    """Return the earliest of the dates that are given."""
    return min((day for day in dates if day is not None), default=None)
