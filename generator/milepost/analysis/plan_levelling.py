"""From a project's plan to what is levelled: who may move, and the time that people have for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from milepost.analysis.levelling.problem import Demand as Take
from milepost.analysis.levelling.problem import Job, Problem, Resource
from milepost.analysis.plan_network import task_length
from milepost.analysis.plans import Plan
from milepost.analysis.work_network import WorkNetwork, work_network
from milepost.analysis.workload import DAY, Demand, workers
from milepost.model.portal import Portal, Project
from milepost.model.records.person import Person
from milepost.model.records.task import Task
from milepost.model.states import CLOSED

HOUR = 1_000_000
"""Units of capacity in an hour: the solver takes whole numbers."""
_SLACK = 100
"""Units by which shares with many decimals may add up to beyond the capacity."""
ALL_DAY = 24.0
_YEAR = timedelta(days=366)
_NOT_BEGUN = ("backlog", "todo")


class _Span(NamedTuple):
    """The days and the load that count: the number of the first day, the last day, what is tolerated."""

    first: int
    limit: date
    tolerated: float


class Reason(StrEnum):
    """Why a task stays where it is, or why its demand cannot be met."""

    BEGUN = "begun"  # work on it has begun
    PAST = "past"  # planned to have begun before the as-of day
    DATES = "dates"  # its length follows from its typed dates
    DEADLINE = "deadline"  # its new start would lie behind its own `due` or its phases'
    LATE = "late"  # placed late, before the same thing as other work of the same person
    AWAY = "away"  # somebody who works on it is away for longer than anybody plans
    INACTIVE = "inactive"  # somebody who works on it has left
    NO_TIME = "no-time"  # somebody who works on it has no working hours
    TOO_MUCH = "too-much"  # it alone takes more than somebody's day
    NOBODY = "nobody"  # nobody who is known works on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsolved:
    """What levelling cannot do anything about: tasks, and the person whose time it is, if it is one's."""

    reason: Reason
    tasks: tuple[str, ...]
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProblem:
    """A plan as a problem; `problem.jobs` are the nodes of `network`.

    Attributes:
        starts: where the plan has the jobs now.
        movable: the tasks that may move.
        limit: the day from which on a place is none: too far away for anybody.
        unsolved: what is left out of the problem.
    """

    problem: Problem
    network: WorkNetwork
    starts: tuple[int, ...]
    movable: frozenset[str]
    limit: date
    unsolved: tuple[Unsolved, ...]


def plan_problem(  # noqa: PLR0913 - what it follows from
    portal: Portal,
    project: Project,
    plan: Plan,
    demands: Mapping[str, Sequence[Demand]],
    as_of: date,
    *,
    held: Mapping[str, Reason],
    tolerated: float = 1,
) -> PlanProblem:
    """The problem of a computable plan with tasks; `held` are further tasks that are to stay where they are.

    Late-placed ones among them move with what they stand before all the same, and their demand is left out.
    A load above 1 may be `tolerated`; one below cannot be aimed at, since a task is not stretched.
    """
    tasks = project.all(Task)
    limit = _limit(plan, as_of)
    network = work_network(plan, limit)
    kept = {name: reason for name, reason in held.items() if reason is not Reason.LATE}
    staying = {**_staying(tasks, plan, as_of), **kept}
    movable = _movable(network, tasks, staying)
    unsolved = [
        Unsolved(reason=reason, tasks=found)
        for reason in (Reason.BEGUN, Reason.PAST, Reason.DATES, Reason.DEADLINE, Reason.LATE, Reason.AWAY)
        if (found := tuple(name for name in tasks if reason in (staying.get(name), held.get(name))))
    ]
    nobody = tuple(name for name in tasks if name in movable and _works_alone(portal, tasks[name]))
    unsolved += [Unsolved(reason=Reason.NOBODY, tasks=nobody)] if nobody else []
    resources: list[Resource] = []
    takes: dict[str, list[Take]] = {}
    first = network.days.of(as_of)
    for name, person in portal.all(Person).items():
        work = demands.get(name, ())
        own = [one for one in work if one.task.project_id == project.id and one.task.id in movable]
        if not own:
            continue
        reason = Reason.INACTIVE if not person.active else Reason.NO_TIME if person.capacity <= 0 else None
        if reason:
            unsolved.append(Unsolved(reason=reason, tasks=tuple(one.task.id for one in own), person=name))
            continue
        booked = [one for one in work if one not in own]
        resource = _resource(person, booked, network, _Span(first, limit, max(tolerated, 1)))
        too_much = [one.task.id for one in own if _units(one.hours_a_day) > resource.capacity]
        if too_much:
            unsolved.append(Unsolved(reason=Reason.TOO_MUCH, tasks=tuple(too_much), person=name))
        for one in own:
            if held.get(one.task.id) is Reason.LATE:
                continue
            amount = min(_units(one.hours_a_day), resource.capacity)
            takes.setdefault(one.task.id, []).append(Take(len(resources), amount))
        resources.append(resource)
    jobs, starts = _jobs(network, movable, takes, first)
    return PlanProblem(
        problem=Problem(jobs=jobs, resources=tuple(resources)),
        network=network,
        starts=starts,
        movable=movable,
        limit=limit,
        unsolved=tuple(unsolved),
    )


