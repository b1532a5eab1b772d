"""The values of metrics over time, from the rows of their files."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from milepost.events.tables import DENOMINATOR, NUMERATOR
from milepost.loading.tables import Row, Table
from milepost.model.periods import Period, parse_period
from milepost.model.portal import Portal
from milepost.model.records.metric import Metric
from milepost.model.reference import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One value; None where there are no data, which is never zero. A ratio has its parts."""

    period: Period
    value: float | None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, kw_only=True)
class MetricSeries:
    """The values of a metric by period, in order: the total, and each segment by its name."""

    total: tuple[Observation, ...] = ()
    segments: Mapping[str, tuple[Observation, ...]]

    @cached_property
    def _valued(self) -> tuple[Observation, ...]:
        return tuple(one for one in self.total if one.value is not None)

    def known(self, as_of: date | None = None) -> tuple[Observation, ...]:
        """Observations that have a value; with `as_of` only those of periods that were over by then."""
        valued = self._valued
        if as_of is None or not valued or valued[-1].period.complete(as_of):
            return valued
        return tuple(one for one in valued if one.period.complete(as_of))

    def latest(self, as_of: date) -> Observation | None:
        """The newest value of a period that was over by `as_of`."""
        known = self.known(as_of)
        return known[-1] if known else None


def all_series(portal: Portal, tables: Mapping[Ref, Table]) -> Mapping[Ref, MetricSeries]:
    """The series of every metric that has one: from its own column, or as the ratio of its parts."""
    metrics = [record for record in portal.everything() if isinstance(record, Metric)]
    found = {metric.key: _from_rows(metric, tables[metric.key].rows) for metric in metrics if metric.key in tables}
    for metric in metrics:
        if metric.key in found or not (metric.numerator and metric.denominator):
            continue
        upper = portal.find(metric.numerator, Metric, metric.project_id)
        lower = portal.find(metric.denominator, Metric, metric.project_id)
        if upper and lower and upper.key in found and lower.key in found:
            found[metric.key] = _ratio(found[upper.key], found[lower.key])
    return found


def _from_rows(metric: Metric, rows: tuple[Row, ...]) -> MetricSeries:
    series = metric.series
    column = (series and series.column) or metric.id
    segment = series.segment if series else None
    is_computed = bool(series and series.events)  # then the rows hold the parts of a ratio, too
    by_segment: dict[str, dict[Period, Observation]] = {}
    for row in rows:
        period = parse_period(row.get("date", ""))
        if period is not None and column in row:
            name = row.get(segment, "") if segment else ""
            value = number_of(row[column])
            parts = (number_of(row[NUMERATOR]), number_of(row[DENOMINATOR])) if is_computed else (None, None)
            values = by_segment.setdefault(name, {})
            if value is not None or period not in values:  # of two values of a period the last counts
                values[period] = Observation(period=period, value=value, numerator=parts[0], denominator=parts[1])
    ordered = {name: tuple(values[period] for period in sorted(values)) for name, values in by_segment.items()}
    total = ordered.pop("", ())
    if not total and ordered and metric.kind == "count" and metric.aggregation == "sum":
        total = _summed(ordered)
    return MetricSeries(total=total, segments=ordered)


def _summed(segments: Mapping[str, tuple[Observation, ...]]) -> tuple[Observation, ...]:
    """Count metrics add up over segments; a period that one of them has no value for has no total."""
    values: dict[Period, list[float | None]] = {}
    for observations in segments.values():
        for one in observations:
            values.setdefault(one.period, []).append(one.value)
    return tuple(
        Observation(period=period, value=math.fsum(v for v in found if v is not None) if None not in found else None)
        for period, found in sorted(values.items())
    )


def _ratio(upper: MetricSeries, lower: MetricSeries) -> MetricSeries:
    below = {one.period: one.value for one in lower.total}
    return MetricSeries(
        total=tuple(
            Observation(
                period=one.period,
                value=one.value / divisor if one.value is not None and (divisor := below.get(one.period)) else None,
                numerator=one.value,
                denominator=below.get(one.period),
            )
            for one in upper.total
        ),
        segments={},
    )


def number_of(text: str) -> float | None:
    """A number as data files write it, or a percentage; None for anything else, NaN and infinity too."""
    try:
        number = float(text.rstrip("%")) / (100 if text.endswith("%") else 1) if text else None
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) else None
