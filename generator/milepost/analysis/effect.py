"""What a metric did around a day, against the change that was expected: an observation, which proves no cause."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from milepost.analysis.series import MetricSeries, Observation
from milepost.model.parts import Expectation
from milepost.model.records.metric import Metric

Verdict = Literal["met", "partly", "missed", "too-early", "not-enough-data"]
DAYS = {"day": 1, "week": 7, "month": 31}
"""The length of a period, at most."""
_NORMAL = 1.959964
"""Within so many standard deviations lie 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How many complete periods before and after a day are compared, and the least share of them that will do."""

    days: int = 28
    weeks: int = 8
    months: int = 3
    share: float = 0.5

    def periods(self, cadence: str) -> int:
        """How many of a cadence."""
        return {"day": self.days, "week": self.weeks, "month": self.months}[cadence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Means before a day and from it on, their difference with its 95 % interval, and what is to be said of it.

    A mean is None without periods. Difference and interval are in the unit of the expected change: percent of the mean
    before, percentage points, or the metric's own unit; None where they cannot be said.
    """

    before: float | None
    before_count: int
    since: float | None
    since_count: int
    difference: float | None
    low: float | None
    high: float | None
    verdict: Verdict


def effect(  # noqa: PLR0913 - the expectation, and what it is held against
    expected: Expectation,
    metric: Metric,
    series: MetricSeries | None,
    on: date,
    *,
    as_of: date,
    window: Window,
) -> Effect:
    """The complete periods before `on` against as many from it on, as far as those were over at the start of `as_of`.

    Days are compared weekday by weekday: a weekday counts that has values on both sides, and each counts the same.
    Ratios with parts are pooled, Σ numerator ÷ Σ denominator.
    """
    cadence = metric.cadence or "day"
    before, since = around(series, on, as_of, cadence, window)
    if cadence == "day":
        shared = {_weekday(one) for one in before} & {_weekday(one) for one in since}
        before, since = ([one for one in side if _weekday(one) in shared] for side in (before, since))
    earlier, later = (_side(side, by_weekday=cadence == "day") for side in (before, since))
    change = expected.change
    difference = low = high = None
    if earlier and later and change and not (change.unit == "%" and not earlier.mean):
        scale = 100 / abs(earlier.mean) if change.unit == "%" else 100 if change.unit == "pp" else 1
        difference = (later.mean - earlier.mean) * scale
        margin = _margin(earlier, later)
        if margin is not None:
            low, high = difference - margin * scale, difference + margin * scale
    needed = math.ceil(window.share * window.periods(cadence))
    enough = min(len(before), len(since)) >= needed and all(
        _sample(side) >= (metric.min_sample or 0) for side in (before, since)
    )
    return Effect(
        before=earlier.mean if earlier else None,
        before_count=len(before),
        since=later.mean if later else None,
        since_count=len(since),
        difference=difference,
        low=low,
        high=high,
        verdict=_verdict(expected, as_of, difference, (low, high), enough=enough),
    )


def around(
    series: MetricSeries | None, on: date, as_of: date, cadence: str, window: Window
) -> tuple[list[Observation], list[Observation]]:
    """The values of the complete periods before a day, and of those from it on."""
    count = window.periods(cadence)
    reach, day = count * DAYS[cadence] + DAYS[cadence] - 1, on.toordinal()
    known = series.known(as_of) if series else ()
    before = [one for one in known if one.period.end < on and one.period.start.toordinal() >= day - reach]
    since = [one for one in known if one.period.start >= on and one.period.end.toordinal() < day + reach]
    return before[-count:], since[:count]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The mean of one side, the variance of that mean, and the degrees of freedom of it."""

    mean: float
    variance: float
    freedom: int


def _side(found: Sequence[Observation], *, by_weekday: bool) -> _Side | None:
    if not found:
        return None
    parts = [(one.numerator, one.denominator) for one in found if one.numerator is not None and one.denominator]
    if len(parts) == len(found):
        return _pooled([(upper, lower) for upper, lower in parts if upper is not None and lower is not None])
    groups: dict[int, list[float]] = {}
    for one in found:
        if one.value is not None:
            groups.setdefault(_weekday(one) if by_weekday else 0, []).append(one.value)
    return _grouped(groups)


def _grouped(groups: Mapping[int, Sequence[float]]) -> _Side:
    """The mean of the groups' means; the spread within groups says how sure it is."""
    means = {name: math.fsum(values) / len(values) for name, values in groups.items()}
    count = sum(len(values) for values in groups.values())
    freedom = count - len(groups)
    squares = math.fsum((value - means[name]) ** 2 for name, values in groups.items() for value in values)
    spread = squares / freedom if freedom else 0.0
    variance = spread * math.fsum(1 / len(values) for values in groups.values()) / len(groups) ** 2
    return _Side(mean=math.fsum(means.values()) / len(means), variance=variance, freedom=freedom)


def _pooled(parts: Sequence[tuple[float, float]]) -> _Side:
    """Σ numerator ÷ Σ denominator; how the periods scatter around it says how sure it is (ratio estimator)."""
    total = math.fsum(lower for _, lower in parts)
    mean = math.fsum(upper for upper, _ in parts) / total
    count = len(parts)
    squares = math.fsum((upper - mean * lower) ** 2 for upper, lower in parts)
    variance = count / (count - 1) * squares / total**2 if count > 1 else 0.0
    return _Side(mean=mean, variance=variance, freedom=count - 1)


def _margin(one: _Side, other: _Side) -> float | None:
    """Half of the 95 % interval of a difference, by Student's t; None where a side has no spread to be seen."""
    if one.freedom < 1 or other.freedom < 1:
        return None
    return _student(one.freedom + other.freedom) * math.sqrt(one.variance + other.variance)


def _student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t, by its expansion around the normal one: right to 0.02 from 3 degrees on."""
    z, v = _NORMAL, freedom
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    )


def _verdict(
    expected: Expectation,
    as_of: date,
    difference: float | None,
    interval: tuple[float | None, float | None],
    *,
    enough: bool,
) -> Verdict:
    """Met when all came that was expected; partly when less came, but surely not nothing; nothing is said too early."""
    if expected.by is None or as_of <= expected.by:
        return "too-early"
    low, high = interval
    if not enough or expected.change is None or difference is None or low is None or high is None:
        return "not-enough-data"
    wanted = float(expected.change.amount)
    if wanted == 0:
        return "met" if low <= 0 <= high else "missed"
    way = math.copysign(1, wanted)
    if difference * way >= abs(wanted) - 1e-9:
        return "met"
    return "partly" if min(low * way, high * way) > 0 else "missed"


def _sample(side: Sequence[Observation]) -> float:
    """What a side of a ratio rests on; without parts nothing is known, and anything is enough."""
    known = [one.denominator for one in side if one.denominator is not None]
    return math.fsum(known) if known else math.inf


def _weekday(one: Observation) -> int:
    return one.period.start.weekday()
