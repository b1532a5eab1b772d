"""CSV files as columns of text, and where each cell stands."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from milepost.source import Location, Source

_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, kw_only=True)
class CsvFile:
    """The columns of a file by the names in its header, without the space around cells; blank rows are left out."""

    source: Source
    columns: Mapping[str, Sequence[str]]
    positions: Mapping[str, int]
    """Which column of the file each is, from 0."""
    lines: Sequence[int]
    """The line (from 1) on which each row begins."""
    stands_for: Location | None = None
    """Where the values are defined that no file holds: every cell stands there."""

    def row(self, number: int) -> Mapping[str, str]:
        """The cells of a row by column."""
        return {name: cells[number] for name, cells in self.columns.items()}

    def location(self, row: int, column: str) -> Location:
        """The place of a cell; the start of its line where the row is shorter than the header."""
        if self.stands_for:
            return self.stands_for
        return self._cell(self.source.offset(self.lines[row], 1), self.positions[column])

    def _cell(self, start: int, number: int) -> Location:
        extent = cell_extent(self.source.text, start, delimiter_of(self._header), number)
        return Location(self.source.path, self.source.span(*extent))

    def heading(self, column: str = "") -> Location:
        """The place of a column's name; of the whole header without one."""
        line = 1 + self.source.lines.index(self._header)
        start = self.source.offset(line, 1)
        if not column:
            return Location(self.source.path, self.source.span(start, start + len(self._header.rstrip("\r"))))
        return self._cell(start, self.positions[column])

    @cached_property
    def _header(self) -> str:
        return next(line for line in self.source.lines if line.strip())


def read_csv(source: Source) -> CsvFile:
    """The columns of a file; of two with one name the last counts."""
    names, rows, lines = _rows(source.lines)
    columns = dict(zip(names, _transposed(names, rows), strict=True))
    positions = {name: number for number, name in enumerate(names)}
    return CsvFile(source=source, columns=columns, positions=positions, lines=lines)


def rows_of(lines: Iterable[str]) -> Iterator[Mapping[str, str]]:
    """The rows of a file from its lines, by the names in the header; names and values stripped."""
    names, rows, _ = _rows(list(lines))
    for row in rows:
        cells = dict(zip(names, map(str.strip, row), strict=False))
        yield cells if len(cells) == len(names) else dict.fromkeys(names, "") | cells


def cell_extent(text: str, start: int, delimiter: str, position: int) -> tuple[int, int]:
    """Where in a text the cell at a position, from 0, of the row that begins at `start` stands, without space around.

    The end of the row where it is shorter.
    """
    cell = _cell(delimiter)
    for _ in range(position):
        end = _end(cell, text, start)
        if end >= len(text) or text[end] in "\r\n":
            return start, end
        start = end + 1
    written = text[start : _end(cell, text, start)]
    start += len(written) - len(written.lstrip())
    return start, start + len(written.strip())


def delimiter_of(header: str) -> str:
    """A comma, unless the header holds none and a semicolon or tab instead."""
    return next((sign for sign in _DELIMITERS if sign in header), ",")


def _rows(lines: list[str]) -> tuple[list[str], list[list[str]], list[int]]:
    """Names, rows with their cells as typed, and the line on which each row begins."""
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return [], [], []
    delimiter = delimiter_of(lines[first])
    blank = delimiter + " \t\r"
    if '"' in "".join(lines):
        kept = [(number, row) for number, row in _quoted(lines, first, delimiter) if any(cell.strip() for cell in row)]
    else:
        numbers = [number for number, line in enumerate(lines[first:], start=first + 1) if line.strip(blank)]
        kept = [(number, lines[number - 1].split(delimiter)) for number in numbers]
    (_, names), *rows = kept or [(0, [])]
    return [name.strip() for name in names], [row for _, row in rows], [number for number, _ in rows]


def _quoted(lines: list[str], first: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows whose cells may hold line ends, up to where the file is no CSV any more."""
    reader = csv.reader((f"{line}\n" for line in lines[first:]), delimiter=delimiter)
    begin = first + 1
    try:
        for row in reader:
            yield begin, row
            begin = first + 1 + reader.line_num
    except csv.Error:
        return


def _transposed(names: list[str], rows: list[list[str]]) -> list[Sequence[str]]:
    width = len(names)
    if {*map(len, rows)} - {width}:
        rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    columns: Iterable[Sequence[str]] = zip(*rows, strict=True) if rows else [() for _ in names]
    return [tuple(map(str.strip, column)) for column in columns]


@lru_cache
def _cell(delimiter: str) -> re.Pattern[str]:
    other = f"[^{re.escape(delimiter)}\r\n]*"
    return re.compile(rf'[ ]*"(?:[^"]|"")*"{other}|{other}')


def _end(cell: re.Pattern[str], text: str, start: int) -> int:
    found = cell.match(text, start)
    return found.end() if found else start
