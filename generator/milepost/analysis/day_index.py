"""Counts working days over a growing window of years, so that every question about them is a look-up."""

from calendar import isleap
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date
from itertools import accumulate, compress, islice

FlagsOfYear = Callable[[int], bytearray]


class OutsideCalendarError(ValueError):
    """A day before year 1 or after year 9999 was asked for."""


class DayIndex:
    """Working days of whole years, numbered from the first one in the window.

    `first` is the ordinal of the window's first day, `days[k]` the ordinal of working day number k, and `counts[i]`
    the number of working days before the day `first + i` (so it has one entry more than the window has days).
    A window that grows upwards keeps all numbers; one that grows downwards gets new lists and new numbers.

    Args:
        flags_of_year: 1 (working) or 0 for each day of a year.
    """

    __slots__ = ("_first_year", "_flags_of_year", "_last_year", "counts", "days", "first")

    def __init__(self, flags_of_year: FlagsOfYear) -> None:
        self._flags_of_year = flags_of_year
        self._first_year = self._last_year = 0
        self.first = 0
        self.counts: list[int] = []
        self.days: list[int] = []

    def reach(self, low: int, high: int) -> None:
        """Make the window hold the ordinals low to high, both included.

        Raises:
            OutsideCalendarError: there is no such date.
        """
        if self.counts and low >= self.first and high < self.first + len(self.counts) - 1:
            return
        first_year, last_year = _year(min(low, high)), _year(max(low, high))
        if not self.counts or first_year < self._first_year:
            last_year = max(last_year, self._last_year)
            self._first_year = first_year
            self.first = date(first_year, 1, 1).toordinal()
            self.counts = [0]
            self.days = []
            self._append(first_year, last_year)
        elif last_year > self._last_year:
            self._append(self._last_year + 1, last_year)

    def _append(self, first_year: int, last_year: int) -> None:
        start = date(first_year, 1, 1).toordinal()
        for year in range(first_year, last_year + 1):
            flags = self._flags_of_year(year)
            self.days.extend(compress(range(start, start + len(flags)), flags))
            self.counts.extend(islice(accumulate(flags, initial=self.counts[-1]), 1, None))
            start += len(flags)
        self._last_year = last_year


def days_in_year(year: int) -> int:
    return 366 if isleap(year) else 365


def _year(ordinal: int) -> int:
    if ordinal < date(MINYEAR, 1, 1).toordinal() or ordinal > date(MAXYEAR, 12, 31).toordinal():
        raise OutsideCalendarError("a working day lies before year 1 or after year 9999")
    return date.fromordinal(ordinal).year
