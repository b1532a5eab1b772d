"""The chart of a metric with all that is drawn on it: target band, thresholds, a goal's pace, gaps, events."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from markupsafe import Markup

from milepost.analysis.jumps import jumps
from milepost.analysis.metric_standing import higher_is_better
from milepost.analysis.metric_trend import is_daily, seven_day_means
from milepost.analysis.progress import recent_value
from milepost.analysis.series import MetricSeries
from milepost.charts.legend import legend
from milepost.charts.line import event_key, metric_chart
from milepost.charts.line_model import Event, MetricChart, Point, TargetBand, Threshold
from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric
from milepost.rules.jump_limits import jump_limits
from milepost.views.chart_words import axis_words
from milepost.views.context import ViewContext
from milepost.views.metric_events import metric_events
from milepost.views.metric_values import number, ticks, unit, with_unit

_EVERY = {"day": 1, "week": 7, "month": 31}
_SHORT_UNIT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A finished chart, its legend and the key of its events; `sub` says what is plotted. Empty without data."""

    chart: Markup
    legend: Markup
    key: Markup
    sub: str


def metric_figure(  # noqa: PLR0913 - each says which part of the whole is drawn
    context: ViewContext,
    metric: Metric,
    goal: Goal | None = None,
    *,
    since: date | None = None,
    height: int = 300,
    events: bool = True,
) -> Figure:
    """The chart from `since` on, with the pace line and target of `goal`; the metric's own target without one."""
    series = context.analysis.series.get(metric.key)
    points = _points(series, context.as_of, since)
    if series is None or not points:
        return Figure(chart=Markup(), legend=Markup(), key=Markup(), sub="")
    daily = is_daily(series)
    every = 1 if daily else _EVERY[_cadence(series)]
    mean = tuple(
        Point(day=day, value=value)
        for day, value in seven_day_means(series, context.as_of)
        if not since or day >= since
    )
    strong = mean if daily and len(mean) > 1 else ()
    bands = _bands(context, metric, goal, (points[0].day, points[-1].day))
    pace = _pace(goal)
    last_day = max([points[-1].day, *(band.finish for band in bands), *(end.day for end in pace or ())])
    marks: tuple[Event, ...] = metric_events(context, metric, points[0].day, last_day) if events else ()
    current, _ = recent_value(series, context.as_of)
    title = context.title(metric)
    span = f"{context.formats.iso(points[0].day)}–{context.formats.iso(points[-1].day)}"
    chart = MetricChart(
        points=points,
        label=context.t("metrics.chart-label", title=title, span=span),
        axis=axis_words(context),
        mean=strong,
        every=every,
        last_text=with_unit(context, metric, current) if metric.kind == "ratio" else _short(context, metric, current),
        gap_text=context.t("metrics.gap"),
        bands=bands,
        thresholds=_thresholds(context, metric, bands),
        pace=pace,
        events=marks,
        jumps=_jumps(context, series, points),
        jump_text=context.t("metrics.legend.jump"),
        hold=_air(points, bands),
        height=height,
    )
    drawn = metric_chart(chart, tick_format=ticks(context, metric))
    return Figure(
        chart=drawn,
        legend=_legend(context, chart, daily=daily),
        key=event_key(chart),
        sub=_sub(context, metric, chart, daily=daily),
    )


def _short(context: ViewContext, metric: Metric, value: float | None) -> str:
    """The value beside the line's end; a unit that would narrow the plot stays in the second line of the heading."""
    return (with_unit if len(unit(context, metric)) <= _SHORT_UNIT else number)(context, metric, value)


def _points(series: MetricSeries | None, as_of: date, since: date | None) -> tuple[Point, ...]:
    known = series.known(as_of) if series else ()
    return tuple(Point(day=one.period.start, value=one.value) for one in known if not since or one.period.end >= since)


