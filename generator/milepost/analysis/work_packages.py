"""What a task is planned to cost, has earned and has cost at the end of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from milepost.analysis.calendar import WorkCalendar
from milepost.model.records.task import Task

EvMethod = Literal["0-100", "50-50", "percent"]
DEFAULT_METHOD: EvMethod = "percent"
"""Where a project names none: a task without `progress` then counts once it is done, as with 0-100."""
_BEGUN = ("in_progress", "blocked", "in_review", "done")
_AT_START: Mapping[EvMethod, Decimal] = {"0-100": Decimal(0), "50-50": Decimal("0.5")}
_ZERO = Decimal(0)


class Payment(NamedTuple):
    """Money spent on a day."""

    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPackage:
    """A task as money, in the project's currency.

    Attributes:
        planned: its planned cost; 0 for a cancelled task and for one that plans none.
        place: first and last day in the computed plan; None when it has no place.
        begun: when work began; None before.
        ended: when it was done; None before.
        reached: the share of the work that is done on `now`, by `progress`, 0 to 1.
        now: the last complete day; nothing is known after it.
        payments: dated entries of the budget lines that name the task.
        lump: its `cost.actual`, when no budget line names it.
    """

    task: Task
    method: EvMethod
    planned: Decimal
    place: tuple[date, date] | None
    begun: date | None
    ended: date | None
    reached: Decimal
    now: date
    payments: tuple[Payment, ...]
    lump: Decimal

    def planned_value(self, calendar: WorkCalendar, day: date) -> Decimal | None:
        """PV: the planned cost spread evenly over the working days of the planned place; None without a place."""
        return portion(self.planned, calendar, self.place, day) if self.place else (None if self.planned else _ZERO)

    def earned_value(self, calendar: WorkCalendar, day: date) -> Decimal:
        """EV at the end of a day not after `now`.

        Percent grows evenly over the working days from the begin to the end, or to `now` while work is in progress.
        """
        if self.ended and day >= self.ended:
            return self.planned
        if self.begun is None or day < self.begun:
            return _ZERO
        if self.method != "percent":
            return self.planned * _AT_START[self.method]
        return portion(self.planned * self.reached, calendar, (self.begun, self.ended or self.now), day)

    def actual_cost(self, calendar: WorkCalendar, day: date) -> Decimal:
        """AC at the end of a day not after `now`; the lump grows evenly from the begin to the end, or to `now`."""
        paid = sum((one.amount for one in self.payments if one.day <= day), _ZERO)
        last = self.ended or self.now
        first = self.begun or last
        return paid + portion(self.lump, calendar, (first, max(first, last)), day)


def portion(amount: Decimal, calendar: WorkCalendar, place: tuple[date, date], day: date) -> Decimal:
    """What of an amount falls on or before `day`, spread evenly over the working days of a place.

    A place without a working day has it all on its last day.
    """
    first, last = place
    if day >= last:
        return amount
    if day < first:
        return _ZERO
    days = calendar.working_days_between(first, last)
    return amount * calendar.working_days_between(first, day) / days if days else _ZERO


def begun_and_ended(task: Task, place: tuple[date, date] | None, now: date) -> tuple[date | None, date | None]:
    """When work on a task began and ended, None for what has not happened.

    Where a task says that it did and not when, the planned place stands for it, at the latest `now`.
    """
    first, last = (min(place[0], now), min(place[1], now)) if place else (now, now)
    done = task.status == "done"
    ended = (task.actual_finish or last) if done else None
    if task.actual_start:
        return task.actual_start, ended
    if done:
        return ended, ended
    return (first if task.status in _BEGUN or task.progress else None), None
