"""How much planned work people have in a week, against the time they have for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from milepost.analysis.analysis import Analysis
from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.plans import Plan
from milepost.model.duration import HOURS_PER_DAY
from milepost.model.portal import Portal, Project
from milepost.model.records.person import Person
from milepost.model.records.task import Task

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A task's call on one person: hours a day on each of its working days."""

    task: Task
    person: str
    days: tuple[date, ...]
    hours_a_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLoad:
    """One person's week.

    Attributes:
        monday: its first day.
        hours: planned hours of work, days of leave included.
        capacity: working hours that are there: working days less leave, times the person's hours a day.
        leave_days: working days of the week on which the person is away.
        working_days: working days of the week by the project's calendar.
        tasks: the tasks behind the hours, the greatest share first, with their hours.
    """

    monday: date
    hours: float
    capacity: float
    leave_days: int
    working_days: int
    tasks: tuple[tuple[Task, float], ...]

    @property
    def load(self) -> float | None:
        """Hours over capacity, 1 = full; None in a week without any capacity."""
        return self.hours / self.capacity if self.capacity > 0 else None

    @property
    def over(self) -> bool:
        """More work than time, work on days of leave included."""
        return self.hours > self.capacity + 1e-9


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks(first: date, count: int) -> tuple[date, ...]:
    """The Mondays of `count` weeks from that of `first` on."""
    return tuple(monday_of(first) + number * WEEK for number in range(count))


def demands_on(analysis: Analysis, person: Person) -> tuple[Demand, ...]:
    """The work of a person in all projects at its planned place; finished work where it was really done, if known.

    Load = length × share, or the effort (person-days of 8 hours) spread evenly over the working days of the task. The
    owner counts with share 1 where nobody is assigned. Milestones, cancelled tasks and finished tasks from `as_of` on
    take no time, tasks that the plan does not place cannot count.
    """
    return analysis.once("demands", lambda: _by_person(analysis)).get(person.id, ())


def _by_person(analysis: Analysis) -> dict[str, tuple[Demand, ...]]:
    found: dict[str, list[Demand]] = {}
    for project in analysis.portal.projects.values():
        for task in project.all(Task).values():
            if task.status != "cancelled" and not task.milestone:
                for demand in _of_task(analysis.portal, project, analysis.plans[project.id], task, analysis.as_of):
                    found.setdefault(demand.person, []).append(demand)
    return {person: tuple(several) for person, several in found.items()}


def _of_task(portal: Portal, project: Project, plan: Plan, task: Task, as_of: date) -> list[Demand]:
    days = _days(plan, task, as_of)
    refs = [(one.person, one.share) for one in task.assignees] or [(task.owner, 1.0)]
    people = [(portal.find(ref, Person, project.id), share) for ref, share in refs]
    shares = sum(share for _, share in people)
    found = []
    for person, share in people:
        if person is None or not days or not share:
            continue
        if task.effort is not None and task.duration is None:
            hours = float(task.effort) * HOURS_PER_DAY * share / shares / len(days)
        else:
            hours = share * person.capacity
        found.append(Demand(task=task, person=person.id, days=days, hours_a_day=hours))
    return found


def _days(plan: Plan, task: Task, as_of: date) -> tuple[date, ...]:
    placed = plan.of(task)
    start, finish = (placed.start, placed.finish) if placed else (None, None)
    if task.status == "done":
        start, finish = task.actual_start or start, min(task.actual_finish or finish or as_of, as_of - DAY)
    if start is None or finish is None:
        return ()
    return _working_days(plan.calendar, start, finish)


def _working_days(calendar: WorkCalendar, first: date, last: date) -> tuple[date, ...]:
    span = (last - first).days + 1
    return tuple(day for day in (first + number * DAY for number in range(span)) if calendar.is_working(day))


def week_loads(
    person: Person, work: Sequence[Demand], calendar: WorkCalendar, mondays: Sequence[date]
) -> tuple[WeekLoad, ...]:
    """The person's weeks under the given work."""
    return tuple(_week(person, work, calendar, monday) for monday in mondays)


def _week(person: Person, work: Sequence[Demand], calendar: WorkCalendar, monday: date) -> WeekLoad:
    sunday = monday + WEEK - DAY
    days = _working_days(calendar, monday, sunday)
    away = [day for day in days if on_leave(person, day)]
    parts = [(one.task, one.hours_a_day * sum(monday <= day <= sunday for day in one.days)) for one in work]
    busy = sorted((part for part in parts if part[1] > 0), key=lambda part: -part[1])
    return WeekLoad(
        monday=monday,
        hours=sum(hours for _, hours in busy),
        capacity=person.capacity * (len(days) - len(away)),
        leave_days=len(away),
        working_days=len(days),
        tasks=tuple(busy),
    )


def on_leave(person: Person, day: date) -> bool:
    """Whether the person is away on that day; a leave with one date is that day alone."""
    for leave in person.leave:
        first, last = leave.from_ or leave.to, leave.to or leave.from_
        if first and last and first <= day <= last:
            return True
    return False
