"""Holds levelled dates against the plan's own arithmetic, and delays what still clashes there."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from milepost.analysis.plan_levelling import PlanProblem
from milepost.analysis.plans import Plan
from milepost.analysis.schedule.network import Network
from milepost.analysis.schedule.planned import plan_schedule
from milepost.analysis.schedule.result import ScheduledActivity


class Repair(NamedTuple):
    """The dates; `inseparable` are late-placed tasks that clash in one day whatever the dates are.

    `as_meant` says that every task starts where it was meant to: none had to be delayed further; `clear` that no clash
    is left.
    """

    starts: Mapping[str, date]
    inseparable: tuple[str, ...]
    as_meant: bool = False
    clear: bool = False


_CHASE = 2
"""How often the same tasks may clash before one of them is taken for following the other."""
_MOST = 200
"""Delays that are tried: each is a schedule to compute."""


def repaired(
    plan: Plan, found: PlanProblem, starts: Mapping[str, date], targets: Mapping[str, int], dues: Mapping[str, date]
) -> Repair:
    """The dates, and those that `targets` (the starts that are meant, in working days) need besides.

    Where elapsed days or late-placed tasks come out otherwise than the problem had them, a task is delayed further, but
    not past its entry in `dues`. A late-placed one is left where what it stands before has it: no `start` parts two of
    them. Where that leaves nothing to delay the clash stays.
    """
    started = _in_turn(plan, found, _completed(plan, found, starts, targets), targets, dues)
    dates = dict(started)
    given_up: set[tuple[int, int]] = set()
    delayed: dict[str, date | None] = {}
    met: Counter[frozenset[str]] = Counter()
    chased: set[str] = set()
    days = found.network.days
    for _ in range(_MOST):
        placed = plan_schedule(with_floors(plan.network, dates)).activities
        clash = _first_clash(found, placed, given_up)
        if clash is None:
            as_meant = all(days.number(placed[name].start_at) == unit for name, unit in targets.items())
            return Repair(dates, (), as_meant, clear=not given_up)
        resource, unit, tasks = clash
        late = [name for name in tasks if placed[name].late]
        if len(late) == len(tasks):
            return Repair(dates, tuple(tasks))
        met[frozenset(tasks)] += 1
        chased.update(late)
        day = days.day(unit + 1)
        if met[frozenset(tasks)] > _CHASE:
            # One follows the other wherever that goes, through links: so it comes after it instead.
            followers = late or [name for name in tasks if name not in delayed]
            leaders = [name for name in tasks if name not in followers]
            if followers and leaders:
                for name in leaders:
                    _put_back(dates, name, delayed)
                placed = plan_schedule(with_floors(plan.network, dates)).activities
                behind = days.day(max(days.number(placed[name].finish_at) for name in leaders))
                if behind <= min(dues.get(followers[-1], found.limit), found.limit):
                    dates[followers[-1]] = behind
                    continue
        free = [name for name in tasks if name not in late and day <= min(dues.get(name, found.limit), found.limit)]
        if not free:
            given_up.add((resource, unit))
            continue
        # One that was delayed before gives way again: else two would chase each other.
        last = max(free, key=lambda name: (name in delayed, placed[name].start_at, tasks.index(name)))
        delayed.setdefault(last, dates.get(last))
        dates[last] = day
    # They push each other on without end: those that are placed late are left where they are.
    return Repair(started, tuple(sorted(chased)))


def _in_turn(
    plan: Plan,
    found: PlanProblem,
    starts: Mapping[str, date],
    targets: Mapping[str, int],
    dues: Mapping[str, date],
) -> dict[str, date]:
    """The dates with which each task, the first to start first, keeps clear of those before it where the plan has them.

    That leaves clashes only where a task is placed by what comes after it.
    """
    dates, days = dict(starts), found.network.days
    placed = plan_schedule(with_floors(plan.network, dates)).activities
    if _first_clash(found, placed, set()) is None:
        return dates
    done: set[str] = set()
    for name in sorted(targets, key=lambda name: (targets[name], not placed[name].late)):
        done.add(name)
        while (clash := _first_clash(found, placed, set(), done)) and name in clash[2] and not placed[name].late:
            others = [other for other in clash[2] if other != name]
            ends = [days.number(placed[other].finish_at) for other in others]
            day = days.day(max(clash[1] + 1, min(ends, default=0)))
            if day > min(dues.get(name, found.limit), found.limit):
                break
            moved = plan_schedule(with_floors(plan.network, {**dates, name: day})).activities
            if any(moved[other].start_at != placed[other].start_at for other in others):
                break  # they follow it: no delay parts them
            dates[name], placed = day, moved
    return dates


def _put_back(dates: dict[str, date], name: str, delayed: Mapping[str, date | None]) -> None:
    """Gives a task the date that it had before it was delayed."""
    if name in delayed:
        before = delayed[name]
        if before:
            dates[name] = before
        else:
            dates.pop(name, None)


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
    found: PlanProblem,
    activities: Mapping[str, ScheduledActivity],
    given_up: set[tuple[int, int]],
    among: set[str] | None = None,
) -> tuple[int, int, list[str]] | None:
    """The first person and day with more work than time, and the tasks of that day; `among` some of them only."""
    days, resources = found.network.days, found.problem.resources
    used: dict[tuple[int, int], tuple[int, list[str]]] = {}
    for job in found.problem.jobs:
        placed = activities[job.id] if job.demands and (among is None or job.id in among) else None
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
