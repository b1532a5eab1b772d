"""A CSV or JSON file of any source as rows of text: byte-order marks, semicolons, quoted line ends, GB18030 and all."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from milepost.imports.refused import RefusedError
from milepost.loading.files import MAX_BYTES

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = (",", ";", "\t", "|")
_LISTS = ("items", "list", "data", "results", "feedback")
_DEEPEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row by column; `number` is its line in a CSV file, its place in a JSON list. None where it does not fit."""

    number: int
    values: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """The columns in their order, and the rows that are not empty."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    encoding: str = "utf-8"


def read_table(data: bytes) -> TableFile:
    """The rows of a file; what it is shows in its first character.

    Raises:
        RefusedError: it is no such file; nothing of it is taken.
    """
    text, encoding = _decoded(data)
    if not text.strip():
        raise RefusedError("empty-file")
    if text.lstrip()[0] in "[{":
        return _from_json(text)
    if text.lstrip().startswith("<"):
        raise RefusedError("html")
    return _from_csv(text, encoding)


def _decoded(data: bytes) -> tuple[str, str]:
    if len(data) > MAX_BYTES:
        raise RefusedError("too-large", limit=MAX_BYTES // 2**20)
    for encoding in ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise RefusedError("no-encoding")


def _from_csv(text: str, encoding: str) -> TableFile:
    text = text.lstrip("\r\n")
    first, _, rest = text.partition("\n")
    separator = ""
    if first.startswith("sep=") and first.rstrip("\r")[4:] in _SEPARATORS:  # Excel's own first line
        separator, skipped, text = first[4], 1, rest
    else:
        skipped = 0
    header = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator or max(_SEPARATORS, key=header.count), strict=True
    )
    found: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            found.append((start + skipped, cells))
            start = reader.line_num + 1
    except csv.Error:
        raise RefusedError("not-csv", line=start + skipped) from None
    columns = tuple(name.strip() for name in found[0][1])
    lines = tuple(
        Line(number=number, values=_by_column(columns, cells))
        for number, cells in found[1:]
        if any(map(str.strip, cells))
    )
    return TableFile(columns=columns, lines=lines, encoding=encoding)


def _by_column(columns: tuple[str, ...], cells: list[str]) -> dict[str, str] | None:
    """None for a row that has more cells than there are columns: they would be in the wrong ones."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        return None
    return dict(zip_longest(columns, cells[: len(columns)], fillvalue=""))


def _from_json(text: str) -> TableFile:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        value = _lines_of_json(text)
        if value is None:
            raise RefusedError("not-json", line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        raise RefusedError("not-json", line=1, column=1) from None
    rows = _list_in(value, _DEEPEST)
    if rows is None:
        raise RefusedError("no-list")
    lines = tuple(
        Line(number=number, values=dict(_flat(row)) if isinstance(row, dict) else None)
        for number, row in enumerate(rows, 1)
    )
    columns = dict.fromkeys(chain.from_iterable(line.values for line in lines if line.values))
    return TableFile(columns=tuple(columns), lines=lines)


def _lines_of_json(text: str) -> list[Any] | None:
    """One object a line; None where one is none."""
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None


def _list_in(value: Any, depth: int) -> list[Any] | None:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or not depth:
        return None
    for name in (*(name for name in _LISTS if name in value), *value):
        found = _list_in(value[name], depth - 1)
        if found is not None:
            return found
    return None


def _flat(row: Mapping[str, Any], prefix: str = "", depth: int = _DEEPEST) -> Iterator[tuple[str, str]]:
    """Fields by dotted name, lists joined with `;`."""
    for name, value in row.items():
        full = f"{prefix}{name}"
        if isinstance(value, dict):
            if depth:
                yield from _flat(value, f"{full}.", depth - 1)
        elif isinstance(value, list):
            yield full, ";".join(str(one) for one in value if isinstance(one, (str, int, float)))
        else:
            yield full, "" if value is None else str(value)
