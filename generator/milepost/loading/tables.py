"""CSV files that records name: rows as text, read once each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from milepost.loading.csv_file import rows_of
from milepost.loading.discovery import Role
from milepost.loading.files import files_matching
from milepost.loading.load import Loaded
from milepost.loading.parquet_file import parquet_rows
from milepost.model.record import NamedRecord
from milepost.model.records.feedback import Feedback
from milepost.model.records.metric import Metric
from milepost.model.reference import Ref

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of one file or of all files of a glob; `paths` are relative to the portal's root."""

    paths: tuple[str, ...]
    rows: tuple[Row, ...]


def read_tables(loaded: Loaded) -> Mapping[Ref, Table]:
    """The table of every metric and feedback batch that names one; a file that is not there gives no rows."""
    data = {place.path for place in loaded.places if place.role is Role.DATA and place.path in loaded.sources}
    named = files_named(loaded, data | loaded.binaries.keys())
    cache: dict[str, tuple[Row, ...]] = {}

    def rows(path: str) -> tuple[Row, ...]:
        if path not in cache:
            binary = loaded.binaries.get(path)
            cache[path] = tuple(rows_of(loaded.sources[path].lines)) if binary is None else parquet_rows(binary) or ()
        return cache[path]

    tables: dict[Ref, Table] = {}
    for key, paths in named.items():
        tables[key] = Table(paths=paths, rows=tuple(row for path in paths for row in rows(path)))
    return tables


def files_named(loaded: Loaded, among: Collection[str]) -> Mapping[Ref, tuple[str, ...]]:
    """The files that each metric and feedback batch names, by a path or a glob, as far as they are `among` these."""
    paths = frozenset(among)
    return {
        record.key: files_matching(record.project_id, pattern, paths)
        for record in loaded.portal.everything()
        if (pattern := _pattern(record))
    }


def _pattern(record: NamedRecord) -> str | None:
    if isinstance(record, Metric):
        return record.series.file if record.series else None
    return record.file if isinstance(record, Feedback) else None