def _jumps(context: ViewContext, series: MetricSeries, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Those of the points that `series-jump` calls jumps; of a ratio with parts none, as there."""
    known = series.known(context.as_of)
    if any(one.denominator is not None for one in known):
        return ()
    found = jumps([one.value for one in known if one.value is not None], jump_limits(context.portal))
    days = {known[index].period.start for index, _, _ in found}
    return tuple(point for point in points if point.day in days)


def _cadence(series: MetricSeries) -> Literal["week", "month"]:
    last = series.total[-1].period
    return "week" if (last.end - last.start) <= timedelta(days=7) else "month"


def _bands(context: ViewContext, metric: Metric, goal: Goal | None, data: tuple[date, date]) -> tuple[TargetBand, ...]:
    target = metric.target if goal is None or goal.target is None else goal.target
    if target is None:
        return ()
    start = goal.start if goal and goal.start else data[0]
    finish = goal.due if goal and goal.due else data[1]
    if finish < start:
        return ()
    direction = (goal.direction if goal else None) or metric.direction
    return (
        TargetBand(
            start=start,
            finish=finish,
            low=None if direction == "decrease" else target,
            high=None if direction == "increase" else target,
            text=context.t(f"metrics.band.{direction or 'maintain'}", value=with_unit(context, metric, target)),
        ),
    )


def _air(points: tuple[Point, ...], bands: tuple[TargetBand, ...]) -> tuple[float, ...]:
    """Room inside of a band beyond its edge, for its name: an eighth of what the axis spans."""
    edges = [edge for band in bands for edge in (band.low, band.high) if edge is not None]
    values = [*(point.value for point in points if point.value is not None), *edges]
    room = (max(values) - min(values)) / 8
    above = [band.low + room for band in bands if band.low is not None and band.high is None]
    below = [band.high - room for band in bands if band.high is not None and band.low is None]
    return (*above, *below)


def _thresholds(context: ViewContext, metric: Metric, bands: tuple[TargetBand, ...]) -> tuple[Threshold, ...]:
    """Both limits; one that lies on the edge of the band is not drawn twice."""
    limits, better = metric.thresholds, higher_is_better(metric)
    if limits is None or better is None:
        return ()
    edges = {edge for band in bands for edge in (band.low, band.high)}
    side = "below" if better else "above"
    return tuple(
        Threshold(
            value=value,
            text=context.t(f"metrics.limit.{name}-{side}", value=with_unit(context, metric, value)),
            tone="warn" if name == "green" else "bad",
        )
        for name, value in (("green", limits.green), ("amber", limits.amber))
        if value is not None and value not in edges
    )


def _pace(goal: Goal | None) -> tuple[Point, Point] | None:
    """From the baseline, at the goal's start, to the target at its end."""
    if goal is None or goal.baseline is None or goal.target is None or goal.due is None:
        return None
    start = goal.start or goal.baseline_date
    if start is None or start >= goal.due or goal.baseline == goal.target:
        # what is kept has no way to go: its line would lie on the target's
        return None
    return Point(day=start, value=goal.baseline), Point(day=goal.due, value=goal.target)


def _legend(context: ViewContext, chart: MetricChart, *, daily: bool) -> Markup:
    entries = []
    if chart.mean:
        entries += [("line-1", context.t("metrics.legend.mean")), ("daily", context.t("metrics.legend.daily"))]
    else:
        entries.append(
            ("line-1", context.t(f"metrics.legend.{'daily' if daily else 'week' if chart.every <= 7 else 'month'}"))
        )
    if chart.pace:
        entries.append(("pace", context.t("metrics.legend.pace")))
    if chart.jumps:
        entries.append(("jump", context.t("metrics.legend.jump")))
    if any(band.low is None or band.high is None for band in chart.bands):
        entries.append(("target", context.t("metrics.legend.target")))
    return legend(entries)


def _sub(context: ViewContext, metric: Metric, chart: MetricChart, *, daily: bool) -> str:
    what = "mean" if chart.mean else "daily" if daily else "week" if chart.every <= 7 else "month"
    unit = "%" if metric.kind == "ratio" else context.text(metric.unit)
    between = "，" if context.formats.zh else ", "
    return between.join(part for part in (unit, context.t(f"metrics.legend.{what}")) if part)
