"""The time line: every day has a morning and an evening, and lags move along it.

An instant is an integer: twice the day's ordinal for its morning, one more for its evening. Working time is counted
in completed working days, so two instants with no working day between them count the same; calendar time is counted
in completed days.
"""

from bisect import bisect_left, bisect_right
from datetime import date
from itertools import accumulate
from typing import Self

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.schedule.network import Away


class BeforeWindowError(Exception):
    """A computation reached back before the time line's window; a longer window will do."""


def morning(day: date) -> int:
    return 2 * day.toordinal()


def evening(day: date) -> int:
    return 2 * day.toordinal() + 1


def day_of(instant: int) -> date:
    return date.fromordinal(instant >> 1)


def is_evening(instant: int) -> bool:
    return bool(instant & 1)


class TimeLine:
    """The working days of a calendar between two ordinals, for arithmetic on instants.

    Its lists may be read in place where speed matters: `counts[(instant + 1 >> 1) - first]` is the number of working
    days done by an instant, `days[k]` the ordinal of working day number k. Reading past the end of the window is an
    IndexError, which the caller answers with a longer one.
    """

    __slots__ = ("counts", "days", "first", "window")

    def __init__(self, first: int, counts: list[int], days: list[int], window: tuple[int, int]) -> None:
        self.first = first
        self.counts = counts
        self.days = days
        self.window = window

    @classmethod
    def of(cls, calendar: WorkCalendar, low: int, high: int) -> Self:
        """Return the time line of a calendar that holds the ordinals low to high, and maybe more around them."""
        index = calendar.index
        index.reach(low, high)
        return cls(index.first, index.counts, index.days, (low, high))

    def without(self, away: Away) -> "TimeLine":
        """Return the time line, in the window alone, of those who are away on some of its working days."""
        low, high = self.window
        days = self.days[bisect_left(self.days, low) : bisect_right(self.days, high)]
        for first, last in away:
            del days[bisect_left(days, first.toordinal()) : bisect_right(days, last.toordinal())]
        flags = bytearray(high - low + 1)
        for day in days:
            flags[day - low] = 1
        return TimeLine(low, list(accumulate(flags, initial=0)), days, self.window)

    def done(self, instant: int) -> int:
        """Count the working days that are over at an instant, from the window's first."""
        position = (instant + 1 >> 1) - self.first
        if position < 0:
            raise BeforeWindowError
        return self.counts[position]

    def last_begun(self, instant: int) -> int:
        """Return the number of the last working day whose morning is not after an instant."""
        position = (instant + 1 >> 1) - self.first + 1
        if position < 0:
            raise BeforeWindowError
        return self.counts[position] - 1

    def day(self, number: int) -> int:
        """Return the ordinal of a working day by its number."""
        if number < 0:
            raise BeforeWindowError
        return self.days[number]

    def shift(self, instant: int, lag: int, *, elapsed: bool) -> int:
        """Move an instant: to the evening of the lag-th working day after, or the morning of the one before.

        Calendar days never lead out of the window, whose first day comes before all that may start.
        """
        if elapsed or not lag:
            return max(instant + 2 * lag, 2 * self.first)
        if lag > 0:
            return 2 * self.day(self.done(instant) + lag - 1) + 1
        return 2 * self.day(self.done(instant) + lag)

    def latest_before(self, instant: int, lag: int, *, elapsed: bool) -> int:
        """Return the last instant that, shifted by the lag, is not after this one.

        The evening of a day and the morning of the next are the same to it.
        """
        if elapsed or not lag:
            return instant - 2 * lag
        return 2 * self.day((self.done(instant) if lag > 0 else self.last_begun(instant)) - lag)
