"""A reply as a file holds it: bytes to a mapping, with all the ways in which people save one."""

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

from milepost.imports.redaction import redacted
from milepost.imports.refused import RefusedError
from milepost.imports.wechat.errors import stop_at_error
from milepost.loading.files import MAX_BYTES

Body = dict[str, Any]

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WORD_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MOST_LAYERS = 4
"""Strings that hold JSON, or mappings that hold the reply, within each other."""
_WRAPPERS = ("data", "result", "body", "response", "resp")


def read_reply(data: bytes) -> Body:
    """The reply's fields with names like `visit_uv`, also where it says `visitUv`; an error reply is refused."""
    value: Any = read_json(_decoded(data))
    for _ in range(_MOST_LAYERS):
        if not isinstance(value, str):
            break
        value = read_json(value)
    if not isinstance(value, dict):
        raise RefusedError("no-reply")
    stop_at_error(value)
    return value


def unwrapped(body: Body, is_it: Callable[[Body], bool]) -> Body | None:
    """The reply itself, which a team's own server may have wrapped; None where it is not in there."""
    for _ in range(_MOST_LAYERS):
        if is_it(body):
            return body
        inner = next((body[name] for name in _WRAPPERS if isinstance(body.get(name), dict)), None)
        if inner is None:
            return None
        body = inner
        stop_at_error(body)
    return None


def read_json(text: str) -> Any:
    """JSON as the standard has it: no NaN, no name with two values, nothing cut off."""
    if not text.strip():
        raise RefusedError("empty-file")
    if text.lstrip().startswith("<"):
        raise RefusedError("html")
    try:
        return json.loads(text, object_pairs_hook=_fields, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise RefusedError("not-json", line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):  # numbers of thousands of digits, thousands of brackets
        raise RefusedError("not-json", line=1, column=1) from None


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise RefusedError("too-large", limit=MAX_BYTES // 2**20)
    try:
        return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError("not-utf8") from None


def _fields(pairs: list[tuple[str, Any]]) -> Body:
    found: Body = {}
    for written, value in pairs:
        name = _WORD_BORDER.sub("_", written).lower()
        if name in found and found[name] != value:
            raise RefusedError("duplicate-key", name=redacted(name)[:40])
        found[name] = value
    return found


def _no_number(name: str) -> NoReturn:
    raise RefusedError("no-number", name=name)
