"""A time line for many samples at once: the arithmetic of `schedule.instants.TimeLine` on arrays."""

from typing import Any

import numpy as np

from milepost.analysis.schedule.instants import BeforeWindowError, TimeLine

Values = Any
"""An int32 array with one entry a sample, or a plain integer that is the same in all of them."""


class SampledLine:
    """Working days of a calendar; reading past the end of its window is an IndexError."""

    __slots__ = ("_counts", "_days", "_first")

    def __init__(self, line: TimeLine) -> None:
        low, high = line.window
        base = line.counts[low - line.first]
        self._first = low
        self._counts = np.asarray(line.counts[low - line.first : high - line.first + 2], np.int32) - np.int32(base)
        self._days = np.asarray(line.days[base : base + int(self._counts[-1])], np.int32)

    def done(self, instant: Values) -> Values:
        """Count the working days that are over at an instant."""
        return _read(self._counts, (instant + 1 >> 1) - self._first)

    def last_begun(self, instant: Values) -> Values:
        """Return the number of the last working day whose morning is not after an instant."""
        return _read(self._counts, (instant + 1 >> 1) - self._first + 1) - 1

    def day(self, number: Values) -> Values:
        """Return the ordinal of a working day by its number."""
        return _read(self._days, number)

    def evening(self, number: Values) -> Values:
        """Return the instant at which that many working days are done."""
        return 2 * self.day(number - 1) + 1

    def shift(self, instant: Values, lag: int, *, elapsed: bool) -> Values:
        """Move an instant by a lag."""
        if elapsed or not lag:
            return np.maximum(instant + 2 * lag, 2 * self._first)
        if lag > 0:
            return self.evening(self.done(instant) + lag)
        return 2 * self.day(self.done(instant) + lag)

    def latest_before(self, instant: Values, lag: int, *, elapsed: bool) -> Values:
        """Return the last instant that, shifted by the lag, is not after this one."""
        if elapsed or not lag:
            return instant - 2 * lag
        return 2 * self.day((self.done(instant) if lag > 0 else self.last_begun(instant)) - lag)


def _read(table: Any, position: Values) -> Values:
    if np.min(position) < 0:
        raise BeforeWindowError
    return table[position]
