"""Weeks from the as-of day on in which people have more planned work than time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.week import monday_of
from milepost.analysis.workload import DAY, WEEK, Demand, WeekLoad, week_loads
from milepost.model.records.person import Person
from milepost.model.records.task import Task

FULL = 1.0
"""The load that is tolerated unless the portal says otherwise: all of the time, and no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overload:
    """Weeks in a row that are too full for one person."""

    person: Person
    weeks: tuple[WeekLoad, ...]

    @property
    def worst(self) -> WeekLoad:
        """The week with the greatest load, the first of equals; one without any capacity before all others."""
        return max(self.weeks, key=lambda week: float("inf") if week.load is None else week.load)

    def hours_by_task(self) -> list[tuple[Task, float]]:
        """The tasks of those weeks with their hours in them, the greatest share first."""
        found: dict[str, tuple[Task, float]] = {}
        for week in self.weeks:
            for task, hours in week.tasks:
                key = str(task.key)
                found[key] = (task, found[key][1] + hours if key in found else hours)
        return sorted(found.values(), key=lambda one: -one[1])


def overloads(
    people: Mapping[str, Person],
    demands: Mapping[str, Sequence[Demand]],
    calendar: WorkCalendar,
    as_of: date,
    *,
    limit: float = FULL,
) -> list[Overload]:
    """The overloads of all people in the order in which they stand in the portal.

    A week counts with all of its days if it is not over yet; a load above `limit` (1 = full) is too much.
    """
    first = monday_of(as_of)
    days = _WorkingDays(calendar)
    found = []
    for name, person in people.items():
        work = [one for one in demands.get(name, ()) if one.last >= first]
        mondays = _suspects(person, work, days, first, limit) if work else []
        if mondays:
            weeks = week_loads(person, work, calendar, mondays)
            found += _runs(person, [week for week in weeks if week.exceeds(limit)])
    return found


class _WorkingDays(dict[date, int]):
    """The working days of the weeks that are asked for, by their Mondays."""

    def __init__(self, calendar: WorkCalendar) -> None:
        super().__init__()
        self._calendar = calendar

    def __missing__(self, monday: date) -> int:
        self[monday] = self._calendar.working_days_between(monday, monday + WEEK - DAY)
        return self[monday]


def _suspects(person: Person, work: Sequence[Demand], days: _WorkingDays, first: date, limit: float) -> list[date]:
    """The weeks that may be too full: nearly all are not, and are not looked at more closely."""
    hours: dict[int, float] = {}
    for one in work:
        start = max(first, one.first)
        for monday, count in one.calendar.working_days_by_week(start, one.last):
            hours[monday] = hours.get(monday, 0) + one.hours_a_day * count
    mondays = ((date.fromordinal(monday), sum_) for monday, sum_ in sorted(hours.items()) if sum_)
    return [monday for monday, sum_ in mondays if person.leave or sum_ > person.capacity * days[monday] * limit]


def _runs(person: Person, weeks: Sequence[WeekLoad]) -> list[Overload]:
    runs: list[list[WeekLoad]] = []
    for week in weeks:
        if runs and runs[-1][-1].monday + WEEK == week.monday:
            runs[-1].append(week)
        else:
            runs.append([week])
    return [Overload(person=person, weeks=tuple(run)) for run in runs]
