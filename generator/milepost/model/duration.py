"""Lengths of time as plans write them: working days, elapsed days, person-days, clock time."""

import math
import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from milepost.model.problem import problem

HOURS_PER_DAY = 8
_LONGEST, _MOST, _MOST_DAYS = 40, 10**8, 3_660
"""Of a time window: characters, of each unit, days."""
_DURATION = re.compile(r"(?P<sign>[+-]?)(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<unit>ed|[dwh])")
_BARE_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_WINDOW = re.compile(
    r"(?:(?P<weeks>[0-9]+)w)?(?:(?P<days>[0-9]+)e?d)?(?:(?P<hours>[0-9]+)h)?(?:(?P<minutes>[0-9]+)min)?(?:(?P<seconds>[0-9]+)s)?"
)
_MEETING = re.compile(r"(?:(?P<hours>[0-9]+)h)?(?:(?P<minutes>[0-9]+)min)?")


@dataclass(frozen=True, slots=True)
class Duration:
    """Whole days: working days, or calendar days when `elapsed`; `text` is what was typed.

    The grain of plans is the day: `rounded` says that the typed length was finer and was rounded up.
    """

    days: int
    elapsed: bool = False
    text: str = ""
    rounded: bool = False

    def __str__(self) -> str:
        return self.text or f"{self.days}{'ed' if self.elapsed else 'd'}"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of clock time; `text` is what was typed."""

    seconds: int
    text: str = ""

    def __str__(self) -> str:
        return self.text or f"{self.seconds}s"


def parse_duration(value: Any) -> Duration:
    """`5d`, `2w` (10 working days), `3ed` (calendar days), `4h` (rounded up to a day).

    Raises:
        PydanticCustomError: `invalid-duration`.
    """
    if not isinstance(value, str):
        raise problem("invalid-duration.form")
    return _read(value)


@lru_cache(maxsize=1_000)
def _read(text: str) -> Duration:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise _refusal(text)
    exact = _in_days(match)
    days = math.ceil(exact)
    return Duration(-days if match["sign"] == "-" else days, match["unit"] == "ed", text, days != exact)


def parse_length(value: Any) -> Duration:
    """A duration that is not negative, as the length of a task."""
    duration = parse_duration(value)
    if duration.days < 0:
        raise problem("invalid-duration.negative")
    return duration


def parse_person_days(value: Any) -> Decimal:
    """Effort in person-days: a plain number, or a length such as `6d`, `2w`, `4h`."""
    if isinstance(value, str):
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
            return Decimal(value)
        match = _DURATION.fullmatch(value)
        if match and match["unit"] != "ed" and match["sign"] != "-":
            return _in_days(match)
    raise problem("invalid-duration.effort")


def parse_clock_time(value: Any) -> int:
    """The minutes of a meeting's length: `30min`, `1h30min`, `2h`."""
    match = _MEETING.fullmatch(value) if isinstance(value, str) and value else None
    if match is None:
        raise problem("invalid-duration.clock")
    return int(match["hours"] or 0) * 60 + int(match["minutes"] or 0)


def parse_window(value: Any) -> Window:
    """A time window in which events count: `90s`, `30min`, `24h`, `1h30min`, `7d`, `2w`; a day has 24 hours."""
    match = _WINDOW.fullmatch(value) if isinstance(value, str) and value and len(value) <= _LONGEST else None
    if match is None:
        bare = isinstance(value, str) and _BARE_NUMBER.fullmatch(value)
        raise problem("invalid-duration.window-unit" if bare else "invalid-duration.window")
    parts = {name: int(text or 0) for name, text in match.groupdict().items()}
    length = timedelta(**parts) if max(parts.values()) <= _MOST else None
    if not length or length > timedelta(days=_MOST_DAYS):
        raise problem("invalid-duration.window")
    return Window(int(length.total_seconds()), value)


def _in_days(match: re.Match[str]) -> Decimal:
    number = Decimal(match["number"])
    if match["unit"] == "w":
        return number * 5
    if match["unit"] == "h":
        return number / HOURS_PER_DAY
    return number


def _refusal(text: str) -> Exception:
    if _BARE_NUMBER.fullmatch(text):
        return problem("invalid-duration.unit", fix=f"{text}d")
    return problem("invalid-duration.form")


_PATTERN = WithJsonSchema({"type": "string", "pattern": r"^[+-]?[0-9]+(\.[0-9]+)?(ed|d|w|h)$"})
Length = Annotated[Duration, PlainValidator(parse_length), _PATTERN]
SignedDuration = Annotated[Duration, PlainValidator(parse_duration), _PATTERN]
PersonDays = Annotated[Decimal, PlainValidator(parse_person_days), WithJsonSchema({"type": ["string", "number"]})]
ClockTime = Annotated[int, PlainValidator(parse_clock_time), WithJsonSchema({"type": "string"})]
TimeWindow = Annotated[Window, PlainValidator(parse_window), WithJsonSchema({"type": "string"})]
