"""Earned schedule: the day on which the work that is done today was due."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from milepost.analysis.day_index import OutsideCalendarError
from milepost.analysis.performance import Performance

_DAY = timedelta(days=1)
_REACH = 5
"""A finish at this pace further off than so many times the planned length says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedSchedule:
    """Time in working days since the eve of the first planned day.

    Source: W. Lipke, Schedule is Different (2003), with two changes that keep quiet times from looking early or late:
    while the plan pauses, ES is the point of the pause nearest to AT; AT stops when all work is done.

    Attributes:
        earned: ES: when the value earned was due, between two days in proportion.
        passed: AT: working days that have passed.
        planned: the planned length.
        due_on: the working day nearest to ES; None when that is before the first.
        finish: the day of the finish at this pace, planned length ÷ SPI(t); None when it cannot be said.
    """

    earned: Decimal
    passed: int
    planned: int
    due_on: date | None
    finish: date | None

    @property
    def spi(self) -> Decimal | None:
        """SPI(t) = ES ÷ AT; None before the first day."""
        return self.earned / self.passed if self.passed else None

    @property
    def behind(self) -> int:
        """AT − ES in whole working days; negative is ahead."""
        return int((self.passed - self.earned).to_integral_value(ROUND_HALF_UP))


def earned_schedule(performance: Performance) -> EarnedSchedule | None:
    """None when nothing is planned or the plan cannot be computed."""
    places = [one.place for one in performance.packages if one.planned and one.place]
    figures, calendar = performance.total, performance.calendar
    if not places or figures.pv is None or figures.bac <= 0:
        return None
    first, last = min(place[0] for place in places), max(place[1] for place in places)
    planned = calendar.working_days_between(first, last)
    if not planned or first == date.min:
        return None
    eve = first - _DAY

    def due(number: int) -> Decimal:
        """PV in the evening of a working day, the days off after it included."""
        value = performance.planned_value(calendar.add_working_days(eve, number + 1) - _DAY)
        assert value is not None
        return value

    all_done = all(one.ended for one in performance.packages if one.planned)
    ends = [one.ended for one in performance.packages if one.planned and one.ended]
    until = min(performance.day, max(ends)) if all_done else performance.day
    passed = calendar.working_days_between(first, until)
    try:
        earned = _earned(figures.ev, passed, planned, due)
    except OutsideCalendarError:  # a plan in the last days of the calendar
        return None
    number = passed - int((passed - earned).to_integral_value(ROUND_HALF_UP))
    return EarnedSchedule(
        earned=earned,
        passed=passed,
        planned=planned,
        due_on=calendar.add_working_days(eve, number) if number > 0 else None,
        finish=_finish(performance, eve, planned, passed, earned),
    )


def _earned(value: Decimal, passed: int, planned: int, due: Callable[[int], Decimal]) -> Decimal:
    """ES: PV never falls, so the days around the value are found by halving."""
    numbers = range(planned + 1)
    low = bisect_left(numbers, value, key=due)
    if low > planned:
        return Decimal(planned)
    after = due(low)
    if after == value:
        high = bisect_right(numbers, value, key=due) - 1
        return Decimal(min(max(passed, low), high))
    if low == 0:
        return Decimal(0)
    before = due(low - 1)
    return low - 1 + (value - before) / (after - before)


def _finish(performance: Performance, eve: date, planned: int, passed: int, earned: Decimal) -> date | None:
    if not passed or not earned or earned >= planned or planned * passed > _REACH * planned * earned:
        return None
    length = int((Decimal(planned * passed) / earned).to_integral_value(ROUND_CEILING))
    try:
        return performance.calendar.add_working_days(eve, length)
    except OutsideCalendarError:
        return None
