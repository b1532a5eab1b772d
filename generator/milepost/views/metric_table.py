"""The data table of a metric: its last periods, the newest first, with totals, parts of a ratio and segments."""

from dataclasses import dataclass

from milepost.analysis.series import MetricSeries
from milepost.model.periods import Period
from milepost.model.records.metric import Metric
from milepost.views.context import ViewContext
from milepost.views.metric_values import exact, unit

PERIODS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow:
    """A period and its values in words; `open` while it is not over."""

    period: str
    values: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """Column heads and rows; `periods` counts all that have a value, the rows are the newest of them."""

    heads: tuple[str, ...]
    rows: tuple[DataRow, ...]
    periods: int


def data_table(context: ViewContext, metric: Metric) -> DataTable | None:
    """None where the metric has no rows at all."""
    series = context.analysis.series.get(metric.key)
    if series is None or not (series.total or series.segments):
        return None
    words = unit(context, metric)
    with_parts = any(one.numerator is not None or one.denominator is not None for one in series.total)
    heads = [context.t("metrics.table.total", unit=words) if words else context.t("metrics.table.value")]
    heads += [_part(context, metric, name) for name in ("numerator", "denominator")] if with_parts else []
    heads += list(series.segments)
    periods = sorted(
        {one.period for values in (series.total, *series.segments.values()) for one in values}, reverse=True
    )
    cells = _Cells(context, metric, series, with_parts=with_parts)
    rows = tuple(
        DataRow(
            period=period.label or period.start.isoformat(),
            values=cells(period),
            open=not period.complete(context.as_of),
        )
        for period in periods[:PERIODS]
    )
    return DataTable(heads=tuple(heads), rows=rows, periods=len(periods))


def _part(context: ViewContext, metric: Metric, name: str) -> str:
    ref = metric.numerator if name == "numerator" else metric.denominator
    return context.link_to(ref, ("metrics",), metric.project_id).text


class _Cells:
    """Looks up the values of a period in all columns."""

    def __init__(self, context: ViewContext, metric: Metric, series: MetricSeries, *, with_parts: bool) -> None:
        self.context, self.metric, self.with_parts = context, metric, with_parts
        self.total = {one.period: one for one in series.total}
        self.segments = [{one.period: one.value for one in values} for values in series.segments.values()]

    def __call__(self, period: Period) -> tuple[str, ...]:
        one = self.total.get(period)
        values = [exact(self.context, self.metric, one.value if one else None)]
        if self.with_parts:
            plain = [one.numerator if one else None, one.denominator if one else None]
            values += [
                self.context.formats.number(value, 0 if value is None or value == int(value) else 2) for value in plain
            ]
        values += [exact(self.context, self.metric, values_of.get(period)) for values_of in self.segments]
        return tuple(values)
