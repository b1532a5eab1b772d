"""Series that are computed from events, as rows of a file of values would hold them."""

from collections.abc import Mapping

from milepost.events.result import EventSeries, Value
from milepost.events.results import EventData
from milepost.loading.tables import Row, Table
from milepost.model.portal import Portal
from milepost.model.records.metric import Metric
from milepost.model.reference import Ref

NUMERATOR, DENOMINATOR = "numerator", "denominator"


def event_tables(portal: Portal, events: EventData) -> Mapping[Ref, Table]:
    """The rows of each metric that is computed from events: of a ratio with its parts."""
    found = {}
    for key, series in events.series.items():
        metric = portal.get(key)
        if isinstance(metric, Metric):
            found[key] = Table(paths=events.files[key], rows=_rows(metric, series))
    return found


def _rows(metric: Metric, series: EventSeries) -> tuple[Row, ...]:
    column = (metric.series and metric.series.column) or metric.id
    segment = (metric.series and metric.series.segment) or ""
    return tuple(_row(one, column, segment) for one in series.values)


def _row(one: Value, column: str, segment: str) -> Row:
    named = {segment: one.segment} if segment else {}
    parts = {NUMERATOR: _text(one.numerator), DENOMINATOR: _text(one.denominator)}
    return {**named, **parts, "date": one.period, column: _text(one.value)}


def _text(value: float | None) -> str:
    return "" if value is None else repr(value)
