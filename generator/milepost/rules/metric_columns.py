"""The columns of data files that metrics read, with each file taken apart once."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from milepost.analysis.series import number_of
from milepost.diagnostics.diagnostic import Label
from milepost.events.tables import DENOMINATOR, event_tables
from milepost.i18n.message import Message, message
from milepost.loading.csv_file import CsvFile
from milepost.loading.files import files_matching
from milepost.loading.load import Loaded
from milepost.loading.tables import Table
from milepost.model.periods import Period
from milepost.model.records.metric import Metric
from milepost.model.reference import Ref
from milepost.rules.context import RuleContext
from milepost.rules.dated_files import DATE, DatedFile, dated_file
from milepost.source import Location, Source

REVISION = "revision"
"""The column that says why the values of a row were corrected."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """The values of one metric in one file."""

    metric: Metric
    file: DatedFile
    name: str

    @property
    def cells(self) -> Sequence[str]:
        return self.file.csv.columns[self.name]

    @cached_property
    def segments(self) -> Sequence[str] | None:
        """The segment of each row, empty for the total; None where the file has no segments."""
        name = self.metric.series.segment if self.metric.series else None
        return self.file.csv.columns.get(name) if name else None

    @cached_property
    def values(self) -> Sequence[float | None]:
        """None for an empty cell, and for one that is no number."""
        try:
            values = list(map(float, self.cells))
        except ValueError:
            values = []
        return values if values and math.isfinite(sum(values)) else [number_of(cell) for cell in self.cells]

    def location(self, row: int, name: str = "") -> Location:
        """The place of the metric's cell in a row, or of another one."""
        return self.file.csv.location(row, name or self.name)


@dataclass(frozen=True, kw_only=True)
class Total:
    """A metric's values over all segments, and their periods in order."""

    periods: Sequence[Period]
    values: Sequence[float]
    column: Column | None = None
    """Where each stands in its row: the one column of an orderly file, else none."""
    places: Sequence[tuple[Column, int]] = ()

    def place(self, index: int) -> tuple[Column, int]:
        """The column and row of a value."""
        return (self.column, index) if self.column else self.places[index]

    def location(self, index: int) -> Location:
        """The cell of a value."""
        column, row = self.place(index)
        return column.location(row)


class MetricData:
    """What a loaded portal's metrics read."""

    def __init__(self, loaded: Loaded, computed: Mapping[Ref, Table] | None = None) -> None:
        self._loaded = loaded
        self._computed = computed or {}
        self._files: dict[str, DatedFile | None] = {}
        self._totals: dict[Ref, Total] = {}

    @cached_property
    def columns(self) -> Mapping[Ref, Sequence[Column]]:
        """The columns of each metric that has any, one for each file that holds it."""
        found = {}
        for record in self._loaded.portal.everything():
            if isinstance(record, Metric):
                name = column_name(record)
                own = [
                    Column(metric=record, file=file, name=name)
                    for file in self.files(record)
                    if name in file.csv.columns and DATE in file.csv.columns
                ]
                if own:
                    found[record.key] = own
        return found

    def files(self, metric: Metric) -> list[DatedFile]:
        """The files that a metric names, as far as they were read; of a computed one its series as if it were one."""
        if metric.key in self._computed:
            return [self._computed_file(metric)]
        pattern = metric.series.file if metric.series else None
        known = self._loaded.sources.keys() | self._loaded.binaries.keys()
        paths = files_matching(metric.project_id, pattern, known) if pattern else ()
        for path in paths:
            if path not in self._files:
                self._files[path] = dated_file(self._loaded, path)
        return [file for path in paths if (file := self._files[path])]

    def _computed_file(self, metric: Metric) -> DatedFile:
        path = str(metric.key)
        file = self._files.get(path)
        if file is None:
            rows = self._computed[metric.key].rows
            columns = {name: [row[name] for row in rows] for name in (rows[0] if rows else (DATE, column_name(metric)))}
            place = self._loaded.positions[metric.key].of(*where_defined(metric))
            csv = CsvFile(source=Source(path, ""), columns=columns, positions={}, lines=(), stands_for=place)
            file = self._files[path] = DatedFile(csv=csv)
        return file

    def is_computed(self, metric: Metric) -> bool:
        """Whether a metric's values were computed from events: nobody typed them."""
        return metric.key in self._computed

    def by_file(self) -> Iterator[tuple[DatedFile, list[Column]]]:
        """Each file with the columns that metrics read in it."""
        found: dict[str, list[Column]] = {}
        for columns in self.columns.values():
            for column in columns if not self.is_computed(columns[0].metric) else ():
                found.setdefault(column.file.path, []).append(column)
        for several in found.values():
            yield several[0].file, several

    def total(self, metric: Metric) -> Total:
        """The metric's own total; nothing where it has segments only, or no column."""
        if metric.key not in self._totals:
            self._totals[metric.key] = _total(self.columns.get(metric.key, ()))
        return self._totals[metric.key]

    def sample(self, metric: Metric) -> Total | None:
        """What each value of a computed ratio rests on; None for other metrics."""
        if not self.is_computed(metric) or metric.kind != "ratio":
            return None
        return _total([Column(metric=metric, file=file, name=DENOMINATOR) for file in self.files(metric)])

    def parts(self, metric: Metric) -> tuple[Metric, Metric] | None:
        """Numerator and denominator of a ratio, where both are known."""
        portal = self._loaded.portal
        upper = portal.find(metric.numerator, Metric, metric.project_id)
        lower = portal.find(metric.denominator, Metric, metric.project_id)
        return (upper, lower) if upper and lower else None


