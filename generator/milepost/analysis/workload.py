"""How much planned work people have in a week, against the time they have for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.leave import away, leaves_of
from milepost.analysis.plans import Plan
from milepost.analysis.schedule.network import Away
from milepost.analysis.week import monday_of
from milepost.model.duration import HOURS_PER_DAY
from milepost.model.portal import Portal
from milepost.model.records.person import Person
from milepost.model.records.task import Task
from milepost.model.states import CLOSED

if TYPE_CHECKING:  # it takes numpy, which rules do without
    from milepost.analysis.analysis import Analysis

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_END = date.max - 2 * WEEK
"""Weeks that reach past the last year are none."""
_ROUNDING = 1e-4
"""Hours that shares with many decimals may add up to beyond the capacity."""


class Demand(NamedTuple):
    """A task's call on one person: hours a day on each working day of its project from first to last.

    On the days of `away` nobody works on it.
    """

    task: Task
    person: str
    first: date
    last: date
    calendar: WorkCalendar
    hours_a_day: float
    away: Away = ()

    def hours(self, first: date, last: date) -> float:
        """The hours that it takes from one day to another, both included."""
        first, last = max(first, self.first), min(last, self.last)
        return self.hours_a_day * _days_worked(self.calendar, first, last, self.away)

    def days(self) -> tuple[date, ...]:
        """The days on which it takes them."""
        days = _working_days(self.calendar, self.first, self.last)
        return tuple(day for day in days if not any(first <= day <= last for first, last in self.away))


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLoad:
    """One person's week.

    Attributes:
        monday: its first day.
        hours: planned hours of work; on days of leave that of tasks on which others go on.
        capacity: working hours that are there: working days less leave, times the person's hours a day.
        leave_days: working days of the week on which the person is away.
        working_days: working days of the week by the given calendar, or by one of a project that the person works for.
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
        return self.exceeds(1)

    def exceeds(self, limit: float) -> bool:
        """Whether the load is above a limit, 1 = full."""
        return self.hours > self.capacity * limit + _ROUNDING


def weeks(first: date, count: int) -> tuple[date, ...]:
    """The Mondays of `count` weeks from that of `first` on."""
    return tuple(monday_of(first) + number * WEEK for number in range(count))


def demands_on(analysis: "Analysis", person: Person) -> tuple[Demand, ...]:
    """The work of a person in all projects, as `all_demands` has it."""
    return analysis.once("demands", lambda: all_demands(analysis.portal, analysis.statused, analysis.as_of)).get(
        person.id, ()
    )


def all_demands(
    portal: Portal, plans: Mapping[str, Plan], as_of: date, *, since: date = date.min
) -> dict[str, tuple[Demand, ...]]:
    """By person: work in all projects at its planned place; finished work where it was really done, if known.

    Load = length × share, or the effort (person-days of 8 hours) spread evenly over the working days of the task. The
    owner counts with share 1 where nobody is assigned. Milestones, cancelled tasks, finished tasks from `as_of` on
    and what is left open in a closed project take no time, tasks that the plan does not place cannot count. Work that
    is over before `since` is left out.
    """
    found: dict[str, list[Demand]] = {}
    leaves = leaves_of(portal)
    for project in portal.projects.values():
        plan, closed = plans[project.id], project.record.status in CLOSED["project"]
        for task in project.all(Task).values():
            if task.status == "cancelled" or task.milestone or (closed and task.status != "done"):
                continue
            span = _span(plan, task, as_of)
            if span and since <= span[1] < _END:
                for demand in _of_task(portal, plan, task, span, away(portal, task, leaves) if leaves else ()):
                    found.setdefault(demand.person, []).append(demand)
    return {person: tuple(several) for person, several in found.items()}


def workers(portal: Portal, task: Task) -> tuple[tuple[Person | None, float], ...]:
    """Who works on a task with which share of their time; None for somebody unknown."""
    refs = [(one.person, one.share) for one in task.assignees] or [(task.owner, 1.0)]
    return tuple((portal.find(ref, Person, task.project_id), share) for ref, share in refs)


