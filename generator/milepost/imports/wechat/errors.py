"""The error codes of WeChat's data endpoints: what each means, and whether asking again helps."""

from typing import Any

from milepost.i18n.message import Message, message
from milepost.imports.redaction import redacted
from milepost.imports.refused import RefusedError

RETRIED = frozenset({-1, 42001, 45011, 61503})
"""Busy, an expired token, too many calls in a minute, data that are not ready: later it may work."""
EXPIRED = frozenset({40014, 42001})
"""A token that is not valid any more: a new one may be asked for."""
_KNOWN = RETRIED | {40001, 40013, 40014, 40125, 40164, 45009, 47001, 48001, 61500, 61501}
_LONGEST = 120


def error_of(body: dict[str, Any]) -> int | None:
    """The error code of a reply; None for a success, which often has none. A code that is no number counts as -2."""
    code = body.get("errcode", body.get("err_code"))
    if code is None or code == "":
        return None
    try:
        return int(code) or None
    except (TypeError, ValueError):
        return -2


def meaning(code: int, body: dict[str, Any]) -> Message:
    """What the code means; for one that nobody knows, what the reply says itself."""
    if code in _KNOWN:
        return message(f"importing.errcode.{code}")
    said = redacted(str(body.get("errmsg", body.get("err_msg", ""))))[:_LONGEST]
    return message("importing.errcode.unknown", said=said or "–")


def stop_at_error(body: dict[str, Any]) -> None:
    """Refuses a reply that is an error."""
    code = error_of(body)
    if code is not None:
        later = "error-retry" if code in RETRIED else "error"
        raise RefusedError(later, code=code, meaning=meaning(code, body))