def labels_in(data: MetricData, metric: Metric, places: Iterable[Location], text: Message) -> tuple[Label, ...]:
    """Labels for cells of a metric; none for a computed one, whose cells stand nowhere."""
    return () if data.is_computed(metric) else tuple(Label(location=place, text=text) for place in places)


def quotients(upper: Total, lower: Total) -> tuple[Sequence[float], Sequence[tuple[int, int]]]:
    """Each value divided by that of the same period, where that is not 0, and the positions of the two."""
    pairs = [(one, other) for one, other in shared_periods(upper, lower) if lower.values[other]]
    return [upper.values[one] / lower.values[other] for one, other in pairs], pairs


def shared_periods(first: Total, second: Total) -> Sequence[tuple[int, int]]:
    """The positions of the periods for which both have a value."""
    if first.periods == second.periods:
        return list(zip(range(len(first.periods)), range(len(first.periods)), strict=True))
    at = {period: index for index, period in enumerate(second.periods)}
    return [(index, at[period]) for index, period in enumerate(first.periods) if period in at]


def metric_data(context: RuleContext) -> MetricData:
    """What the metrics read."""
    return context.once("metric-data", lambda: MetricData(context.loaded, event_tables(context.portal, context.events)))


def column_name(metric: Metric) -> str:
    """The column that holds a metric."""
    return (metric.series and metric.series.column) or metric.id


def where_defined(metric: Metric) -> tuple[str, ...]:
    """The field that says where a metric's values are."""
    series = metric.series
    if series is None:
        return ("numerator",) if metric.numerator else ()
    named = next((name for name in ("column", "file", "events") if getattr(series, name)), None)
    return ("series", named) if named else ("series",)


class Observed(NamedTuple):
    """A value and where it stands; `note` is what its row says of a correction."""

    value: float
    note: str
    column: Column
    row: int


Key = tuple[Period, str]
"""A period, and the segment: empty for the total."""


def observations(columns: Sequence[Column]) -> Mapping[Key, Observed]:
    """All values of a metric; of two for one period and segment the last counts."""
    found = {}
    for column in columns:
        blank = [""] * len(column.values)
        notes = column.file.csv.columns.get(REVISION, blank)
        rows = zip(column.file.periods, column.segments or blank, column.values, notes, strict=True)
        for row, (period, segment, value, note) in enumerate(rows):
            if period and value is not None:
                found[period, segment] = Observed(value, note, column, row)
    return found


def texts_of(columns: Sequence[Column]) -> list[tuple[str, str, str]]:
    """What a metric reads: equal texts hold equal values."""
    return [(column.file.path, column.name, column.file.csv.source.text) for column in columns]


def more(count: int) -> tuple[Message, ...]:
    """A note that further cells of the file have the same mistake."""
    return (message("rules.more-cells", count=count),) if count else ()


def _total(columns: Sequence[Column]) -> Total:
    if len(columns) == 1:
        (column,) = columns
        if column.segments is None and column.file.is_ascending and None not in column.values:
            return Total(
                periods=column.file.periods,  # type: ignore[arg-type] # ascending: each row has one
                values=column.values,  # type: ignore[arg-type] # none is missing
                column=column,
            )
    found = {}
    for column in columns:
        segments = column.segments or [""] * len(column.values)
        for row, (period, value, segment) in enumerate(zip(column.file.periods, column.values, segments, strict=True)):
            if period and value is not None and not segment:
                found[period] = (value, (column, row))
    ordered = sorted(found)
    return Total(
        periods=ordered,
        values=[found[period][0] for period in ordered],
        places=[found[period][1] for period in ordered],
    )
