"""One file with a reply: which call it is of, and its rows, or why it is not taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from milepost.i18n.message import Message
from milepost.imports.month_rows import Row
from milepost.imports.refused import RefusedError
from milepost.imports.wechat.calls import CALLS, Call, named
from milepost.imports.wechat.reading import Reading
from milepost.imports.wechat.reply import Body, read_reply, unwrapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a reply holds; no rows where it has no data, which is not zero."""

    call: str
    rows: tuple[Row, ...]
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What is known of a file apart from its content: its name without the ending, its folder's, the call if said."""

    name: str = ""
    folder: str = ""
    call: str = ""


def take(data: bytes, origin: Origin, as_of: date, kinds: Mapping[int, str]) -> Taken:
    """The rows of one reply.

    The call is the one that was said, else what the file's name or its folder's says, else what the rows show.
    `kinds` are words for WeChat's kinds of feedback by its number.

    Raises:
        RefusedError: it is an error, no reply of this call, or about days that are not over; nothing of it is taken.
    """
    body = read_reply(data)
    known = CALLS.get(origin.call) or named(origin.name) or named(origin.folder)
    if known and body.get("list") == [] and not known.fits(body):  # any call may say that it has nothing like this
        return Taken(call=known.name, rows=())
    inner, known = _inner(body, known)
    reading = Reading(as_of=as_of, name=origin.name, kinds=kinds)
    rows = tuple(known.read(inner, reading, known.table))
    return Taken(call=known.name, rows=rows, notes=tuple(reading.notes))


def _inner(body: Body, known: Call | None) -> tuple[Body, Call]:
    if known is None:
        for one in CALLS.values():
            inner = unwrapped(body, one.shows)
            if inner is not None:
                return inner, one
        raise RefusedError("unknown-call")
    inner = unwrapped(body, known.fits)
    if inner is None:
        raise RefusedError("other-call", call=known.name)
    other = next((one for one in CALLS.values() if one is not known and one.shows(inner)), None)
    if other and not known.shows(inner):
        raise RefusedError("other-shape", call=known.name, shown=other.name)
    return inner, known
