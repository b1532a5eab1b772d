"""What may stand in a cell of a table that is committed and opened in spreadsheets: numbers, days and harmless text."""

import re
from decimal import Decimal
from typing import Any

from milepost.imports.redaction import redacted

LONGEST = 20_000
"""Characters of a text that are kept: a reader of CSV takes a field of 131,072 bytes for a broken file."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?")
_LARGEST = Decimal(10) ** 15
_ABSENT = ("", "-", "--", "null", "None")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
"""What the portal takes for the end of a line, and a writer of CSV does not quote."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class BadNumberError(ValueError):
    """Neither a number of the kind that is asked for nor the absence of one."""


def text_cell(text: str) -> str:
    """Without personal data and control characters; what a spreadsheet would run as a formula begins with `'`."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is no text
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).strip()
    text = redacted(text[: 2 * LONGEST])  # a number at the border is not cut in two before it is found
    if len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else text


def number_cell(value: Any, *, whole: bool = False, least: float | None = 0) -> str:
    """A number in its shortest form, percentages as shares; empty where there is none.

    Raises:
        BadNumberError: it is no finite number, below `least`, a share above 1, or not whole where it has to be.
    """
    if value is None or (isinstance(value, str) and value.strip() in _ABSENT):
        return ""
    text = str(value).strip()
    share = text.endswith("%")
    if isinstance(value, bool) or not _NUMBER.fullmatch(text.removesuffix("%").strip()):
        raise BadNumberError
    found = Decimal(text.removesuffix("%").strip()) / (100 if share else 1)
    if abs(found) >= _LARGEST or (least is not None and found < Decimal(str(least))) or (share and found > 1):
        raise BadNumberError
    if whole and found != found.to_integral_value():
        raise BadNumberError
    shown = format(found, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
