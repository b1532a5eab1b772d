"""The passes of the schedule for many samples at once, each sample with lengths of its own.

The rules are those of `schedule.placing`. Working time is counted in working days done, so that a chain of tasks
costs an addition and a maximum each; instants are worked out only where something else needs them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from milepost.analysis.forecast.sampled_line import SampledLine, Values
from milepost.analysis.schedule.layout import NO_BOUND, Edge, Layout, NodeKind

Flags = NDArray[np.bool_]
_NOT_EARLY = {NodeKind.FIXED, NodeKind.LATE, NodeKind.EARLIEST}


@dataclass(slots=True, kw_only=True)
class SampledPlacement:
    """Where every node of a layout is in each sample.

    Attributes:
        lengths: sampled lengths by activity; all others have their planned one.
        delays: working days by which milestones are held up.
        line: the calendar; `personal` the lines of nodes in PERSONAL units.
    """

    layout: Layout
    order: list[int]
    line: SampledLine
    personal: Mapping[int, SampledLine]
    lengths: Mapping[int, Values]
    delays: Mapping[int, Values]
    _numbers: list[Values] = field(default_factory=list)
    _starts: dict[int, Values] = field(default_factory=dict)
    _finishes: dict[int, Values] = field(default_factory=dict)
    _done: dict[tuple[int, bool], Values] = field(default_factory=dict)
    _empty: set[int] = field(default_factory=set)

    def run(self) -> "SampledPlacement":
        """Places all nodes.

        Raises:
            IndexError, BeforeWindowError: the time line's window is too short.
        """
        self._numbers = [NO_BOUND] * len(self.layout.kinds)
        for node in self.order:
            self._place(node)
        return self

    def start(self, node: int) -> Values:
        """The start instant."""
        if node not in self._starts:
            self._starts[node] = 2 * self._own(node).day(self._numbers[node] - self._length(node))
        return self._starts[node]

    def finish(self, node: int) -> Values:
        """The finish instant."""
        if node not in self._finishes:
            self._finishes[node] = self._own(node).evening(self._numbers[node])
        return self._finishes[node]

    def done(self, node: int, *, by_start: bool = False) -> Values:
        """The working days of the calendar that are over at the finish, or at the start."""
        if self.layout.units[node] == NodeKind.WORKING:
            return self._numbers[node] - self._length(node) if by_start else self._numbers[node]
        key = (node, by_start)
        if key not in self._done:
            self._done[key] = self.line.done(self.start(node) if by_start else self.finish(node))
        return self._done[key]

    def last(self) -> Values:
        """The project's finish: the last finish instant of all."""
        places, units = self.layout.place, self.layout.units
        working = [self._numbers[node] for node in places if units[node] == NodeKind.WORKING]
        others = [self.finish(node) for node in places if units[node] != NodeKind.WORKING]
        return _most([self.line.evening(_most(working)), *others] if working else others)

    def critical(self, last: Values, count: int) -> list[Flags]:
        """For each activity the samples in which it drives the project's finish: `last`, in working days done.

        A node drives it when it ends last, or would move one that does if it finished a working day later. That is
        total float 0, but for chains through elapsed days and leave, which may take up what a task moves the next.
        """
        layout = self.layout
        places = set(layout.place)
        never = np.zeros(count, bool)
        found: list[Flags] = [never] * len(layout.kinds)
        for node in places:
            found[node] = np.broadcast_to(self._ends(node, last), (count,))
        for node in reversed(self.order):
            for edge in self._fed(node) if layout.kinds[node] not in _NOT_EARLY else ():
                found[edge.source] = found[edge.source] | (found[node] & self._drives(edge, node))
        for node in self.order:  # what is placed late is critical where what it stands before is
            if layout.kinds[node] == NodeKind.EARLIEST:
                for edge in layout.incoming[node]:
                    found[node] = found[node] | (found[edge.source] & (self.start(edge.source) == self.start(node)))
            for edge in layout.late_limits.get(node, ()):
                if edge.source not in self._empty:
                    found[node] = found[node] | (found[edge.source] & (self._limit(node, edge) == self._numbers[node]))
        return [found[node] | found[place] for node, place in enumerate(layout.place)]

    def _place(self, node: int) -> None:
        layout = self.layout
        kind, unit = layout.kinds[node], layout.units[node]
        if kind == NodeKind.FIXED:
            self._starts[node], self._finishes[node] = layout.fixed_instants[node]
        elif kind == NodeKind.EARLIEST:
            sources = [self.start(edge.source) for edge in layout.incoming[node]]
            if sources:
                self._starts[node] = self._finishes[node] = _least(sources)
            else:
                self._empty.add(node)
        elif kind == NodeKind.LATE:
            earliest = self._finish_limit(node, self.finish(layout.late_activity[node]), 0)
            limits = [self._limit(node, edge) for edge in layout.late_limits[node] if edge.source not in self._empty]
            self._settle(node, np.maximum(earliest, _least(limits)) if limits else earliest)
        else:
            bounds = self._bounds(node)
            if not bounds:
                self._empty.add(node)
                return
            self._settle(node, _most(bounds))
            if unit == NodeKind.INSTANT and node in self.delays:
                self._hold_up(node, self.delays[node])
            if node in layout.begun:
                self._starts[node] = layout.fixed_instants[layout.begun[node]][0]

    def _bounds(self, node: int) -> list[Values]:
        floor = self.layout.floors[node]
        bounds = [] if floor == NO_BOUND else [self._after(node, floor, self._length(node))]
        return bounds + [self._bound(node, edge) for edge in self._fed(node)]

    def _fed(self, node: int) -> list[Edge]:
        """The edges that hold a node; a phase's helper has no instants while the phase is empty, and holds nothing."""
        edges = self.layout.incoming[node]
        return [edge for edge in edges if edge.source not in self._empty] if self._empty else edges

    def _bound(self, node: int, edge: Edge) -> Values:
        """What an edge asks of the finish of its node, in the node's unit."""
        if self.layout.units[node] == NodeKind.WORKING and not edge.elapsed:
            length = 0 if edge.to_finish else self._length(node)
            return self.done(edge.source, by_start=edge.from_start) + edge.lag + length
        return self._asked(node, edge, self.start(edge.source) if edge.from_start else self.finish(edge.source))

    def _asked(self, node: int, edge: Edge, bound: Values) -> Values:
        """The same, were the end of the source that the edge counts from at the instant `bound`."""
        length = 0 if edge.to_finish else self._length(node)
        bound = self.line.shift(bound, edge.lag, elapsed=edge.elapsed) if edge.lag else bound
        found = self._after(node, bound, length)
        if edge.to_finish and self.layout.units[node] == NodeKind.PERSONAL:
            # an instant on a day of leave comes after the last day that those who are away have worked
            own = self.personal[node]
            return found + (self.line.done(own.evening(np.maximum(found, 1))) < self.line.done(bound))
        return found

    def _ends(self, node: int, last: Values) -> Values:
        """Whether the project would finish later if the node finished on the next working day that it can."""
        if self.layout.units[node] == NodeKind.PERSONAL:
            return self.line.done(self._later(node, by_start=False)) > last
        return self.done(node) == last

    def _drives(self, edge: Edge, node: int) -> Values:
        """Whether a node would be a working day later if the source of an edge into it were."""
        plain = (NodeKind.WORKING, NodeKind.INSTANT)
        unit, of_source = self.layout.units[node], self.layout.units[edge.source]
        if not edge.elapsed and unit in plain and of_source in plain:
            length = self._length(node) if unit == NodeKind.WORKING and not edge.to_finish else 0
            return self.done(edge.source, by_start=edge.from_start) + edge.lag + length == self.done(node)
        moved = self._asked(node, edge, self._later(edge.source, by_start=edge.from_start))
        if unit == NodeKind.INSTANT:
            return self.line.done(moved) > self.done(node)
        return moved > self._numbers[node]

    def _later(self, node: int, *, by_start: bool) -> Values:
        """The node's finish or start if it finished on the next working day that it can."""
        unit, length = self.layout.units[node], self._length(node)
        if unit in (NodeKind.WORKING, NodeKind.PERSONAL):
            own, number = self._own(node), self._numbers[node] + 1
            return 2 * own.day(number - length) if by_start else own.evening(number)
        finish = self.line.evening(self.done(node) + 1)
        return finish - 2 * length + 1 if by_start and unit == NodeKind.ELAPSED else finish

    def _after(self, node: int, bound: Values, length: Values) -> Values:
        unit = self.layout.units[node]
        if unit in (NodeKind.WORKING, NodeKind.PERSONAL):
            return self._own(node).done(bound) + length
        return (bound + 1 >> 1) + length if unit == NodeKind.ELAPSED else bound

    def _finish_limit(self, node: int, limit: Values, length: Values) -> Values:
        if self.layout.units[node] in (NodeKind.WORKING, NodeKind.PERSONAL) and np.any(length):
            return self._own(node).last_begun(limit) + length
        return self._after(node, limit, length)

    def _limit(self, node: int, edge: Edge) -> Values:
        """What a limiting edge leaves the finish of a node placed late, in the node's unit."""
        held = self.finish(edge.source) if edge.to_finish else self.start(edge.source)
        working = self.layout.units[edge.source] in (NodeKind.WORKING, NodeKind.PERSONAL)
        if edge.lag < 0 and not edge.elapsed and edge.to_finish and working:
            held = 2 * self.line.day(self.line.done(held))
        limit = self.line.latest_before(held, edge.lag, elapsed=edge.elapsed)
        return self._finish_limit(node, limit, self._length(node) if edge.from_start else 0)

    def _settle(self, node: int, finish: Values) -> None:
        """Keeps a finish in the node's unit."""
        self._numbers[node] = finish
        unit = self.layout.units[node]
        if unit == NodeKind.INSTANT:
            self._starts[node] = self._finishes[node] = finish
        elif unit == NodeKind.ELAPSED:
            self._starts[node], self._finishes[node] = 2 * (finish - self._length(node)), 2 * finish - 1

    def _hold_up(self, node: int, days: Values) -> None:
        instant = self._numbers[node]
        held = self.line.evening(np.maximum(self.line.done(instant) + days, 1))
        self._settle(node, np.where(days > 0, held, instant))

    def _length(self, node: int) -> Values:
        activity = self.layout.late_activity.get(node, node)
        return self.lengths.get(activity, self.layout.lengths[node])

    def _own(self, node: int) -> SampledLine:
        return self.personal.get(node, self.line)


def _most(values: list[Values]) -> Values:
    found = values[0]
    for value in values[1:]:
        found = np.maximum(found, value)
    return found


def _least(values: list[Values]) -> Values:
    found = values[0]
    for value in values[1:]:
        found = np.minimum(found, value)
    return found
