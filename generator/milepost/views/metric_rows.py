"""Metrics as rows: a sparkline of half a year, the newest value, its change, the value to reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from milepost.analysis.metric_trend import is_daily, pooled_mean, trend
from milepost.analysis.progress import recent_value
from milepost.analysis.series import MetricSeries
from milepost.charts.sparkline import sparkline
from milepost.model.portal import Home
from milepost.model.records.metric import Metric
from milepost.views.context import Anchor, ViewContext
from milepost.views.metric_values import Delta, aim, delta, with_unit

WEEKS = 26
CORE = ("visits", "retention", "conversion")


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """A metric's row; `on` is the last day of its newest value."""

    what: Anchor
    project: Anchor | None
    spark: Markup
    current: str
    on: str
    delta: Delta
    target: str
    definition: str


def core_metrics(home: Home) -> tuple[Metric, ...]:
    """Those with a role, visits, retention and conversion first; all metrics where none has a role."""
    metrics = list(home.all(Metric).values())
    with_role = [metric for metric in metrics if metric.role]
    order = {role: number for number, role in enumerate(CORE)}
    return tuple(sorted(with_role, key=lambda one: order.get(one.role or "", len(CORE))) if with_role else metrics)


def metric_rows(
    context: ViewContext, metrics: Iterable[Metric], *, with_project: bool = False
) -> tuple[MetricRow, ...]:
    """The rows, in the order given."""
    rows = []
    for metric in metrics:
        series = context.analysis.series.get(metric.key)
        value, on = recent_value(series, context.as_of)
        project = context.project_of(metric) if with_project else None
        title = context.title(metric)
        rows.append(
            MetricRow(
                what=context.link(metric),
                project=context.link(project.record) if project else None,
                spark=sparkline(
                    _weekly(series, context.as_of),
                    target=metric.target,
                    label=context.t("home.spark", title=title, weeks=WEEKS),
                ),
                current=with_unit(context, metric, value),
                on=context.formats.short(on) if on else "",
                delta=delta(context, metric, trend(series, context.as_of, context.calendar_of(metric))),
                target=aim(context, metric, metric.target),
                definition=context.text(metric.formula),
            )
        )
    return tuple(rows)


def _weekly(series: MetricSeries | None, as_of: date) -> list[float | None]:
    """One value a week for the last 26 weeks, missing ones as None; longer periods as they are."""
    if series is None or not series.total:
        return []
    first = as_of - timedelta(weeks=WEEKS)
    if not is_daily(series):
        return [one.value for one in series.total if one.period.start >= first and one.period.complete(as_of)]
    weeks = []
    days = [one for one in series.total if first <= one.period.start < as_of]
    for number in range(WEEKS):
        start = first + timedelta(weeks=number)
        weeks.append(pooled_mean([one for one in days if start <= one.period.start < start + timedelta(weeks=1)]))
    return weeks
