"""The values of a metric as a row in time: how old the newest is, what is missing, what jumps, what rests on little."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from milepost.analysis.calendars import calendar_of
from milepost.analysis.jumps import jumps
from milepost.analysis.metric_standing import Freshness, allowed_age
from milepost.diagnostics.diagnostic import Diagnostic, Label, Severity
from milepost.i18n.message import message
from milepost.loading.discovery import Role
from milepost.loading.files import files_matching
from milepost.model.periods import Period, missing_between, next_period, previous_period
from milepost.model.records.metric import Metric
from milepost.rules.context import RuleContext
from milepost.rules.jump_limits import jump_limits
from milepost.rules.metric_columns import (
    Column,
    MetricData,
    labels_in,
    metric_data,
    quotients,
    shared_periods,
    where_defined,
)
from milepost.rules.record_state import in_open_project
from milepost.rules.rule import RuleKind, rule

_SHOWN = 8


@rule(Severity.WARNING, RuleKind.CLOCK)
def metric_stale(context: RuleContext) -> Iterator[Diagnostic]:
    """A metric whose newest value is older than it may be, or whose file is not there."""
    data = metric_data(context)
    data_files = {place.path for place in context.loaded.places if place.role is Role.DATA}
    measuring = {place.home for place in context.loaded.places if place.role is Role.DATA}
    stale = set()
    for metric in sorted(context.all(Metric), key=lambda one: bool(one.numerator)):  # parts before their ratios
        if not in_open_project(context.portal, metric):
            continue
        file = (metric.series.file or metric.series.events) if metric.series else None
        if file and metric.project_id in measuring and not files_matching(metric.project_id, file, data_files):
            stale.add(metric.key)
            yield context.finding("metric-stale", metric, *where_defined(metric), variant="no-file", file=file)
            continue
        newest = _newest(data, metric, context.as_of)
        age = Freshness(age=(context.as_of - newest[0].end).days if newest else None, allowed=allowed_age(metric))
        parts = data.parts(metric) if metric.series is None else None
        if newest is None or not age.stale or (parts and stale.intersection(part.key for part in parts)):
            continue
        stale.add(metric.key)
        period, (column, row) = newest
        yield context.finding(
            "metric-stale",
            metric,
            *(("freshness",) if metric.freshness else where_defined(metric)),
            labels=labels_in(data, column.metric, [column.location(row)], message("rules.metric-stale.label")),
            period=period.label,
            age=age.age,
            allowed=age.allowed,
        )


@rule(Severity.WARNING)
def series_gap(context: RuleContext) -> Iterator[Diagnostic]:
    """Periods without a value between the first and the last one of a metric."""
    data = metric_data(context)
    for columns in data.columns.values():
        metric = columns[0].metric
        if data.is_computed(metric):
            continue  # a day without events has nobody; a ratio of nobody has no value
        periods = data.total(metric).periods
        if periods and missing_between(periods[0], periods[-1]) == max(len(periods) - 2, 0):
            continue
        found = _with_values(data, columns)
        gaps = [pair for pair in pairwise(found) if missing_between(pair[0][0], pair[1][0])]
        if gaps and found[0][0].start == found[0][0].end:
            gaps = _but_days_off(context, metric, [period.start for period, _ in found], gaps)
        if not gaps:
            continue
        (before, _), (after, _) = gaps[0]
        first, last = next_period(before) or before, previous_period(after) or after
        yield context.finding(
            "series-gap",
            metric,
            *where_defined(metric),
            variant="one" if first == last else "",
            labels=tuple(
                Label(location=column.location(row, "date"), text=message("rules.series-gap.label"))
                for _, (_, (column, row)) in gaps[:_SHOWN]
            ),
            notes=(message("rules.series-gap.note", count=len(gaps)),) if len(gaps) > 1 else (),
            first=first.label,
            last=last.label,
        )


@rule(Severity.WARNING, thresholds={"k": 8, "periods": 28, "share": 0.2})
def series_jump(context: RuleContext) -> Iterator[Diagnostic]:
    """A value far from those before it, outside of all that they were."""
    data = metric_data(context)
    limits = jump_limits(context.portal)
    for columns in data.columns.values():
        metric, total = columns[0].metric, data.total(columns[0].metric)
        if data.is_computed(metric) and metric.kind == "ratio":
            continue  # as for ratios with parts: few users make rates that jump
        found = list(jumps(total.values, limits))
        if found:
            index, middle, spread = found[0]
            yield context.finding(
                "series-jump",
                metric,
                *where_defined(metric),
                labels=labels_in(
                    data,
                    metric,
                    (total.location(at) for at, _, _ in found[:_SHOWN]),
                    message("rules.series-jump.label"),
                ),
                notes=(
                    message("rules.series-jump.spread", median=f"{middle:.6g}", mad=f"{spread:.3g}"),
                    *((message("rules.series-jump.note", count=len(found)),) if len(found) > 1 else ()),
                ),
                value=f"{total.values[index]:.6g}",
                period=total.periods[index].label,
                periods=limits.periods,
            )


@rule(Severity.WARNING, thresholds={"periods": 28})
def low_sample(context: RuleContext) -> Iterator[Diagnostic]:
    """A ratio that rests on fewer than its `min_sample` in one of its newest periods."""
    data = metric_data(context)
    periods = max(int(context.threshold("low-sample", "periods")), 1)
    for metric in context.all(Metric):
        if metric.min_sample is None:
            continue
        parts, own = data.parts(metric), data.sample(metric)
        if own:
            sample, newest = own, list(range(len(own.values)))[-periods:]
        elif parts:
            sample = data.total(parts[1])
            newest = [other for _, other in shared_periods(data.total(parts[0]), sample)][-periods:]
        else:
            continue
        low = [index for index in newest if sample.values[index] < metric.min_sample]
        if low:
            yield context.finding(
                "low-sample",
                metric,
                "min_sample",
                labels=labels_in(
                    data,
                    metric,
                    (sample.location(index) for index in reversed(low[-_SHOWN:])),
                    message("rules.low-sample.label"),
                ),
                count=len(low),
                periods=len(newest),
                least=metric.min_sample,
                period=sample.periods[low[-1]].label,
                sample=f"{sample.values[low[-1]]:g}",
            )


_Placed = tuple[Period, tuple[Column, int]]


def _newest(data: MetricData, metric: Metric, as_of: date) -> _Placed | None:
    """The last period that was over and has a value: of a ratio in both of its parts."""
    if metric.key in data.columns:
        total = data.total(metric)
        for index in range(len(total.periods) - 1, -1, -1):
            if total.periods[index].complete(as_of):
                return total.periods[index], total.place(index)
        found = () if total.periods else _with_values(data, data.columns[metric.key])
        return next((one for one in reversed(found) if one[0].complete(as_of)), None)
    parts = data.parts(metric)
    if parts is None:
        return None
    total = data.total(parts[0])
    for index, _ in reversed(quotients(total, data.total(parts[1]))[1]):
        if total.periods[index].complete(as_of):
            return total.periods[index], total.place(index)
    return None


def _with_values(data: MetricData, columns: Sequence[Column]) -> Sequence[_Placed]:
    """The periods that have a value, in any segment where there is no total."""
    total = data.total(columns[0].metric)
    if total.periods:
        return [(period, total.place(index)) for index, period in enumerate(total.periods)]
    found = {
        period: (column, row)
        for column in columns
        for row, (period, value) in enumerate(zip(column.file.periods, column.values, strict=True))
        if period and value is not None
    }
    return sorted(found.items(), key=lambda one: one[0])


def _but_days_off(
    context: RuleContext, metric: Metric, days: Sequence[date], gaps: list[tuple[_Placed, _Placed]]
) -> list[tuple[_Placed, _Placed]]:
    """Without the gaps that hold only days off, for a metric that never has a value on one."""
    calendar = calendar_of(context.portal, context.portal.projects.get(metric.project_id))
    if any(not calendar.is_working(day) for day in days):
        return gaps
    return [
        (one, other)
        for one, other in gaps
        if any(
            calendar.is_working(one[0].end + timedelta(days=past))
            for past in range(1, missing_between(one[0], other[0]) + 1)
        )
    ]
