"""Rows of a file as items of a feedback batch: typed, without personal data, each once."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from milepost.i18n.message import Message, message
from milepost.imports.cells import BadNumberError, number_cell, text_cell
from milepost.imports.feedback.moments import day_of
from milepost.imports.feedback.table_file import Line, TableFile
from milepost.imports.month_rows import Row
from milepost.imports.redaction import MASK, redacted
from milepost.imports.refused import RefusedError

FIELDS = ("id", "received_on", "type", "text", "rating", "theme", "replied_on", "reply", "version")
_NEEDED = ("received_on", "text")
_SAYS_SOMETHING = 8
"""Letters of a text from which on saying the same is no chance."""
_THEME_MARKS = re.compile(r"[;；,，、|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file is read: the column of each field, the day after which nothing can have come, the time zone."""

    table: str
    columns: Mapping[str, str]
    as_of: date
    zone: tzinfo


@dataclass(kw_only=True)
class Items:
    """The rows, what is worth a line, and the refused ones with their lines."""

    rows: list[Row] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    refused: list[tuple[int, Message]] = field(default_factory=list)


def columns_of(file: TableFile, asked: Mapping[str, str]) -> dict[str, str]:
    """The column of each field: the one asked for, else the one that bears its name.

    Raises:
        RefusedError: a column is not there, or there twice, or a field that is needed has none.
    """
    found = {name: name for name in FIELDS if name in file.columns} | dict(asked)
    for name, column in found.items():
        if file.columns.count(column) != 1:
            raise RefusedError("no-column", field=name, column=column, columns=_shown(file.columns))
    for name in _NEEDED:
        if name not in found:
            raise RefusedError("not-mapped", field=name, columns=_shown(file.columns))
    return found


def left_out(file: TableFile, columns: Mapping[str, str]) -> list[str]:
    """The names of the columns that nothing is taken from."""
    return _shown(name for name in file.columns if name and name not in columns.values())


def read_items(file: TableFile, reading: Reading) -> Items:
    """The items of a file; a row that cannot be one is refused, and the others go on."""
    items = Items()
    known: dict[str, Row] = {}
    again = empty = 0
    for line in file.lines:
        try:
            row = _item(line, reading, items)
        except RefusedError as error:
            items.refused.append((line.number, error.message))
            continue
        if row is None:
            empty += 1
            continue
        name = row.key[0][1]
        there = known.setdefault(name, row)
        if there is row:
            items.rows.append(row)
        elif there == row:
            again += 1
        else:
            items.refused.append((line.number, message("importing.same-id", id=name)))
    for key, count in (("same-rows", again), ("empty-rows", empty)):
        if count:
            items.notes.append(message(f"importing.{key}", count=count))
    return items


def same_words(items: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of ids, the earlier one first, whose texts are the same but for spaces, signs and widths."""
    first: dict[str, str] = {}
    for name, text in items:
        words = "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
        if len(words) >= _SAYS_SOMETHING and first.setdefault(words, name) != name:
            yield first[words], name


def themes_named(rows: Iterable[Row]) -> Counter[str]:
    """How many items name each theme."""
    return Counter(name for row in rows for name in row.cells.get("theme", "").split(";") if name)


def _item(line: Line, reading: Reading, items: Items) -> Row | None:
    """None for a row that says nothing."""
    if line.values is None:
        raise RefusedError("row-odd")
    values = {name: line.values.get(column, "").strip() for name, column in reading.columns.items()}
    if not values["text"] and not values.get("rating"):
        return None
    received = _day("received_on", values["received_on"], reading)
    cells = {"received_on": received.isoformat(), "text": text_cell(values["text"])}
    cells |= {name: text_cell(values[name]) for name in ("type", "reply", "version") if values.get(name)}
    if values.get("theme"):
        names = (text_cell(part.strip()) for part in _THEME_MARKS.split(values["theme"]))
        cells["theme"] = ";".join(dict.fromkeys(name for name in names if name))
    if values.get("rating"):
        cells["rating"] = _rating(values["rating"], line.number, items)
    if values.get("replied_on"):
        cells["replied_on"] = _day("replied_on", values["replied_on"], reading).isoformat()
    ordered = {name: cells[name] for name in FIELDS if name in cells}
    return Row(
        table=reading.table,
        month=f"{received:%Y-%m}",
        key=(("id", _id(values.get("id", ""), cells)),),
        cells=ordered,
        words=frozenset({"text"}),
    )


def _day(name: str, text: str, reading: Reading) -> date:
    day = day_of(text, reading.zone)
    if day is None:
        raise RefusedError("item-date", field=name)
    if day > reading.as_of:
        raise RefusedError("item-future", field=name, day=day.isoformat())
    return day


def _rating(text: str, line: int, items: Items) -> str:
    try:
        return number_cell(text)
    except BadNumberError:
        items.notes.append(message("importing.bad-rating", line=line))
        return ""


def _id(typed: str, cells: Mapping[str, str]) -> str:
    """The source's own number; where there is none, or it is somebody's, one that the same words always get."""
    name = text_cell(typed)
    if name and MASK not in name:
        return name
    said = "\n".join((cells["received_on"], cells.get("type", ""), cells["text"], cells.get("rating", "")))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _shown(names: Iterable[str]) -> list[str]:
    return [f"`{redacted(name)[:40]}`" for name in names]
