"""What a metric did around a day: its mean before and since, as an observation that proves nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from milepost.analysis.series import MetricSeries, Observation
from milepost.model.field_types import Change

WINDOW_DAYS = {"day": 28, "week": 56, "month": 92}
"""How far back and forward to look, by cadence: 28 days, 8 weeks, 3 months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Means of the complete periods before a day and from it on, with how many periods they rest on.

    A mean is None without periods. Ratios with parts are pooled (Σ numerator / Σ denominator), all others are plain
    means.
    """

    before: float | None
    before_count: int
    since: float | None
    since_count: int

    @property
    def difference(self) -> float | None:
        """Since less before."""
        return None if self.before is None or self.since is None else self.since - self.before


def observe(series: MetricSeries | None, on: date, as_of: date, cadence: str | None = "day") -> Observed:
    """The window before `on`, and as long a window from `on`, as far as it was over at the start of `as_of`."""
    window = timedelta(days=WINDOW_DAYS.get(cadence or "day", WINDOW_DAYS["day"]))
    known = series.known(as_of) if series else ()
    before = [one for one in known if on - window <= one.period.start and one.period.end < on]
    since = [one for one in known if one.period.start >= on and one.period.end < on + window]
    return Observed(before=_mean(before), before_count=len(before), since=_mean(since), since_count=len(since))


def in_terms_of(change: Change, observed: Observed) -> float | None:
    """The observed difference in the unit of an expected change: percent, percentage points, the metric's unit.

    None without both means, or relative to a mean of zero.
    """
    if observed.difference is None:
        return None
    if change.unit == "%":
        return observed.difference / abs(observed.before) * 100 if observed.before else None
    return observed.difference * 100 if change.unit == "pp" else observed.difference


def _mean(found: Sequence[Observation]) -> float | None:
    if not found:
        return None
    parts = [(one.numerator, one.denominator) for one in found if one.numerator is not None and one.denominator]
    if len(parts) == len(found):
        return sum(upper for upper, _ in parts if upper is not None) / sum(lower for _, lower in parts if lower)
    values = [one.value for one in found if one.value is not None]
    return sum(values) / len(values) if values else None
