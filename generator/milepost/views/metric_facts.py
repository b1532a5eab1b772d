"""What is said of one metric wherever it stands: current value, change, aim, state, freshness, sparkline."""

from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from milepost.analysis.metric_standing import Freshness, Standing, against_target, freshness, standing
from milepost.analysis.metric_trend import Trend, is_daily, seven_day_means, trend
from milepost.analysis.progress import recent_value
from milepost.analysis.series import MetricSeries
from milepost.analysis.year_on_year import year_on_year
from milepost.charts.sparkline import sparkline
from milepost.model.records.metric import Metric
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import State, Status
from milepost.views.metric_values import Delta, aim, delta, difference, number, tidy, unit, with_unit

_STATES: dict[Standing, State] = {
    "on-target": "good",
    "tolerable": "warn",
    "off-target": "bad",
    "below": "info",
    "above": "info",
    "none": "none",
}
_SPARK_POINTS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricFacts:
    """A metric's line in the summary; `value` is without the unit, `on` the last day that it covers."""

    metric: Metric
    link: Anchor
    value: float | None
    text: str
    unit: str
    full: str
    on: str
    period: str
    trend: Trend | None
    delta: Delta
    year: Delta
    aim: str
    standing: Standing
    status: Status
    fresh: Freshness
    freshness: Status
    spark: Markup
    finding: str


def metric_facts(context: ViewContext, metric: Metric) -> MetricFacts:
    """Everything from the metric's series at the portal's as-of day."""
    series = context.analysis.series.get(metric.key)
    value, on = recent_value(series, context.as_of)
    found = trend(series, context.as_of, context.calendar_of(metric))
    stands = standing(metric, value)
    period = _period(series)
    change = delta(context, metric, found)
    return MetricFacts(
        metric=metric,
        link=context.link(metric),
        value=value,
        text=number(context, metric, value),
        unit=unit(context, metric),
        full=with_unit(context, metric, value),
        on=context.formats.short(on),
        period=period,
        trend=found,
        delta=change,
        year=delta(context, metric, year_on_year(series, context.as_of, context.calendar_of(metric))),
        aim=aim(context, metric, metric.target),
        standing=stands,
        status=Status(state=_STATES[stands], word=context.t(f"metrics.standing.{_word(stands, value)}")),
        fresh=freshness(metric, series, context.as_of),
        freshness=_freshness(context, freshness(metric, series, context.as_of)),
        spark=_spark(context, metric, series),
        finding=tidy(_finding(context, metric, value, period, change)),
    )


def _word(stands: Standing, value: float | None) -> str:
    return "no-data" if value is None else stands


def _period(series: MetricSeries | None) -> str:
    if series is None or not series.total or is_daily(series):
        return "day"
    last = series.total[-1].period
    return "week" if last.end - last.start <= timedelta(days=7) else "month"


def _freshness(context: ViewContext, fresh: Freshness) -> Status:
    if fresh.age is None:
        return Status(state="none", word=context.t("metrics.fresh.none"))
    key = "stale" if fresh.stale else "ok"
    return Status(
        state="warn" if fresh.stale else "good",
        word=context.t(f"metrics.fresh.{key}", age=fresh.age, allowed=fresh.allowed),
    )


def _spark(context: ViewContext, metric: Metric, series: MetricSeries | None) -> Markup:
    """The last 26 values; of a daily metric its 7-day mean, one for each week back from the newest day."""
    if series is None:
        return Markup()
    label = context.t("metrics.spark-label", title=context.title(metric))
    if not is_daily(series):
        values = [one.value if one.period.complete(context.as_of) else None for one in series.total]
        return sparkline(values[-_SPARK_POINTS:], target=metric.target, label=label)
    means = dict(seven_day_means(series, context.as_of))
    if not means:
        return sparkline([one.value for one in series.known(context.as_of)], target=metric.target, label=label)
    first, last = min(means), max(means)
    weeks = min(_SPARK_POINTS, (last - first).days // 7 + 1)
    return sparkline(
        [means.get(last - timedelta(weeks=back)) for back in reversed(range(weeks))], target=metric.target, label=label
    )


def _finding(context: ViewContext, metric: Metric, value: float | None, period: str, change: Delta) -> str:
    """The chart's title: the value, how it moves, what is missing to the target."""
    if value is None:
        return context.t("metrics.finding.none")
    said = context.t(f"metrics.finding.{period}", value=with_unit(context, metric, value))
    if change.way == "flat":
        said += context.t(f"metrics.finding.flat-{period}")
    elif change.way != "unknown":
        note = context.t("metrics.in-brackets", text=change.note) if change.note else ""
        said += context.t(f"metrics.finding.change-{period}", change=change.text) + note
    if metric.target is None:
        return said
    target = with_unit(context, metric, metric.target)
    missing = difference(context, metric, metric.target - value, before=None if metric.kind == "count" else value)
    stands = against_target(metric, value)
    if stands == "none":
        return said + context.t(
            "metrics.finding.kept",
            target=target,
            difference=difference(context, metric, value - metric.target, before=metric.target),
        )
    if stands == "on-target":
        return said + context.t("metrics.finding.reached", target=target)
    return said + context.t("metrics.finding.missing", target=target, difference=missing.lstrip("+−"))
