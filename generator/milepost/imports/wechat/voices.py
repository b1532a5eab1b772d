"""What users write: feedback and comments as items of a feedback batch, without who wrote them.

Only the fields named here are taken. Phones, openids, names, pictures, orders and payments never leave the reply.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from milepost.imports.cells import number_cell, text_cell
from milepost.imports.month_rows import Row
from milepost.imports.refused import RefusedError
from milepost.imports.wechat.reading import Reading, mappings
from milepost.imports.wechat.reply import Body

_SHANGHAI = timezone(timedelta(hours=8))
"""WeChat's days are those of Shanghai, where clocks have not been changed since 1991."""
_STAR = 100
_ID = re.compile(r"[0-9]{1,32}")
ITEM_WORDS = frozenset({"text"})


def read_feedback(body: Body, reading: Reading, table: str) -> Iterator[Row]:
    """getFeedback: number, day, kind and text of each."""
    rows = mappings(body.get("list"))
    reading.say_page(len(rows), body.get("total_num"))
    for one in rows:
        kind = reading.number(one, "type")
        if kind and int(kind) not in reading.kinds:
            reading.note("unknown-key", key=kind, name="type")
        cells = {"type": reading.kinds.get(int(kind), "") if kind else "", "text": _text(one.get("content"))}
        row = _item(table, one.get("record_id"), one.get("create_time"), cells, reading)
        if row:
            yield row


def read_comments(body: Body, reading: Reading, table: str) -> Iterator[Row]:
    """getCommentList: number, day, text and stars of each."""
    rows = mappings(body.get("comment_list"))
    reading.say_page(len(rows), body.get("total"))
    for one in rows:
        score = reading.number(one, "score")
        content = one.get("content")
        cells = {
            "text": _text(content.get("txt") if isinstance(content, dict) else content),
            "rating": number_cell(str(Decimal(score) / _STAR)) if score else "",
        }
        row = _item(table, one.get("comment_id"), one.get("create_time"), cells, reading)
        if row:
            yield row


def _item(table: str, number: Any, created: Any, cells: dict[str, str], reading: Reading) -> Row | None:
    """None, and a note, for an item without number or day."""
    written = str(number).strip() if isinstance(number, (str, int)) else ""
    name = written if _ID.fullmatch(written) else ""
    day = _day(created)
    if not name or day is None:
        reading.note("item-left-out", field="create_time" if name else "id")
        return None
    if day >= reading.as_of + timedelta(days=1):
        raise RefusedError("not-over", period=day.isoformat())
    return Row(
        table=table,
        month=f"{day:%Y-%m}",
        key=(("id", name),),
        cells={"received_on": day.isoformat(), **cells},
        words=ITEM_WORDS,
    )


def _day(value: Any) -> date | None:
    """The day of a moment in seconds since 1970."""
    try:
        return datetime.fromtimestamp(int(number_cell(value, whole=True)), _SHANGHAI).date()
    except (ValueError, OverflowError, OSError):
        return None


def _text(value: Any) -> str:
    return text_cell(value) if isinstance(value, str) else ""
