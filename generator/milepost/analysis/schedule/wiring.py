"""Builds the layout of a network: nodes for activities and phases, edges for links."""

from typing import Literal

from milepost.analysis.schedule.instants import evening, morning
from milepost.analysis.schedule.layout import (
    NO_BOUND,
    Edge,
    IgnoredLink,
    IgnoredReason,
    Layout,
    NodeKind,
    Side,
    TypedLink,
    unit_of,
)
from milepost.analysis.schedule.network import Activity, Link, Network, Recorded
from milepost.analysis.schedule.phases import PhaseTree

# A phase's helper nodes: bounds on the start or finish of all its activities; the last finish of their places;
# the last finish or start of them as what they stand before sees it; the first start of their places.
_Role = Literal["start-gate", "finish-gate", "placed-end", "end", "last-start", "first-start"]


def lay_out(network: Network, tree: PhaseTree) -> Layout:
    """Number the activities of a network and connect them. Links that cannot be followed are listed, not raised."""
    return _Wiring(network, tree).layout


class _Wiring:
    def __init__(self, network: Network, tree: PhaseTree) -> None:
        self.layout = Layout()
        self._network = network
        self._tree = tree
        self._helpers: dict[tuple[_Role, str], int] = {}
        self._number = {activity.id: position for position, activity in enumerate(network.activities)}
        self._add_activities()
        self._fixed = {key: self._add_fixed(key) for key in network.fixed}
        for activity in network.activities:
            if activity.after or activity.before:
                self._connect(activity.id, activity.after, activity.before)
        for phase in network.phases:
            if phase.after or phase.before:
                self._connect(phase.id, phase.after, phase.before)

    def _add_activities(self) -> None:
        layout, network = self.layout, self._network
        today = morning(network.as_of) if network.as_of else NO_BOUND
        project_floor = max(morning(network.start), today)
        late, begun = [], []
        for position, activity in enumerate(network.activities):
            if activity.recorded:
                if activity.recorded.finish is None:
                    begun.append((position, morning(activity.recorded.start)))
                self._add_recorded(activity, activity.recorded, today)
                continue
            around = self._tree.around(activity.phase)
            floor = project_floor
            for typed in (activity.start, around.start):
                if typed is not None:
                    floor = max(floor, morning(typed))
            self._add_activity(activity, floor, activity.length.amount)
            waits = activity.after or around.has_after
            if not waits and (activity.before or around.has_before):
                late.append(position)
        layout.activities = len(layout.kinds)
        layout.place = list(range(layout.activities))
        for position in late:
            layout.place[position] = layout.add_late(position)
        for position, start in begun:
            layout.begun[position] = layout.add_fixed(layout.labels[position], (start, start))

    def _add_recorded(self, activity: Activity, recorded: Recorded, today: int) -> None:
        if recorded.finish is None:
            self._add_activity(activity, max(morning(recorded.start), today), recorded.remaining)
            return
        finish = evening(recorded.finish)
        start = finish if unit_of(activity) == NodeKind.INSTANT else min(morning(recorded.start), finish)
        self.layout.add_fixed(activity.id, (start, finish))

    def _add_activity(self, activity: Activity, floor: int, length: int) -> None:
        layout, unit = self.layout, unit_of(activity)
        apart = activity.recorded is not None or unit == NodeKind.PERSONAL
        length = length if unit != NodeKind.INSTANT else 0
        node = layout.add(NodeKind.APART if apart else unit, activity.id, length=length, floor=floor)
        layout.units[node] = unit
        if unit == NodeKind.PERSONAL:
            layout.away[node] = activity.away

    def _add_fixed(self, key: str) -> int:
        outside = self._network.fixed[key]
        return self.layout.add_fixed(key, (outside.start_at, outside.finish_at))

    def _connect(self, owner: str, after: tuple[Link, ...], before: tuple[Link, ...]) -> None:
        for side, links in ((Side.AFTER, after), (Side.BEFORE, before)):
            for position, link in enumerate(links):
                reason = None if link.target in self._number else self._reason_to_ignore(side, link)
                if reason is not None:
                    typed = TypedLink(owner=owner, side=side, position=position, link=link)
                    self.layout.ignored.append(IgnoredLink(typed=typed, reason=reason))
                    continue
                self.layout.links.append((owner, side, position, link))
                if side is Side.AFTER:
                    self._after(owner, link)
                else:
                    self._before(owner, link)

    def _reason_to_ignore(self, side: Side, link: Link) -> IgnoredReason | None:
        if link.target in self._fixed:
            return None
        if link.target not in self._tree.members:
            return IgnoredReason.UNKNOWN_TARGET
        wrong_end = link.type.from_start if side is Side.AFTER else link.type.to_finish
        return IgnoredReason.PHASE_LINK_TYPE if wrong_end else None

    def _after(self, owner: str, link: Link) -> None:
        target = link.target
        if target in self._number:
            source = self.layout.place[self._number[target]]
        else:
            source = self._fixed[target] if target in self._fixed else self._helper("placed-end", target)
        held = self._number.get(owner)
        if held is None:
            held = self._helper("finish-gate" if link.type.to_finish else "start-gate", owner)
        self._hold(held, self._edge(source, link))

    def _before(self, owner: str, link: Link) -> None:
        target = link.target
        if target in self._number:
            held = self._number[target]
        else:
            held = self._fixed[target] if target in self._fixed else self._helper("start-gate", target)
        source = self._number.get(owner)
        members = self._tree.members[owner] if source is None else (source,)
        if source is None:
            source = self._helper("last-start" if link.type.from_start else "end", owner)
        self._hold(held, self._edge(source, link))
        for position in members:
            place = self.layout.place[position]
            if place != position:
                self.layout.late_limits[place].append(self._edge(self._place_seen(target), link))

    def _place_seen(self, target: str) -> int:
        """Return the node that tells a late-placed activity where what it stands before is."""
        if target in self._number:
            return self.layout.place[self._number[target]]
        return self._fixed[target] if target in self._fixed else self._helper("first-start", target)

    def _hold(self, node: int, edge: Edge) -> None:
        if self._finished(node):
            return
        self.layout.incoming[node].append(edge)
        if edge.lag < 0:
            is_activity = node < self.layout.activities
            self.layout.led.update((node,) if is_activity else self._tree.members.get(self.layout.labels[node], ()))

    def _edge(self, source: int, link: Link) -> Edge:
        number = len(self.layout.links) - 1
        if link.type.from_start:
            source = self.layout.begun.get(source, source)
        return Edge(source, link.type.from_start, link.type.to_finish, link.lag.amount, link.lag.elapsed, number)

    def _finished(self, node: int) -> bool:
        """Whether the node is a finished activity, which nothing holds any more."""
        return node < self.layout.activities and self.layout.kinds[node] == NodeKind.FIXED

    def _helper(self, role: _Role, phase: str) -> int:
        """Return a phase's helper node, connected to its activities when first asked for."""
        found = self._helpers.get((role, phase))
        if found is not None:
            return found
        layout = self.layout
        node = layout.add(NodeKind.EARLIEST if role == "first-start" else NodeKind.INSTANT, phase)
        self._helpers[role, phase] = node
        to_finish = role == "finish-gate"
        from_start = role in {"last-start", "first-start"}
        for position in self._tree.members[phase]:
            if role in {"start-gate", "finish-gate"}:
                if not self._finished(position):
                    layout.incoming[position].append(Edge(node, False, to_finish, 0, False, -1))
            else:
                source = layout.place[position] if role in {"placed-end", "first-start"} else position
                source = layout.begun.get(source, source) if from_start else source
                layout.incoming[node].append(Edge(source, from_start, False, 0, False, -1))
        return node
