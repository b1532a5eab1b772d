"""Scales that place dates in percent of a width and numbers in pixels of a height, and lead back again."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
_HUGE = 1e300


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeScale:
    """Whole days from `start` to `finish`, both included, laid over 0 to 100 percent.

    A day owns the interval from its left edge to its right edge, so a bar of one day has a width.
    """

    start: date
    finish: date

    def __post_init__(self) -> None:
        if self.finish < self.start:
            raise ValueError(f"time scale ends {self.finish} before it starts {self.start}")

    @property
    def days(self) -> int:
        return (self.finish - self.start).days + 1

    @property
    def digits(self) -> int:
        """Decimals a percentage needs so that rounding stays under an eighth of a day."""
        return max(2, math.ceil(math.log10(self.days * 4 / 100)))

    def left(self, day: date) -> float:
        """Percent of the edge where `day` begins; outside the window it is cut at 0 and 100."""
        return min(100.0, max(0.0, (day - self.start).days / self.days * 100))

    def right(self, day: date) -> float:
        """Percent of the edge where `day` ends."""
        return min(100.0, max(0.0, ((day - self.start).days + 1) / self.days * 100))

    def middle(self, day: date) -> float:
        """Percent of the middle of `day`; outside the window it is cut at 0 and 100."""
        past, days = (day - self.start).days, (self.finish - self.start).days + 1
        if 0 <= past < days:
            return (2 * past + 1) / days * 50
        return 0.0 if past < 0 else 100.0

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.finish

    def day_at_left(self, percent: float) -> date:
        """Day whose left edge is nearest: the inverse of `left`."""
        return self.start + timedelta(days=round(percent / 100 * self.days))

    def day_at_right(self, percent: float) -> date:
        """Day whose right edge is nearest: the inverse of `right`."""
        return self.start + timedelta(days=round(percent / 100 * self.days) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearScale:
    """Numbers from `low` to `high` over pixels from `bottom` up to `top` (pixels count downwards)."""

    low: float
    high: float
    top: float
    bottom: float

    def __post_init__(self) -> None:
        if not self.high > self.low:
            raise ValueError(f"scale needs high > low, got {self.low} and {self.high}")

    def __call__(self, value: float) -> float:
        """Pixel of `value`, cut at the ends of the scale."""
        share = (min(self.high, max(self.low, value)) - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    def value_at(self, pixel: float) -> float:
        """Inverse of the call."""
        return self.low + (self.bottom - pixel) / (self.bottom - self.top) * (self.high - self.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """Round numbers that enclose a set of values, and the decimals they are written with."""

    values: tuple[float, ...]
    digits: int

    @property
    def low(self) -> float:
        return self.values[0]

    @property
    def high(self) -> float:
        return self.values[-1]

    def scale(self, *, top: float, bottom: float) -> LinearScale:
        return LinearScale(low=self.low, high=self.high, top=top, bottom=bottom)


def finite(value: float | None) -> float | None:
    """`value`, or None when there is nothing that can be drawn (missing, NaN, infinite)."""
    return value if value is not None and math.isfinite(value) and abs(value) < _HUGE else None


def nice_ticks(values: Iterable[float | None], *, count: int = 5, whole: bool = False) -> Ticks:
    """Ticks in steps of 1, 2, 2.5 or 5 times a power of ten that enclose all finite `values`.

    Equal values get room on both sides; no values give 0 to 1. `count` is a wish, not a promise. With `whole` no tick
    has a fraction: there is no half of a task.
    """
    known = [v for v in map(finite, values) if v is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if high - low <= max(abs(low), abs(high)) * 1e-9:
        room = abs(low) / 10 or 1.0
        low, high = (0.0, high + room) if 0 <= low <= room else (low - room, high + room)
    raw = max((high - low) / max(1, count - 1), 1e-290)
    power = math.floor(math.log10(raw))
    factor = next(f for f in (1.0, 2.0, 2.5, 5.0, 10.0) if f * (1 + 1e-9) >= raw / 10.0**power)
    if whole and (power < 0 or (power == 0 and factor == 2.5)):
        power, factor = 0, 5.0 if power == 0 else 1.0
    step = factor * 10.0**power
    digits = max(0, -power + (factor == 2.5) - (factor == 10.0))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    places = range(first, max(last, first + 1) + 1)
    return Ticks(values=tuple(round(i * step, digits) + 0.0 for i in places), digits=digits)


def runs_of_days(days: Iterable[date]) -> list[tuple[date, date]]:
    """Adjacent days merged into (first, last), in order."""
    runs: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][1] == DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def window(days: Sequence[date], *, before: float = 0.01, after: float = 0.06) -> TimeScale | None:
    """Scale that holds all `days` with room at both ends (shares of the span); None without days."""
    if not days:
        return None
    first, last = min(days), max(days)
    span = (last - first).days + 1
    lead, tail = math.ceil(span * before), max(2, math.ceil(span * after))
    return TimeScale(
        start=first - min(lead, (first - date.min).days) * DAY,
        finish=last + min(tail, (date.max - last).days) * DAY,
    )
