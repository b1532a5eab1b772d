"""What a task's record says has happened: the facts that the statused schedule stands on."""

from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.schedule.network import Days, Recorded
from milepost.analysis.schedule.result import ScheduledActivity
from milepost.model.records.task import Task

BEGUN = ("in_progress", "blocked", "in_review")
_DAY = timedelta(days=1)


def recorded(
    task: Task, length: Days, planned: ScheduledActivity | None, calendar: WorkCalendar, as_of: date
) -> Recorded | None:
    """When it began and ended, or what is left of it at the start of `as_of`; None for work that has not begun.

    Where work is finished or begun and its dates are not typed, the planned ones count, as far as they lie in the
    past.
    """
    yesterday = as_of - _DAY
    if task.actual_finish or task.status == "done":
        finish = task.actual_finish or min(planned.finish if planned else yesterday, yesterday)
        return Recorded(start=_start(task, planned, finish), finish=finish)
    if not length.amount or not (task.actual_start or task.status in BEGUN):
        return None
    start = _start(task, planned, yesterday)
    return Recorded(start=start, remaining=_remaining(task, length, start, calendar, yesterday))


def _start(task: Task, planned: ScheduledActivity | None, last: date) -> date:
    return task.actual_start or min(planned.start if planned else last, last)


def _remaining(task: Task, length: Days, start: date, calendar: WorkCalendar, yesterday: date) -> int:
    """What is typed, else what progress leaves, else what the days since the start leave: one at least."""
    if task.remaining:
        return task.remaining.days
    if task.progress is not None:
        left = Decimal(length.amount) * (100 - Decimal(str(task.progress))) / 100
        return int(left.to_integral_value(ROUND_CEILING))
    worked = (yesterday - start).days + 1 if length.elapsed else calendar.working_days_between(start, yesterday)
    return max(length.amount - max(worked, 0), 1)
