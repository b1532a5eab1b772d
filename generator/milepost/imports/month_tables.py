"""Tables of a project that are one CSV file a month: rows are merged into what is there, and nothing is lost.

A file is written anew only where a cell changes. Rows of other days, columns that somebody added and cells that the
new rows leave empty stay; so does what people wrote, which somebody may have shortened by hand.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from milepost.imports.month_rows import Row
from milepost.imports.refused import RefusedError
from milepost.loading.files import MAX_BYTES

Cells = dict[str, str]
Key = tuple[str, ...]
_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A cell that had another value; never one that people wrote, which is not changed."""

    path: str
    key: Key
    column: str
    before: str
    after: str


@dataclass(kw_only=True)
class _File:
    """One month's file: its columns in order, its rows, what they were when it was read, and how it was written."""

    columns: list[str]
    rows: dict[Key, Cells]
    before: dict[Key, Cells] = field(default_factory=dict)
    mark: str = ""
    newline: str = "\n"


class MonthTables:
    """The tables below a project's folder; files are read when first asked for and written by nobody here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, _File] = {}
        self._months: dict[str, dict[Key, str]] = {}
        self._given: dict[tuple[str, Key, str], str] = {}
        self._contradictions: list[Change] = []
        self.kept = 0
        """Values of items that are there already and that a source says differently; they stay."""

    def put(self, rows: Iterable[Row]) -> tuple[str, ...]:
        """Merges rows of one source; the paths, relative to the project, of the files that they belong to.

        Raises:
            RefusedError: a file that they belong to cannot be read as such a table; none of the rows is merged.
        """
        placed = [(self._path(row), row) for row in rows]
        paths = tuple(dict.fromkeys(path for path, _ in placed))
        for path, row in placed:
            self._file(path, tuple(name for name, _ in row.key))
        for path, row in placed:
            self._merge(path, row)
        return paths

    def rows(self, table: str) -> list[Cells]:
        """All items of a table, those of its other months included, by file and in the order of the files."""
        self._known_months(table, ("id",))
        inside = [file for path, file in sorted(self._files.items()) if path.rpartition("/")[0] == table]
        return [cells for file in inside for cells in file.rows.values()]

    def contradictions(self) -> tuple[Change, ...]:
        """Cells that two sources of this run give different values; the later one counts."""
        return tuple(self._contradictions)

    def changes(self) -> Iterator[Change]:
        """The cells of rows that were there before and say something else now."""
        for path, file in sorted(self._files.items()):
            for key, before in file.before.items():
                after = file.rows[key]
                for column, value in before.items():
                    if value and after[column] != value:
                        yield Change(path=path, key=key, column=column, before=value, after=after[column])

    def written(self) -> Iterator[tuple[str, bytes]]:
        """The files that have to be written, by path relative to the project."""
        for path, file in sorted(self._files.items()):
            if _filled(file.rows) != _filled(file.before):
                yield path, _as_csv(file)

    def _path(self, row: Row) -> str:
        """Items, whose key has no date, stay in the month in which they came first."""
        month = row.month
        if _is_item(row):
            key = tuple(value for _, value in row.key)
            month = self._known_months(row.table, tuple(name for name, _ in row.key)).setdefault(key, row.month)
        return f"{row.table}/{month}.csv"

    def _known_months(self, table: str, names: tuple[str, ...]) -> dict[Key, str]:
        """The file, by its name without the ending, of every item of a table."""
        if table not in self._months:
            found: dict[Key, str] = {}
            for file in sorted((self._folder / table).glob("*.csv")):
                found |= dict.fromkeys(self._file(f"{table}/{file.name}", names).rows, file.stem)
            self._months[table] = found
        return self._months[table]

    def _file(self, path: str, keys: tuple[str, ...]) -> _File:
        if path not in self._files:
            self._files[path] = _read(self._folder / path, path, keys)
        return self._files[path]

    def _merge(self, path: str, row: Row) -> None:
        file = self._files[path]
        key = tuple(value for _, value in row.key)
        new = {**dict(row.key), **row.cells}
        for column in new:
            if column not in file.columns:
                file.columns.append(column)
        is_new = key not in file.rows
        cells = file.rows.setdefault(key, {})
        for column, value in new.items():
            there = cells.get(column, "")
            if not value or value == there:
                continue
            if not is_new and column in row.words:
                continue
            if not is_new and there and _is_item(row):
                self.kept += 1
                continue
            given = self._given.setdefault((path, key, column), value)
            if given != value:
                self._contradictions.append(Change(path=path, key=key, column=column, before=given, after=value))
                self._given[path, key, column] = value
            cells[column] = value


def _read(file: Path, path: str, keys: tuple[str, ...]) -> _File:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return _File(columns=list(keys), rows={})
    except OSError as error:
        raise RefusedError("table-unreadable", path=path, reason=error.strerror or str(error)) from None
    try:
        text = data.decode("utf-8-sig")
        table = list(csv.reader(io.StringIO(text, newline=""), strict=True)) if len(data) <= MAX_BYTES else []
    except (UnicodeDecodeError, csv.Error):
        table = []
    table = [line for line in table if line]
    columns = [name.strip() for name in table[0]] if table else []
    plain = len(set(columns)) == len(columns) and all(len(line) == len(columns) for line in table)
    if not plain or not set(keys) <= set(columns):
        raise RefusedError("table-odd", path=path, columns=[f"`{name}`" for name in keys])
    rows: dict[Key, Cells] = {}
    for line in table[1:]:
        cells = dict(zip(columns, line, strict=True))
        key = tuple(cells[name].strip() for name in keys)
        if key in rows:
            raise RefusedError("table-twice", path=path, row=" ".join(key))
        rows[key] = cells
    return _File(
        columns=columns,
        rows=rows,
        before={key: dict(cells) for key, cells in rows.items()},
        mark="\ufeff" if data.startswith(codecs.BOM_UTF8) else "",
        newline="\r\n" if b"\r\n" in data.partition(b"\n")[0] + b"\n" else "\n",
    )


def _as_csv(file: _File) -> bytes:
    out = io.StringIO()
    out.write(file.mark)
    writer = csv.writer(out, lineterminator=file.newline)
    writer.writerow(file.columns)
    first = "date" if "date" in file.columns else "received_on"
    order = sorted(file.rows, key=lambda key: (file.rows[key].get(first, ""), [_natural(part) for part in key]))
    writer.writerows([file.rows[key].get(column, "") for column in file.columns] for key in order)
    return out.getvalue().encode()


def _natural(text: str) -> list[tuple[int, str]]:
    """So that 2 comes before 10."""
    return [(int(part), "") if _DIGITS.fullmatch(part) else (-1, part) for part in _DIGITS.split(text)]


def _is_item(row: Row) -> bool:
    """Whether it is a voice, which is what it was: nothing but its empty cells is filled later."""
    return row.key[0][0] != "date"


def _filled(rows: dict[Key, Cells]) -> dict[Key, Cells]:
    """Rows without their empty cells."""
    return {key: {name: value for name, value in cells.items() if value} for key, cells in rows.items()}
