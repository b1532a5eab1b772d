"""Speed and script errors of a mini-program."""

import re
from collections.abc import Iterator

from milepost.imports.cells import text_cell
from milepost.imports.month_rows import Row
from milepost.imports.redaction import redacted
from milepost.imports.refused import RefusedError
from milepost.imports.wechat.reading import Period, Reading, mappings
from milepost.imports.wechat.reply import Body, read_json

UNDATED = "undated"
"""The file of errors whose day neither the reply nor the file's name says."""
_COLUMN = re.compile(r"[A-Za-z0-9_]{1,40}")
_DAYS_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{6})(?:-(20[0-9]{6}))?(?![0-9])")


def read_performance_data(body: Body, reading: Reading, table: str) -> Iterator[Row]:
    """getPerformanceData: one column a table of the reply, the second line of a table as `<id>_2`."""
    days: dict[str, tuple[Period, dict[str, str]]] = {}
    for one in mappings(body.get("tables")):
        name = str(one.get("id", ""))
        if not _COLUMN.fullmatch(name):
            reading.note("unknown-field", name=redacted(name)[:40] or "id")
            continue
        for number, line in enumerate(mappings(one.get("lines")), 1):
            column = name if number == 1 else f"{name}_{number}"
            for place in mappings(line.get("fields")):
                period = reading.day(place.get("refdate", place.get("ref_date")))
                cell = reading.number({column: place.get("value")}, column, whole=False, least=None)
                days.setdefault(period.label, (period, {}))[1][column] = cell
    yield from _by_day(table, days, reading)


def read_performance(body: Body, reading: Reading, table: str) -> Iterator[Row]:
    """getPerformance: its data are JSON in a string; one column a kind of time, in milliseconds."""
    inner = body.get("default_time_data")
    if isinstance(inner, str):
        inner = read_json(inner) if inner.strip() else {}
    if not isinstance(inner, dict):
        raise RefusedError("no-reply")
    days: dict[str, tuple[Period, dict[str, str]]] = {}
    for one in mappings(inner.get("list")):
        period = reading.day(one.get("ref_date"))
        kind = reading.number(one, "cost_time_type")
        if kind:
            cells = days.setdefault(period.label, (period, {}))[1]
            cells[f"cost_time_{kind}"] = reading.number(one, "cost_time", whole=False)
    yield from _by_day(table, days, reading)


def read_errors(body: Body, reading: Reading, table: str) -> Iterator[Row]:
    """getJsErrList: one page of it. The reply has no day: the file's name may."""
    rows = mappings(body.get("data"))
    if not rows:
        return
    found = _DAYS_IN_NAME.search(reading.name)
    period = reading.days("-".join(day for day in found.groups() if day)) if found else None
    if period is None:
        reading.note("no-day")
    reading.say_page(len(rows), body.get("total_count"))
    for one in rows:
        name = text_cell(str(one.get("error_msg_md5") or ""))
        if not re.fullmatch(r"[0-9a-fA-F]{8,64}", name):
            reading.note("unknown-field", name="errorMsgMd5")
            continue
        cells = {column: reading.number(one, column) for column in ("uv", "pv")}
        shares = {"uv_share": "uv_percent", "pv_share": "pv_percent"}
        cells |= {column: reading.number(one, field, whole=False) for column, field in shares.items()}
        yield Row(
            table=table,
            month=f"{period.end:%Y-%m}" if period else UNDATED,
            key=(("date", period.label if period else ""), ("error", name)),
            cells={**cells, "message": text_cell(str(one.get("error_msg") or ""))},
            words=frozenset({"message"}),
        )


def _by_day(table: str, days: dict[str, tuple[Period, dict[str, str]]], reading: Reading) -> Iterator[Row]:
    values = {cell for _, cells in days.values() for cell in cells.values() if cell}
    if values == {"0"}:
        reading.note("all-zero")
    for label, (period, cells) in days.items():
        if any(cells.values()):
            yield Row(table=table, month=period.month, key=(("date", label),), cells=cells)