def _limit(plan: Plan, as_of: date) -> date:
    finish = max(plan.schedule.finish or as_of, as_of)
    lengths = sum(activity.length.amount for activity in plan.network.activities)
    days = min(2 * lengths + _YEAR.days, (date.max - finish).days)
    return finish + timedelta(days=days)


def _staying(tasks: Mapping[str, Task], plan: Plan, as_of: date) -> dict[str, Reason]:
    found = {}
    for name, task in tasks.items():
        placed = plan.schedule.activities[name]
        if task.status in CLOSED["tasks"]:
            continue
        if task.status not in _NOT_BEGUN:
            found[name] = Reason.BEGUN
        elif placed.start < as_of:
            found[name] = Reason.PAST
        else:
            source = task_length(task, plan.calendar).source
            if source == "dates" or (source == "assumed" and task.due):
                found[name] = Reason.DATES
    return found


def _movable(network: WorkNetwork, tasks: Mapping[str, Task], staying: Iterable[str]) -> frozenset[str]:
    """The tasks that neither stay nor have anything staying behind them that they would push."""
    number = {node.task: index for index, node in enumerate(network.nodes) if node.task}
    waiting = [number[name] for name in staying]
    stay = set(waiting)
    while waiting:
        for wait in network.nodes[waiting.pop()].waits:
            if wait.job not in stay:
                stay.add(wait.job)
                waiting.append(wait.job)
    return frozenset(
        name for name, task in tasks.items() if number[name] not in stay and task.status not in CLOSED["tasks"]
    )


def _works_alone(portal: Portal, task: Task) -> bool:
    return not task.milestone and not any(person and share for person, share in workers(portal, task))


def _resource(person: Person, booked: Sequence[Demand], network: WorkNetwork, span: _Span) -> Resource:
    """A person's time in units a working day: none on days of leave, the rest where other work is booked before."""
    hours: dict[date, float] = {}
    for one in booked:
        for day in one.days():
            hours[day] = hours.get(day, 0) + one.hours_a_day
    first, limit, tolerated = span
    begin = network.days.day(first)
    for leave in person.leave:
        start, end = leave.from_ or leave.to, leave.to or leave.from_
        if start and end:
            days = (min(end, limit) - max(start, begin)).days + 1
            hours.update({max(start, begin) + number * DAY: ALL_DAY for number in range(days)})
    capacity = _units(person.capacity * tolerated) + _SLACK
    reduced = {}
    for day, taken in hours.items():
        unit = network.days.of(day) if begin <= day <= limit else -1
        if unit >= first and network.days.day(unit) == day:
            reduced[unit] = max(capacity - _units(taken), 0)
    return Resource(id=person.id, capacity=capacity, reduced=reduced)


def _jobs(
    network: WorkNetwork, movable: frozenset[str], takes: Mapping[str, Sequence[Take]], first: int
) -> tuple[tuple[Job, ...], tuple[int, ...]]:
    """Jobs and their starts now; what stays has that start for its release and waits for nothing."""
    jobs, starts = [], [0] * len(network.nodes)
    for number, node in enumerate(network.nodes):
        if node.task is None or node.task in movable:
            release = max(node.release, first) if node.task else node.release
            demands = tuple(takes.get(node.task, ())) if node.task and node.length else ()
            jobs.append(Job(node.task or f"#{number}", node.length, release, node.waits, demands))
        else:
            jobs.append(Job(node.task, node.length, max(network.places[node.task][0], 0)))
        starts[number] = network.places[node.task][0] if node.task else 0
    return tuple(jobs), tuple(starts)


def _units(hours: float) -> int:
    return round(hours * HOUR)
