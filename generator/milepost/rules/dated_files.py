"""Data files of metrics with the period of each row."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import lt

from milepost.loading.csv_file import CsvFile, read_csv
from milepost.loading.load import Loaded
from milepost.loading.parquet_file import parquet_rows
from milepost.loading.tables import Row
from milepost.model.periods import Period, parse_period
from milepost.source import Location, Source

DATE = "date"


@dataclass(frozen=True, kw_only=True)
class DatedFile:
    """A data file with the period of each of its rows, None where there is none."""

    csv: CsvFile

    @property
    def path(self) -> str:
        return self.csv.source.path

    @cached_property
    def periods(self) -> Sequence[Period | None]:
        return [parse_period(text) for text in self.csv.columns.get(DATE, ())]

    def rows(self, since: date | None = None) -> tuple[Row, ...]:
        """Its rows; with `since` in an orderly file only those from shortly before that day on."""
        columns = self.csv.columns
        start = (
            bisect_left(columns[DATE], _shortly_before(since, columns[DATE][-1])) if since and self.is_ascending else 0
        )
        return tuple(
            dict(zip(columns, cells, strict=True))
            for cells in zip(*(column[start:] for column in columns.values()), strict=True)
        )

    @cached_property
    def is_ascending(self) -> bool:
        """Whether each row has a period of the same kind after that of the row before."""
        dates = self.csv.columns.get(DATE, ())
        same_kind = len(set(map(len, dates))) == 1 and None not in self.periods
        return same_kind and all(map(lt, dates, dates[1:]))


def dated_file(loaded: Loaded, path: str) -> DatedFile | None:
    """A file of values; the cells of a Parquet file have no place but the file. None for one that cannot be read."""
    if path in loaded.sources:
        return DatedFile(csv=read_csv(loaded.sources[path]))
    rows = parquet_rows(loaded.binaries[path])
    if rows is None:
        return None
    columns = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
    csv = CsvFile(source=Source(path, ""), columns=columns, positions={}, lines=(), stands_for=Location(path))
    return DatedFile(csv=csv)


def _shortly_before(day: date, like: str) -> str:
    """Two weeks before it, where rows are dated as days; a quarter before it for weeks and months."""
    by_day = len(like) == len("2026-03-01")
    before = date.fromordinal(max(day.toordinal() - (14 if by_day else 100), 1)).isoformat()
    return before if by_day else before[:7]
