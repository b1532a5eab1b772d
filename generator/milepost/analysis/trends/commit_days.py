"""The days that commits stand for, in an order that can be drawn: clocks of machines go wrong."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date


def settled(days: Sequence[date], last: date) -> list[date]:
    """Days that never go back, for commits in their order, of which none can be later than `last`.

    The longest run of days in order is believed; a commit whose day is not in it gets that of the one before, or of
    the first that is. O(n log n), by patience sorting.
    """
    capped = [min(day, last) for day in days]
    believed = _longest_run(capped)
    found: list[date] = []
    current = capped[believed[0]] if believed else last
    marks = set(believed)
    for index, day in enumerate(capped):
        if index in marks:
            current = day
        found.append(current)
    return found


def _longest_run(days: Sequence[date]) -> list[int]:
    """The indices of a longest subsequence that never goes back; of several the one that ends earliest."""
    ends: list[date] = []
    at: list[int] = []
    before: list[int] = []
    for index, day in enumerate(days):
        place = bisect_right(ends, day)
        before.append(at[place - 1] if place else -1)
        if place == len(ends):
            ends.append(day)
            at.append(index)
        else:
            ends[place] = day
            at[place] = index
    found: list[int] = []
    index = at[-1] if at else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]
