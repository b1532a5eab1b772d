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
from milepost.analysis.schedule.network import Away
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
        away: by task the days that it skips, because all who work on it are away.
        movable: the tasks that may move.
        limit: the day from which on a place is none: too far away for anybody.
        unsolved: what is left out of the problem.
    """

    problem: Problem
    network: WorkNetwork
    starts: tuple[int, ...]
    away: Mapping[str, frozenset[int]]
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
    first = network.days.of(as_of)
    span = _Span(first, limit, max(tolerated, 1))
    people = _People(network, span)
    for name, person in portal.all(Person).items():
        own: list[Demand] = []
        booked: list[Demand] = []
        for one in demands.get(name, ()):
            (own if one.task.project_id == project.id and one.task.id in movable else booked).append(one)
        found_reason = people.add(person, own, booked, held) if own else None
        if found_reason:
            unsolved.append(found_reason)
    jobs, starts = _jobs(network, movable, people.takes, first)
    return PlanProblem(
        problem=Problem(jobs=jobs, resources=tuple(people.resources)),
        network=network,
        starts=starts,
        away=people.away,
        movable=movable,
        limit=limit,
        unsolved=tuple(unsolved),
    )


class _People:
    """Collects what people's time makes of the tasks: resources, and what each task takes of them."""

    def __init__(self, network: WorkNetwork, span: _Span) -> None:
        self._network = network
        self._span = span
        self.resources: list[Resource] = []
        self.takes: dict[str, list[Take]] = {}
        self.away: dict[str, frozenset[int]] = {}

    def add(
        self, person: Person, own: Sequence[Demand], booked: Sequence[Demand], held: Mapping[str, Reason]
    ) -> Unsolved | None:
        """Adds a person with the work that may move and what is booked before; says which of it is too much."""
        names = tuple(one.task.id for one in own)
        if not person.active or person.capacity <= 0:
            return Unsolved(reason=Reason.NO_TIME if person.active else Reason.INACTIVE, tasks=names, person=person.id)
        capacity = _units(person.capacity * self._span.tolerated) + _SLACK
        self.resources.append(Resource(person.id, capacity, self._booked(booked, capacity)))
        time = len(self.resources) - 1
        leave = _leave(person)
        # Work that waits for those on leave skips it; where others go on, their colleague has to be there.
        kept_on = [one.task.id for one in own if leave and one.away != leave]
        if kept_on:
            self.resources.append(Resource(person.id, len(kept_on), dict.fromkeys(self._units_of(leave), 0)))
        for one in own:
            self.away[one.task.id] = self._units_of(one.away)
            if held.get(one.task.id) is Reason.LATE:
                continue
            takes = self.takes.setdefault(one.task.id, [])
            takes.append(Take(time, min(_units(one.hours_a_day), capacity)))
            if one.task.id in kept_on:
                takes.append(Take(len(self.resources) - 1, 1))
        too_much = tuple(one.task.id for one in own if _units(one.hours_a_day) > capacity)
        return Unsolved(reason=Reason.TOO_MUCH, tasks=too_much, person=person.id) if too_much else None

    def _booked(self, work: Sequence[Demand], capacity: int) -> dict[int, int]:
        """What other work leaves of a capacity, by the days on which there is any."""
        taken: dict[int, int] = {}
        days = self._network.days
        begin = days.day(self._span.first)
        for one in work:
            for day in one.days():
                unit = days.of(day) if begin <= day <= self._span.limit else -1
                if unit >= 0 and days.day(unit) == day:
                    taken[unit] = taken.get(unit, 0) + _units(one.hours_a_day)
        return {unit: max(capacity - units, 0) for unit, units in taken.items()}

    def _units_of(self, away: Away) -> frozenset[int]:
        days = self._network.days
        begin, limit = days.day(self._span.first), self._span.limit
        found: set[int] = set()
        for first, last in away:
            if max(first, begin) <= min(last, limit):
                found.update(range(days.of(max(first, begin)), days.of(min(last, limit) + DAY)))
        return frozenset(found)


def _leave(person: Person) -> Away:
    """A person's leaves as a task has them on which nobody else works."""
    days = ((one.from_ or one.to, one.to or one.from_) for one in person.leave)
    return tuple(sorted((first, last) for first, last in days if first and last and first <= last))


def _limit(plan: Plan, as_of: date) -> date:
    finish = max(plan.schedule.finish or as_of, as_of)
    lengths = sum(activity.length.amount for activity in plan.network.activities)
    days = min(2 * lengths + _YEAR.days, (date.max - finish).days)
    return finish + timedelta(days=days)


def _staying(tasks: Mapping[str, Task], plan: Plan, as_of: date) -> dict[str, Reason]:
    found = {}
    for name, task in tasks.items():
        placed = plan.of(task)
        if placed is None or task.status in CLOSED["tasks"]:
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
        name
        for name, task in tasks.items()
        if name in number and number[name] not in stay and task.status not in CLOSED["tasks"]
    )


def _works_alone(portal: Portal, task: Task) -> bool:
    return not task.milestone and not any(person and share for person, share in workers(portal, task))


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
