"""Tells what fixes the place of each activity: which dates, which links."""

from collections.abc import Iterator, Mapping

from milepost.analysis.schedule.instants import morning
from milepost.analysis.schedule.layout import NO_BOUND, Edge, NodeKind
from milepost.analysis.schedule.network import Activity, Network
from milepost.analysis.schedule.phases import PhaseTree
from milepost.analysis.schedule.placing import Placement, finish_after, finish_held, finish_limit, limit_of
from milepost.analysis.schedule.result import ClampedLag, Driver, DriverKind


class PlaceReader(Mapping[str, tuple[Driver, ...]]):
    """Reads from a placement why its activities are where they are, for one at a time: few are ever asked about."""

    def __init__(self, network: Network, tree: PhaseTree, placed: Placement) -> None:
        self._network = network
        self._tree = tree
        self._layout = placed.layout
        self._line = placed.line
        self._placed = placed
        self._numbers = {activity.id: node for node, activity in enumerate(network.activities)}
        self._project_start = Driver(kind=DriverKind.PROJECT_START, day=network.start)
        self._read: dict[str, tuple[Driver, ...]] = {}

    def __getitem__(self, activity: str) -> tuple[Driver, ...]:
        """Return all that fixes an activity's place; several in a tie."""
        if activity not in self._read:  # chains of reasons lead through the same ones again and again
            self._read[activity] = self._drivers(self._numbers[activity])
        return self._read[activity]

    def _drivers(self, node: int) -> tuple[Driver, ...]:
        layout, place = self._layout, self._layout.place[node]
        if place == node:
            return self._early(node)
        unit, length, line = layout.units[node], layout.lengths[node], self._placed.line_of(node)
        finish = self._placed.numbers[place]
        found: list[Driver] = []
        for edge in layout.late_limits[place]:
            limit = limit_of(edge, layout.units, self._placed.starts, self._placed.finishes, self._line)
            if limit != NO_BOUND and finish == finish_limit(unit, length if edge.from_start else 0, limit, line):
                found.extend(self._through(edge, DriverKind.LATE))
        if self._placed.finishes[node] == self._placed.finishes[place]:
            found.extend(self._early(node))
        return tuple(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def clamped(self, node: int) -> Iterator[ClampedLag]:
        """Yield the negative lags that stop at the date before which an activity may not start."""
        layout = self._layout
        unit, length, line = layout.units[node], layout.lengths[node], self._placed.line_of(node)
        floor = finish_after(unit, length, layout.floors[node], line)
        if floor != self._placed.numbers[layout.place[node]]:
            return
        for edge in layout.incoming[node]:
            leads = [(edge, edge)] if edge.link >= 0 else [(one, edge) for one in layout.incoming[edge.source]]
            for lead, last in leads:
                if lead.lag < 0 and lead.link >= 0:
                    shift = 0 if last.to_finish else length
                    bound = self._bound(lead, shifted=True)
                    unshifted = finish_after(unit, shift, self._bound(lead, shifted=False), line)
                    if finish_after(unit, shift, bound, line) < floor < unshifted:
                        yield ClampedLag(activity=layout.labels[node], link=layout.typed_link(lead.link))

    def _early(self, node: int) -> tuple[Driver, ...]:
        layout, line = self._layout, self._placed.line_of(node)
        recorded = self._network.activities[node].recorded
        if recorded and recorded.finish:
            return (Driver(kind=DriverKind.ACTUAL_FINISH, day=recorded.finish),)
        unit, length, floor, edges = (
            layout.units[node],
            layout.lengths[node],
            layout.floors[node],
            layout.incoming[node],
        )
        finish = self._placed.numbers[node]
        found: list[Driver] = []
        if node in layout.begun and recorded:
            found.append(Driver(kind=DriverKind.ACTUAL_START, day=recorded.start))
        if finish == finish_after(unit, length, floor, line):
            found.extend(self._dates(self._network.activities[node], floor))
        elif len(edges) == 1:
            return (*found, *self._through(edges[0], DriverKind.LINK))
        for edge in edges:
            bound = self._bound(edge, shifted=True)
            if bound == NO_BOUND:
                continue
            lines = (self._line, line)
            if finish == (
                finish_held(unit, bound, lines) if edge.to_finish else finish_after(unit, length, bound, line)
            ):
                found.extend(self._through(edge, DriverKind.LINK))
        return tuple(found)

    def _dates(self, activity: Activity, floor: int) -> Iterator[Driver]:
        as_of = self._network.as_of
        if as_of and morning(as_of) == floor:
            yield Driver(kind=DriverKind.AS_OF, day=as_of)
        if activity.recorded:
            return
        typed = [(activity.id, activity.start)]
        typed += [(phase.id, phase.start) for phase in self._tree.around(activity.phase).phases]
        for owner, day in typed:
            if day and morning(day) == floor:
                yield Driver(kind=DriverKind.START, day=day, owner=owner)
        if morning(self._network.start) == floor:
            yield self._project_start

    def _through(self, edge: Edge, kind: DriverKind) -> Iterator[Driver]:
        """Follow an edge through the helper nodes of phases to the activities that decide it."""
        layout = self._layout
        pending = [(edge, edge.link)]
        while pending:
            current, link = pending.pop()
            source = current.source
            is_helper = source >= layout.activities and layout.kinds[source] not in {NodeKind.LATE, NodeKind.FIXED}
            if not is_helper:
                yield Driver(kind=kind, activity=layout.labels[source], link=layout.typed_link(link))
                continue
            instant = self._placed.starts[source]
            pending.extend(
                (one, one.link if one.link >= 0 else link)
                for one in reversed(layout.incoming[source])
                if self._bound(one, shifted=True) == instant
            )

    def _bound(self, edge: Edge, *, shifted: bool) -> int:
        bound = self._placed.starts[edge.source] if edge.from_start else self._placed.finishes[edge.source]
        if bound == NO_BOUND or not shifted or not edge.lag:
            return bound
        return self._line.shift(bound, edge.lag, elapsed=edge.elapsed)
