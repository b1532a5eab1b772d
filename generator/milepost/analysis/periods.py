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
    except ValueError:
        return None
    return Period(day, day, text) if day else None
