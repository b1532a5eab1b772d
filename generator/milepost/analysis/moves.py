"""What is different between two schedules of the same project."""

from dataclasses import dataclass
from datetime import date

from milepost.analysis.plans import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A task that is elsewhere, or is critical no longer or newly; days in whole working days at its finish."""

    task: str
    start: tuple[date, date]
    """Before and after; as are the others."""
    finish: tuple[date, date]
    critical: tuple[bool, bool]
    days: int


def moves(before: Plan, after: Plan) -> tuple[Move, ...]:
    """The tasks of both schedules that differ in dates or in being critical, by their new places."""
    found = []
    for name, new in after.schedule.activities.items():
        old = before.schedule.activities.get(name)
        if old and (old.start, old.finish, old.critical) != (new.start, new.finish, new.critical):
            found.append(
                Move(
                    task=name,
                    start=(old.start, new.start),
                    finish=(old.finish, new.finish),
                    critical=(old.critical, new.critical),
                    days=after.calendar.working_days_later(old.finish, new.finish),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.start[1], one.finish[1], one.task)))


def finish_days(before: Plan, after: Plan) -> int | None:
    """By how many working days the project finishes later; None where one of the two is not computable."""
    old, new = before.schedule.finish, after.schedule.finish
    return after.calendar.working_days_later(old, new) if old and new else None
