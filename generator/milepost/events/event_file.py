"""A file of raw events before any engine reads it: its header, and where in it a row stands that is wrong."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO, cast

from milepost.loading.csv_file import cell_extent, delimiter_of
from milepost.loading.files import PARQUET
from milepost.source import FILE_START, Location, Source, Span

_FIRST_BYTES = 256 * 1024
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
csv.field_size_limit(16 * 1024 * 1024)


class Unreadable(Exception):  # noqa: N818 - a finding, no error
    """A file that cannot be read as events; its text is the variant of what is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The names of the columns, in order; `line` is theirs, from 1."""

    names: tuple[str, ...]
    delimiter: str
    line: int


def is_compressed(path: str) -> bool:
    """Whether a file is called one that gzip wrote."""
    return path.endswith(".gz")


def is_parquet(path: str) -> bool:
    """Whether a file is called a Parquet file."""
    return path.endswith(PARQUET)


def read_header(path: Path) -> Header:
    """The first line that is not blank.

    Raises:
        Unreadable: there is none, or it is no text.
    """
    with _opened(path) as stream:
        try:
            start = stream.read(_FIRST_BYTES)
        except EOFError:
            raise Unreadable("truncated") from None
        except (OSError, ValueError):
            raise Unreadable("no-gzip" if is_compressed(path.name) else "gone") from None
    if start[:2] in _UTF16_MARKS:
        raise Unreadable("utf16")
    lines = start.decode("utf-8-sig", "replace").splitlines()
    number = next((number for number, line in enumerate(lines) if line.strip()), None)
    if number is None:
        raise Unreadable("empty")
    delimiter = delimiter_of(lines[number])
    names = [name.strip() for name in next(csv.reader([lines[number]], delimiter=delimiter), [])]
    if "\ufffd" in lines[number] or "\0" in lines[number]:
        raise Unreadable("no-text")
    return Header(names=tuple(_distinct(names)), delimiter=delimiter, line=number + 1)


def place_of(path: Path, name: str, header: Header, column: str, text: str) -> Location:
    """The place of the first cell of a column that holds a text, in the file that people know by `name`.

    Only asked for when something is wrong: it reads the file line by line.
    """
    position = header.names.index(column)
    try:
        for line, row, written in _records(path, header):
            if (row[position].strip() if position < len(row) else "") == text.strip():
                start, end = cell_extent(written, 0, header.delimiter, position)
                span = Source(name, written).span(start, end)
                return Location(
                    name, Span(span.line + line - 1, span.column, span.end_line + line - 1, span.end_column)
                )
    except (OSError, EOFError, csv.Error, UnicodeError):
        pass
    return Location(name, FILE_START)


def write_even(path: Path, header: Header, copy: Path) -> Path:
    """Writes the file from its header on, each line ended by a line feed; the copy.

    Raises:
        Unreadable: it is cut off.
    """
    try:
        with _opened(path) as stream, copy.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as even:
            text = TextIOWrapper(stream, encoding="utf-8", errors="surrogateescape", newline=None)
            for number, line in enumerate(text, start=1):
                if number >= header.line:
                    even.write(line)
    except (EOFError, OSError):
        raise Unreadable("truncated") from None
    return copy


def _records(path: Path, header: Header) -> Iterator[tuple[int, list[str], str]]:
    """Each row below the header: the line on which it begins, its cells, how it is written."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        with _opened(path) as stream:
            for number, line in enumerate(stream, start=1):
                if number > header.line:
                    text = line.decode("utf-8", "replace")
                    taken.append(text)
                    yield text

    begin = header.line + 1
    for row in csv.reader(lines(), delimiter=header.delimiter):
        if row:
            yield begin, row, "".join(taken)
        begin += len(taken)
        taken.clear()


def _opened(path: Path) -> IO[bytes]:
    try:
        return cast("IO[bytes]", gzip.open(path, "rb")) if is_compressed(path.name) else path.open("rb")
    except OSError:
        raise Unreadable("gone") from None


def _distinct(names: list[str]) -> Iterator[str]:
    """Columns without a name, and of two with one name the second, get a name of their own."""
    seen: set[str] = set()
    for place, name in enumerate(names, start=1):
        own = name
        while not own or own.lower() in seen:
            own = f"{own or 'column'}_{place}"
        seen.add(own.lower())
        yield own
