"""Days, ISO weeks and months as the periods of a series."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both included; `label` is how the file writes it."""

    start: date
    end: date
    label: str = ""

    def complete(self, as_of: date) -> bool:
        """Whether the period was over at the start of `as_of`."""
        return self.end < as_of


@lru_cache(maxsize=10_000)
def parse_period(text: str) -> Period | None:
    """A day `2026-11-02`, an ISO week `2026-W45` or a month `2026-11`; None for anything else."""
    try:
        week = _WEEK.fullmatch(text)
        if week:
            start = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return Period(start, start + timedelta(days=6), text)
        month = _MONTH.fullmatch(text)
        if month:
            year, number = int(month[1]), int(month[2])
            return Period(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), text)
        day = date.fromisoformat(text) if len(text) == len("2026-11-02") else None
    except (ValueError, OverflowError):
        return None
    return Period(day, day, text) if day else None


def next_period(period: Period) -> Period | None:
    """The one after it, of the same kind; None at the end of time."""
    return _beginning(period.end.toordinal() + 1, period)


def previous_period(period: Period) -> Period | None:
    """The one before it, of the same kind; None at the beginning of time."""
    return _beginning(period.start.toordinal() - 1, period)


def missing_between(one: Period, other: Period) -> int:
    """How many periods lie between two of the same kind, by their order; 0 where the kinds differ."""
    if len(one.label) != len(other.label):
        return 0
    if is_month(one):
        return max((other.start.year - one.start.year) * 12 + other.start.month - one.start.month - 1, 0)
    length = (one.end - one.start).days + 1
    return max((other.start - one.start).days // length - 1, 0)


def is_month(period: Period) -> bool:
    """Whether it is written as a month."""
    return _MONTH.fullmatch(period.label) is not None


def _beginning(day: int, like: Period) -> Period | None:
    """The period that holds a day, of the same kind as another."""
    try:
        found = date.fromordinal(day)
    except ValueError:
        return None
    if like.start == like.end:
        return parse_period(found.isoformat())
    year, week, _ = found.isocalendar()
    return parse_period(found.isoformat()[:7] if is_month(like) else f"{year:04}-W{week:02}")
