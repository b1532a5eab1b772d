"""Weeks from the as-of day on in which people have more planned work than time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.workload import WEEK, Demand, WeekLoad, monday_of, week_loads
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
    found = []
    for name, person in people.items():
        work = [one for one in demands.get(name, ()) if one.last >= first]
        if work:
            found += _runs(person, [week for week in _weeks(person, work, calendar, first) if week.exceeds(limit)])
    return found


def _weeks(person: Person, work: Sequence[Demand], calendar: WorkCalendar, first: date) -> Sequence[WeekLoad]:
    mondays = set()
    for one in work:
        monday = max(first, monday_of(one.first))
        while monday <= one.last:
            mondays.add(monday)
            monday += WEEK
    return week_loads(person, work, calendar, sorted(mondays))


def _runs(person: Person, weeks: Sequence[WeekLoad]) -> list[Overload]:
    runs: list[list[WeekLoad]] = []
    for week in weeks:
        if runs and runs[-1][-1].monday + WEEK == week.monday:
            runs[-1].append(week)
        else:
            runs.append([week])
    return [Overload(person=person, weeks=tuple(run)) for run in runs]
