"""Where a metric stands: against its thresholds or target, and how old its newest value is."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from milepost.analysis.series import MetricSeries
from milepost.events.definition import definition_of
from milepost.model.records.metric import Metric

Standing = Literal["on-target", "tolerable", "off-target", "below", "above", "none"]
"""By thresholds: on target, tolerable, off target. By the target alone: on target, below or above it. Else none."""

_FRESHNESS = {"day": 3, "week": 10, "month": 40}
"""Calendar days by cadence, where a metric does not say itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """Age of the newest complete value in calendar days, against the age that is allowed; no age without values."""

    age: int | None
    allowed: int

    @property
    def stale(self) -> bool:
        return self.age is not None and self.age > self.allowed


def freshness(metric: Metric, series: MetricSeries | None, as_of: date) -> Freshness:
    """The age is counted from the end of the newest period that has a value."""
    latest = series.latest(as_of) if series else None
    return Freshness(age=(as_of - latest.period.end).days if latest else None, allowed=allowed_age(metric))


def allowed_age(metric: Metric) -> int:
    """How many calendar days old the newest value may be: as the metric says, else by its cadence.

    A value that is computed from events waits for the day of return, or for the window of a funnel, to be over.
    """
    if metric.freshness:
        return metric.freshness.days
    definition = definition_of(metric)
    return _FRESHNESS.get(metric.cadence or "day", 3) + (definition.lag if definition else 0)


def higher_is_better(metric: Metric) -> bool | None:
    """Which way is better; for a metric to maintain what its thresholds say, None when they say nothing."""
    if metric.direction in ("increase", "decrease"):
        return metric.direction == "increase"
    limits = metric.thresholds
    if limits and limits.green is not None and limits.amber is not None and limits.green != limits.amber:
        return limits.green > limits.amber
    return None


def standing(metric: Metric, value: float | None) -> Standing:
    """By the thresholds where there are any, else by the target; a value at the limit is within it."""
    better = higher_is_better(metric)
    if value is None:
        return "none"
    limits = metric.thresholds
    if limits and limits.green is not None and better is not None:
        if _reaches(value, limits.green, higher=better):
            return "on-target"
        tolerable = limits.amber is not None and _reaches(value, limits.amber, higher=better)
        return "tolerable" if tolerable else "off-target"
    return against_target(metric, value)


def against_target(metric: Metric, value: float | None) -> Standing:
    """By the target alone; `none` for a metric to maintain that says nothing of how far it may stray."""
    better = higher_is_better(metric)
    if value is None or metric.target is None or better is None:
        return "none"
    if _reaches(value, metric.target, higher=better):
        return "on-target"
    return "below" if better else "above"


def _reaches(value: float, limit: float, *, higher: bool) -> bool:
    return value >= limit if higher else value <= limit
