"""The types of fields: each turns the text that was typed into a value, or says what is wrong with it."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema

from milepost.model.problem import problem

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOOSE_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_MONEY = re.compile(r"(?P<amount>-?[0-9]+(\.[0-9]+)?)(?: (?P<currency>[A-Z]{3}))?")
_CHANGE = re.compile(r"(?P<amount>[+-]?[0-9]+(\.[0-9]+)?)(?P<unit>%|pp)?")
_URL = re.compile(r"https?://[^\s<>\"']+")
_CADENCE = re.compile(
    r"(daily|weekly|biweekly|monthly|quarterly|yearly)( (mon|tue|wed|thu|fri|sat|sun|[0-9]{1,2}))?( [0-9]{2}:[0-9]{2})?"
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; no currency = the project's."""

    amount: Decimal
    currency: str = ""

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}".strip()


@dataclass(frozen=True, slots=True)
class Change:
    """An expected effect: relative (`%`), in percentage points (`pp`), or in the metric's own unit."""

    amount: Decimal
    unit: Literal["%", "pp", ""] = ""

    def __str__(self) -> str:
        return f"{self.amount:+}{self.unit}"


def parse_date(value: Any) -> date:
    """An ISO date; anything else is refused with the reason, and with the fix where it is plain."""
    if not isinstance(value, str):
        raise problem("invalid-date.form")
    return _read_date(value)


@lru_cache(maxsize=10_000)
def _read_date(value: str) -> date:
    if not _DATE.fullmatch(value):
        loose = _LOOSE_DATE.fullmatch(value)
        if loose is None:
            raise problem("invalid-date.form")
        padded = f"{loose[1]}-{int(loose[2]):02}-{int(loose[3]):02}"
        _real_date(padded)
        raise problem("invalid-date.padding", fix=padded)
    return _real_date(value)


def _real_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        month = int(text[5:7])
        if not 1 <= month <= 12:
            raise problem("invalid-date.month", month=month) from None
        raise problem("invalid-date.day", day=int(text[8:]), month=text[:7]) from None


def parse_number(value: Any) -> float:
    """A decimal number without separators."""
    if not (isinstance(value, str) and _NUMBER.fullmatch(value)):
        raise problem("invalid-value.number")
    number = float(value)
    if not math.isfinite(number):
        raise problem("invalid-value.number")
    return number


def parse_target(value: Any) -> float:
    """A number, or a percentage: `35%` is 0.35."""
    if isinstance(value, str) and value.endswith("%") and _NUMBER.fullmatch(value[:-1].strip()):
        return float(Decimal(value[:-1].strip()) / 100)
    return parse_number(value)


def parse_integer(value: Any) -> int:
    """A whole number."""
    if not (isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,18}", value)):
        raise problem("invalid-value.integer")
    return int(value)


def in_range(low: float, high: float) -> PlainValidator:
    """A number between `low` and `high`, both included; whole when both ends are."""
    whole = isinstance(low, int) and isinstance(high, int)

    def parse(value: Any) -> float:
        number = parse_integer(value) if whole else parse_number(value)
        if not low <= number <= high:
            raise problem("invalid-value.range", low=f"{low:g}", high=f"{high:g}")
        return number

    return PlainValidator(parse)


def parse_boolean(value: Any) -> bool:
    """`true` or `false`, nothing else."""
    if value not in ("true", "false"):
        raise problem("invalid-value.boolean")
    return bool(value == "true")


def parse_money(value: Any) -> Money:
    """`1200.50`, or with a currency code: `120 USD`."""
    match = _MONEY.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise problem("invalid-value.money")
    return Money(Decimal(match["amount"]), match["currency"] or "")


def parse_change(value: Any) -> Change:
    """`+5%`, `+3pp`, `-20`."""
    match = _CHANGE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise problem("invalid-value.change")
    unit: Any = match["unit"] or ""
    return Change(Decimal(match["amount"]), unit)


def parse_url(value: Any) -> str:
    """An http(s) address: no other scheme is ever linked."""
    if not (isinstance(value, str) and _URL.fullmatch(value)):
        raise problem("invalid-value.url")
    return value


def parse_cadence(value: Any) -> str:
    """`weekly mon 10:00` (daily, biweekly, monthly …), or an iCalendar RRULE (`FREQ=WEEKLY;BYDAY=MO`)."""
    if isinstance(value, str):
        if _CADENCE.fullmatch(value):
            return value
        if "FREQ=" in value:
            from dateutil.rrule import rrulestr  # noqa: PLC0415 - costs 20 ms, few files need it

            try:
                rrulestr(value.removeprefix("RRULE:"))
            except (ValueError, TypeError):
                raise problem("invalid-value.cadence") from None
            return value
    raise problem("invalid-value.cadence")


def parse_string(value: Any) -> str:
    """Plain text that is never translated, such as a path or a version."""
    if not isinstance(value, str):
        raise problem("invalid-value.plain")
    return value


@dataclass(frozen=True, slots=True, eq=False)  # hashed by those who look through annotations
class AlsoWritten:
    """Says in a JSON schema which shorter form a field may have besides the full one."""

    schema: Mapping[str, Any]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [dict(self.schema), handler(schema)]}


def as_list(value: Any) -> Any:
    """Where a list is expected, a single value is a list of one."""
    return value if isinstance(value, list) else [value]


def from_shorthand(field: str) -> BeforeValidator:
    """A mapping, or the value of its one main field written alone."""

    def expand(value: Any) -> Any:
        if isinstance(value, dict) and field in value:
            return value  # nearly always
        from milepost.model.text import is_translations  # noqa: PLC0415 - text.py builds on this module's errors

        return value if isinstance(value, Mapping) and not is_translations(value) else {field: value}

    return BeforeValidator(expand)


T = TypeVar("T")
Many = Annotated[tuple[T, ...], BeforeValidator(as_list)]
Date = Annotated[date, PlainValidator(parse_date), WithJsonSchema({"type": "string", "format": "date"})]
Number = Annotated[float, PlainValidator(parse_number), WithJsonSchema({"type": "number"})]
Integer = Annotated[int, PlainValidator(parse_integer), WithJsonSchema({"type": "integer"})]
Target = Annotated[float, PlainValidator(parse_target), WithJsonSchema({"type": ["number", "string"]})]
Boolean = Annotated[bool, PlainValidator(parse_boolean), WithJsonSchema({"type": "boolean"})]
Amount = Annotated[Money, PlainValidator(parse_money), WithJsonSchema({"type": ["number", "string"]})]
ExpectedChange = Annotated[Change, PlainValidator(parse_change), WithJsonSchema({"type": "string"})]
Url = Annotated[str, PlainValidator(parse_url), WithJsonSchema({"type": "string", "format": "uri"})]
Cadence = Annotated[str, PlainValidator(parse_cadence), WithJsonSchema({"type": "string"})]
String = Annotated[str, PlainValidator(parse_string), WithJsonSchema({"type": "string"})]
Score = Annotated[int, in_range(1, 5), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 5})]
Severity = Annotated[int, in_range(1, 4), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 4})]
Percent = Annotated[float, in_range(0.0, 100.0), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100})]
Share = Annotated[float, in_range(0.0, 1.0), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
_MOST = 1_000_000
Samples = Annotated[int, in_range(1, _MOST), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": _MOST})]
