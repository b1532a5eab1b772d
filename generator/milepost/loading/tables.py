"""CSV files that records name: rows as text, read once each."""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from milepost.loading.discovery import Role
from milepost.loading.load import Loaded
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
    named = files_named(loaded, data)
    cache: dict[str, tuple[Row, ...]] = {}

    def rows(path: str) -> tuple[Row, ...]:
        if path not in cache:
            cache[path] = tuple(rows_of(loaded.sources[path].lines))
        return cache[path]

    tables: dict[Ref, Table] = {}
    for key, paths in named.items():
        tables[key] = Table(paths=paths, rows=tuple(row for path in paths for row in rows(path)))
    return tables


def files_named(loaded: Loaded, among: Collection[str]) -> Mapping[Ref, tuple[str, ...]]:
    """The files that each metric and feedback batch names, by a path or a glob, as far as they are `among` these."""
    found = {}
    for record in loaded.portal.everything():
        pattern = _pattern(record)
        if pattern:
            base = f"content/projects/{record.project_id}/" if record.project_id else "content/"
            found[record.key] = tuple(sorted(path for path in among if fnmatchcase(path, base + pattern)))
    return found


def _pattern(record: NamedRecord) -> str | None:
    if isinstance(record, Metric):
        return record.series.file if record.series else None
    return record.file if isinstance(record, Feedback) else None


def rows_of(lines: Iterable[str]) -> Iterable[Row]:
    """The rows of a CSV file from its lines, names and values stripped."""
    reader = csv.DictReader(lines)
    while (row := _next(reader)) is not None:
        # Fields past the header's end come as a list under the name None.
        pairs = ((name, value) for name, value in row.items() if isinstance(name, str) and not isinstance(value, list))
        yield {name.strip(): (value or "").strip() for name, value in pairs}


def _next(reader: "csv.DictReader[str]") -> Mapping[str | None, str | list[str] | None] | None:
    """None at the end, and where the file is no CSV."""
    try:
        return next(reader, None)
    except csv.Error:
        return None
