"""Holds levelled dates against the plan's own arithmetic, and delays what still clashes there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from milepost.analysis.plan_levelling import PlanProblem
from milepost.analysis.plans import Plan
from milepost.analysis.schedule.network import Network
from milepost.analysis.schedule.planned import plan_schedule
from milepost.analysis.schedule.result import Schedule


class Repair(NamedTuple):
    """The dates; `inseparable` are late-placed tasks that clash in one day whatever the dates are."""

    starts: Mapping[str, date]
    inseparable: tuple[str, ...]


_MOST = 300
"""Delays that are tried: each is a schedule to compute."""


def repaired(
    plan: Plan, found: PlanProblem, starts: Mapping[str, date], targets: Mapping[str, int], dues: Mapping[str, date]
) -> Repair:
    """The dates, and those that `targets` (the starts that are meant, in working days) need besides.

    Where elapsed days or late-placed tasks come out otherwise than the problem had them, a task is delayed further, but
    not past its entry in `dues`. A late-placed one is left where what it stands before has it: no `start` parts two of
    them. Where that leaves nothing to delay the clash stays.
    """
    dates = _completed(plan, found, starts, targets)
    given_up: set[tuple[int, int]] = set()
    delayed: set[str] = set()
    for _ in range(_MOST):
        schedule = plan_schedule(with_floors(plan.network, dates))
        clash = _first_clash(found, schedule, given_up)
        if clash is None:
            break
        resource, unit, tasks = clash
        if all(schedule.activities[name].late for name in tasks):
            return Repair(dates, tuple(tasks))
        day = found.network.days.day(unit + 1)
        free = [
            name
            for name in tasks
            if day <= min(dues.get(name, found.limit), found.limit) and not schedule.activities[name].late
        ]
        if not free:
            given_up.add((resource, unit))
            continue
        # One that was delayed before gives way again: else two would chase each other.
        last = max(free, key=lambda name: (name in delayed, schedule.activities[name].start_at, tasks.index(name)))
        delayed.add(last)
        dates[last] = day
    return Repair(dates, ())


def _completed(
    plan: Plan, found: PlanProblem, starts: Mapping[str, date], targets: Mapping[str, int]
) -> dict[str, date]:
    """With dates for tasks that would come too early: what follows a late-placed task waits less than it seems."""
    dates, days = dict(starts), found.network.days
    for _ in range(_MOST):
        placed = plan_schedule(with_floors(plan.network, dates)).activities
        early = [
            name
            for name, unit in targets.items()
            if days.number(placed[name].start_at) < unit and not placed[name].late and name not in dates
        ]
        if not early:
            break
        first = min(targets[name] for name in early)
        dates |= {name: days.day(first) for name in early if targets[name] == first}
    return dates


def with_floors(network: Network, starts: Mapping[str, date]) -> Network:
    """The network with these `start` dates."""
    return replace(
        network,
        activities=tuple(one._replace(start=starts[one.id]) if one.id in starts else one for one in network.activities),
    )


def _first_clash(
    found: PlanProblem, schedule: Schedule, given_up: set[tuple[int, int]]
) -> tuple[int, int, list[str]] | None:
    """The first person and day with more work than time, and the tasks of that day."""
    days, resources = found.network.days, found.problem.resources
    used: dict[tuple[int, int], tuple[int, list[str]]] = {}
    for job in found.problem.jobs:
        placed = schedule.activities[job.id] if job.demands else None
        for resource, amount in job.demands if placed else ():
            assert placed is not None
            for unit in range(days.number(placed.start_at), days.number(placed.finish_at)):
                if unit in found.away.get(job.id, ()):
                    continue
                taken, names = used.get((resource, unit), (0, []))
                used[resource, unit] = (taken + amount, [*names, job.id])
    clashes = [
        (unit, resource)
        for (resource, unit), (taken, _) in used.items()
        if (resource, unit) not in given_up
        and taken > resources[resource].reduced.get(unit, resources[resource].capacity)
    ]
    if not clashes:
        return None
    unit, resource = min(clashes)
    return resource, unit, used[resource, unit][1]
