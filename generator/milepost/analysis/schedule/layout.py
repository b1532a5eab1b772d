"""Turns a network into numbered nodes and edges, which the passes of the schedule read.

Besides one node an activity there are: a node for the place of each late-placed activity (its own node then tells
the earliest date on which it could be done), the fixed activities of other projects, and helper nodes of phases that
take no time: gates that pass a bound on to every activity in a phase, ends that gather their finishes or starts.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from milepost.analysis.schedule.network import Activity, Away, Link

NO_BOUND = -1


class NodeKind:
    """How a node finds its instants (plain integers: the passes compare them once a node)."""

    INSTANT = 0  # a milestone, or a phase's gate or end: one instant
    WORKING = 1
    ELAPSED = 2
    FIXED = 3
    LATE = 4  # the place of a late-placed activity
    EARLIEST = 5  # the first start in a phase
    APART = 6  # an activity that is begun, or whose people are away on some days
    PERSONAL = 7  # only a unit: working days of those who are away on some


class Edge(NamedTuple):
    """What holds a node back; in the incoming edges of that node."""

    source: int
    from_start: bool
    to_finish: bool
    lag: int
    elapsed: bool
    link: int  # position in `Layout.links`; -1 for an edge that only wires a phase to its activities


class Side(Enum):
    """The field that a link is typed in."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLink:
    """A link where its author typed it: the owner's field and the position in that field."""

    owner: str
    side: Side
    position: int
    link: Link


class IgnoredReason(Enum):
    """Why a link could not be followed."""

    UNKNOWN_TARGET = "unknown-target"
    PHASE_LINK_TYPE = "phase-link-type"


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoredLink:
    """A link that the schedule leaves out, so that the rest of a faulty plan is still computed."""

    typed: TypedLink
    reason: IgnoredReason


@dataclass(slots=True, kw_only=True)
class Layout:
    """Nodes by number: activities first, in the network's order; lists down to `incoming` have an entry a node.

    Attributes:
        kinds: see NodeKind.
        units: as kinds, but of LATE and APART nodes what their length is counted in.
        lengths: days of an activity's length, 0 for nodes that take no time.
        floors: the morning before which the node may not start; NO_BOUND if none.
        labels: the id of the activity or phase that the node stands for.
        incoming: what each node waits for.
        activities: how many of the first nodes are activities.
        place: node that holds an activity's place: another one if it is placed late, else itself.
        late_activity: for a LATE node its activity.
        late_limits: for a LATE node the links that it must not break, as edges whose source is the link's target.
        fixed_instants: start and finish of FIXED nodes.
        away: the days on which nobody works on a node, for those in PERSONAL units.
        begun: for an activity that is begun the node that holds the instant of its start.
        links: owner, side, position and link of what authors typed, by number.
        led: activities that a negative lag bears upon.
        ignored: links that could not be followed.
    """

    kinds: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    floors: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    incoming: list[list[Edge]] = field(default_factory=list)
    activities: int = 0
    place: list[int] = field(default_factory=list)
    late_limits: dict[int, list[Edge]] = field(default_factory=dict)
    late_activity: dict[int, int] = field(default_factory=dict)
    fixed_instants: dict[int, tuple[int, int]] = field(default_factory=dict)
    away: dict[int, Away] = field(default_factory=dict)
    begun: dict[int, int] = field(default_factory=dict)
    links: list[tuple[str, Side, int, Link]] = field(default_factory=list)
    led: set[int] = field(default_factory=set)
    ignored: list[IgnoredLink] = field(default_factory=list)

    def add(self, kind: int, label: str, *, length: int = 0, floor: int = NO_BOUND) -> int:
        """Append a node and return its number."""
        self.kinds.append(kind)
        self.units.append(kind)
        self.lengths.append(length)
        self.floors.append(floor)
        self.labels.append(label)
        self.incoming.append([])
        return len(self.kinds) - 1

    def add_late(self, activity: int) -> int:
        """Append the node that holds the place of a late-placed activity, and return its number."""
        node = self.add(NodeKind.LATE, self.labels[activity], length=self.lengths[activity])
        self.units[node] = self.units[activity]
        if activity in self.away:
            self.away[node] = self.away[activity]
        self.late_activity[node] = activity
        self.late_limits[node] = []
        return node

    def add_fixed(self, label: str, instants: tuple[int, int]) -> int:
        """Append a node that stays on its start and finish instant, and return its number."""
        node = self.add(NodeKind.FIXED, label)
        self.fixed_instants[node] = instants
        return node

    def typed_link(self, number: int) -> TypedLink:
        owner, side, position, link = self.links[number]
        return TypedLink(owner=owner, side=side, position=position, link=link)

    def successors(self) -> list[list[int]]:
        """Return for each node those that wait for it, in any sense; fixed activities wait for nothing."""
        found: list[list[int]] = [[] for _ in self.kinds]
        for node, edges in enumerate(self.incoming):
            if edges and self.kinds[node] != NodeKind.FIXED:
                for edge in edges:
                    found[edge[0]].append(node)
        for node, edges in self.late_limits.items():
            found[self.late_activity[node]].append(node)
            for edge in edges:
                found[edge[0]].append(node)
        return found


def unit_of(activity: Activity) -> int:
    """Return what the activity's length is counted in."""
    if activity.milestone or not activity.length.amount:
        return NodeKind.INSTANT
    if activity.length.elapsed:
        return NodeKind.ELAPSED
    return NodeKind.PERSONAL if activity.away else NodeKind.WORKING
