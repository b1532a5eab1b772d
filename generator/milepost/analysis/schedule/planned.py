"""Computes the schedule of a network: planned, or statused if the network carries a day and what has happened."""

from datetime import date
from functools import cache

from milepost.analysis.day_index import OutsideCalendarError
from milepost.analysis.graph import topological_order
from milepost.analysis.schedule.cycles import PlacementCycleError, placement_cycles
from milepost.analysis.schedule.drivers import PlaceReader
from milepost.analysis.schedule.floats import NO_LIMIT, floats, limit_finishes
from milepost.analysis.schedule.instants import BeforeWindowError, TimeLine, evening
from milepost.analysis.schedule.layout import NodeKind
from milepost.analysis.schedule.network import Network
from milepost.analysis.schedule.phases import PhaseTree, earliest, phase_tree
from milepost.analysis.schedule.placing import Placement, finish_limit, place, without_leave
from milepost.analysis.schedule.result import Schedule, ScheduledActivity
from milepost.analysis.schedule.wiring import lay_out

_DAYS_BEFORE = 400
_DAYS_AFTER = 800


def plan_schedule(network: Network) -> Schedule:
    """Schedule a network by the critical-path method, at the grain of days.

    Days that the calendar does not cover count as plain weeks; ask `calendar.covers` about the dates that come out.

    Raises:
        PlacementCycleError: the place of an activity depends on itself.
        OutsideCalendarError: the plan reaches past year 9999 or back before year 1.
    """
    tree = phase_tree(network)
    layout = lay_out(network, tree)
    successors = layout.successors()
    order = topological_order(successors)
    if order is None:
        raise PlacementCycleError(placement_cycles(layout, successors))
    dues = _dues(network, tree)
    low, high = _window(network, dues)
    while True:
        if low < 1 or high > date.max.toordinal():
            raise OutsideCalendarError("the plan reaches past year 9999 or back before year 1")
        try:
            return _computed(network, tree, place(layout, order, TimeLine.of(network.calendar, low, high)), dues)
        except IndexError:  # the plan is longer than the window
            high = _further(high, 2 * (high - low), date.max.toordinal())
        except BeforeWindowError:
            low = -_further(-low, high - low, -1)


def _computed(network: Network, tree: PhaseTree, placed: Placement, dues: list[date | None]) -> Schedule:
    layout = placed.layout
    places = layout.place
    reader = PlaceReader(network, tree, placed)
    finish = max((placed.finishes[node] for node in places), default=None)
    total, free, until_due = _floats(placed, finish or 0, dues)
    found = {
        activity.id: ScheduledActivity(
            id=activity.id,
            start_at=placed.starts[places[node]],
            finish_at=placed.finishes[places[node]],
            total_float=total[node] or 0,
            free_float=max(free[node] or 0, 0) if places[node] == node else 0,
            due=dues[node],
            due_float=until_due[node],
            late=places[node] != node,
            finished=layout.kinds[node] == NodeKind.FIXED,
            without_leave=_without_leave(placed, places[node]) if places[node] in placed.personal else None,
        )
        for node, activity in enumerate(network.activities)
    }
    return Schedule(
        activities=found,
        start_at=min((placed.starts[node] for node in places), default=None),
        finish_at=finish,
        drivers=reader,
        placement=placed,
        ignored=tuple(layout.ignored),
        clamped=tuple(one for node in sorted(layout.led) for one in reader.clamped(node)),
    )


def _without_leave(placed: Placement, node: int) -> tuple[int, int] | None:
    found = without_leave(placed, node)
    return None if found == (placed.starts[node], placed.finishes[node]) else found


def _floats(
    placed: Placement, finish: int, dues: list[date | None]
) -> tuple[list[int | None], list[int | None], list[int | None]]:
    """Return total float, free float and float against dues of each activity."""
    layout = placed.layout
    # Where nothing else limits an activity the project's finish does; fixed activities stay where they are.
    at_finish = {unit: finish_limit(unit, 0, finish, placed.line) for unit in set(layout.units)}
    total = [at_finish[unit] for unit in layout.units]
    for node, line in placed.personal.items():
        total[node] = finish_limit(NodeKind.PERSONAL, 0, finish, line)
    until_due = [NO_LIMIT] * len(total)
    for node in range(layout.activities + len(layout.late_limits), len(total)):
        if layout.kinds[node] != NodeKind.FIXED:
            total[node] = NO_LIMIT
    free = total.copy()
    limit_finishes(placed, total, follow=True)
    limit_finishes(placed, free, follow=False)
    at_due = cache(lambda unit, due: finish_limit(unit, 0, evening(due), placed.line))  # few dues are different
    for node, due in enumerate(dues):
        if due:
            own, unit = placed.personal.get(node), layout.units[node]
            until_due[node] = finish_limit(unit, 0, evening(due), own) if own else at_due(unit, due)
    if any(dues):
        limit_finishes(placed, until_due, follow=True)
    return floats(placed, total), floats(placed, free), floats(placed, until_due)


def _dues(network: Network, tree: PhaseTree) -> list[date | None]:
    around = {phase: earliest((network.due, inherited.due)) for phase, inherited in tree.inherited.items()}
    return [
        earliest((activity.due, due)) if activity.due else due
        for activity in network.activities
        for due in (around.get(activity.phase, network.due),)
    ]


def _window(network: Network, dues: list[date | None]) -> tuple[int, int]:
    days = [network.start.toordinal(), *(day.toordinal() for day in dues if day)]
    days += [one.start.toordinal() for one in network.activities if one.start]
    days += [one.start.toordinal() for one in network.phases if one.start]
    days += [instant >> 1 for one in network.fixed.values() for instant in (one.start_at, one.finish_at)]
    days += [network.as_of.toordinal()] if network.as_of else []
    days += [day.toordinal() for one in network.activities if one.recorded for day in one.recorded[:2] if day]
    low, high = min(days), max(days)
    return max(low - _DAYS_BEFORE, 1), min(high + _DAYS_AFTER, date.max.toordinal())


def _further(bound: int, span: int, end: int) -> int:
    """Move a window's bound by its span, to the end of all days first and past it after that."""
    return end if bound < end < bound + span else bound + span