def _of_task(portal: Portal, plan: Plan, task: Task, span: tuple[date, date], nobody: Away) -> list[Demand]:
    people = workers(portal, task)
    effort = 0.0  # hours a day of a whole share
    by_effort = task.effort is not None and task.duration is None
    if task.effort is not None and by_effort:
        days, shares = _days_worked(plan.calendar, *span, nobody), sum(share for _, share in people)
        if not days or not shares:
            return []
        effort = float(task.effort) * HOURS_PER_DAY / shares / days
    found = []
    for person, share in people:
        if person is None or not share:
            continue
        hours = share * (effort if by_effort else person.capacity)
        found.append(Demand(task, person.id, *span, plan.calendar, hours, nobody))
    return found


def _span(plan: Plan, task: Task, as_of: date) -> tuple[date, date] | None:
    placed = plan.of(task)
    start, finish = (placed.start, placed.finish) if placed else (None, None)
    if task.status == "done":
        if as_of == date.min:
            return None  # there is no day before
        start, finish = task.actual_start or start, min(task.actual_finish or finish or as_of, as_of - DAY)
    return (start, finish) if start and finish else None


def _days_worked(calendar: WorkCalendar, first: date, last: date, away: Away) -> int:
    """The working days of a span but for those in `away`, whose spans are in the order of time and may overlap."""
    count = calendar.working_days_between(first, last)
    for start, end in away:
        start, end = max(start, first), min(end, last)  # noqa: PLW2901 - cut to the span
        if start <= end:
            count -= calendar.working_days_between(start, end)
            first = end + DAY
    return count


def _working_days(calendar: WorkCalendar, first: date, last: date) -> tuple[date, ...]:
    span = (last - first).days + 1  # none where last comes before first
    return tuple(day for day in (first + number * DAY for number in range(span)) if calendar.is_working(day))


def week_loads(
    person: Person, work: Sequence[Demand], calendar: WorkCalendar, mondays: Sequence[date]
) -> tuple[WeekLoad, ...]:
    """The person's weeks under the given work; a day that a project of theirs works on is a working day for them."""
    parts: dict[date, list[tuple[Task, float]]] = {monday: [] for monday in mondays}
    others: list[WorkCalendar] = []
    for one in work:
        if one.calendar is not calendar and one.calendar != calendar and one.calendar not in others:
            others.append(one.calendar)
        monday = monday_of(one.first)
        while monday <= one.last:
            if monday in parts:
                hours = one.hours(monday, monday + WEEK - DAY)
                if hours > 0:
                    parts[monday].append((one.task, hours))
            monday += WEEK
    return tuple(_week(person, monday, calendar, parts[monday], work if others else ()) for monday in mondays)


def _week(
    person: Person,
    monday: date,
    calendar: WorkCalendar,
    parts: Sequence[tuple[Task, float]],
    elsewhere: Sequence[Demand],
) -> WeekLoad:
    sunday = monday + WEEK - DAY
    count = calendar.working_days_between(monday, sunday)
    away = 0
    if elsewhere or person.leave:
        days = set(_working_days(calendar, monday, sunday))
        for one in elsewhere:
            days.update(_working_days(one.calendar, max(monday, one.first), min(sunday, one.last)))
        count, away = len(days), sum(on_leave(person, day) for day in days)
    return WeekLoad(
        monday=monday,
        hours=sum(hours for _, hours in parts),
        capacity=person.capacity * (count - away),
        leave_days=away,
        working_days=count,
        tasks=tuple(sorted(parts, key=lambda part: -part[1])),
    )


def on_leave(person: Person, day: date) -> bool:
    """Whether the person is away on that day; a leave with one date is that day alone."""
    for leave in person.leave:
        first, last = leave.from_ or leave.to, leave.to or leave.from_
        if first and last and first <= day <= last:
            return True
    return False
