"""A plan's network in working days from one day on: what waits for what, by how many of them.

The schedule counts in instants of calendar days and knows elapsed days; here everything is whole working days, in which
all four types of links are minimal delays between starts. Elapsed lengths and lags count as the working days that they
take where the plan has them now, so a schedule that is made from this is to be computed again by the plan's own rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from milepost.analysis.levelling.problem import Wait
from milepost.analysis.plans import Plan
from milepost.analysis.schedule.instants import TimeLine
from milepost.analysis.schedule.layout import NO_BOUND, Edge, Layout, NodeKind
from milepost.analysis.schedule.phases import phase_tree
from milepost.analysis.schedule.wiring import lay_out

_BEFORE = 400
_AFTER = 800
_WEEK, _WEEKDAYS = 7, 5


class DayCount:
    """The working days of a plan's calendar, numbered from 0."""

    def __init__(self, plan: Plan, first: date, last: date) -> None:
        low, high = first.toordinal() - _BEFORE, min(last.toordinal() + _AFTER, date.max.toordinal())
        self._line = TimeLine.of(plan.calendar, max(low, 1), high)
        self._first = self._line.done(2 * first.toordinal())
        self._high = high

    def number(self, instant: int) -> int:
        """How many of the days are over at an instant of the schedule."""
        return self._line.done(instant) - self._first

    def of(self, day: date) -> int:
        """The number of a working day, or of the next one."""
        return self.number(2 * day.toordinal())

    def day(self, number: int) -> date:
        """The working day with a number."""
        return date.fromordinal(self._line.day(self._first + number))

    def elapsed(self, instant: int, days: int) -> int:
        """How many working days a lag of calendar days takes from an instant on."""
        return self._line.done(self._line.shift(instant, days, elapsed=True)) - self._line.done(instant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An activity, or a phase's helper without a task: its length, the earliest start that dates allow, its waits."""

    task: str | None
    length: int
    release: int
    waits: tuple[Wait, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkNetwork:
    """The nodes, and where the plan has the tasks now, by id; all in working days of `days`."""

    nodes: tuple[Node, ...]
    days: DayCount
    places: Mapping[str, tuple[int, int]]

    def length(self, task: str) -> int:
        """How many of the days a task takes."""
        start, finish = self.places[task]
        return finish - start


def work_network(plan: Plan, last: date) -> WorkNetwork:
    """The network of a computable plan with at least one task, for schedules that end by `last`."""
    placed = plan.schedule.activities
    first = min(plan.network.start, *(one.start for one in placed.values()))
    days = DayCount(plan, first, last)
    return _Conversion(plan, lay_out(plan.network, phase_tree(plan.network)), days).result()


class _Conversion:
    def __init__(self, plan: Plan, layout: Layout, days: DayCount) -> None:
        self._plan = plan
        self._layout = layout
        self._days = days
        self._ids = [activity.id for activity in plan.network.activities]
        placed = plan.schedule.activities
        self._places = {
            name: (days.number(placed[name].start_at), days.number(placed[name].finish_at)) for name in self._ids
        }
        # A late-placed activity is one job, at its late place; the others keep their order.
        self._kept = [
            node
            for node, kind in enumerate(layout.kinds)
            if kind not in (NodeKind.LATE, NodeKind.EARLIEST, NodeKind.FIXED)
        ]
        self._job = {node: number for number, node in enumerate(self._kept)}
        self._job |= {late: self._job[activity] for late, activity in layout.late_activity.items()}

    def result(self) -> WorkNetwork:
        return WorkNetwork(nodes=tuple(map(self._node, self._kept)), days=self._days, places=self._places)

    def _node(self, node: int) -> Node:
        layout = self._layout
        name = self._ids[node] if node < layout.activities else None
        floor = layout.floors[node]
        release = 0 if floor == NO_BOUND else max(self._days.number(floor), 0)
        if name is not None and layout.place[node] != node:
            release = self._places[name][0]  # as late as its `before` links have it
        waits = []
        for edge in layout.incoming[node]:
            delay = self._lag(edge) - (self._length(node) if edge.to_finish else 0)
            if edge.source in self._job:
                waits.append(
                    Wait(self._job[edge.source], delay + (0 if edge.from_start else self._length(edge.source)))
                )
            elif layout.kinds[edge.source] == NodeKind.FIXED:
                instant = layout.fixed_instants[edge.source][0 if edge.from_start else 1]
                release = max(release, self._days.number(instant) + delay)
        return Node(task=name, length=self._length(node), release=release, waits=tuple(waits))

    def _length(self, node: int) -> int:
        activity = self._layout.late_activity.get(node, node)
        if activity >= self._layout.activities:
            return 0
        start, finish = self._places[self._ids[activity]]
        length = self._plan.network.activities[activity].length
        if length.elapsed and finish > start:  # as many working days as it may come to take elsewhere
            return max(finish - start, min(length.amount, length.amount * _WEEKDAYS // _WEEK + 2))
        return finish - start

    def _lag(self, edge: Edge) -> int:
        if not edge.elapsed or not edge.lag:
            return edge.lag
        source = self._layout.late_activity.get(edge.source, edge.source)
        if source < self._layout.activities:
            one = self._plan.schedule.activities[self._ids[source]]
            return self._days.elapsed(one.start_at if edge.from_start else one.finish_at, edge.lag)
        if edge.source in self._layout.fixed_instants:
            return self._days.elapsed(self._layout.fixed_instants[edge.source][0 if edge.from_start else 1], edge.lag)
        return edge.lag * _WEEKDAYS // _WEEK
