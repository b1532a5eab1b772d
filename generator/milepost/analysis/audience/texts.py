"""The texts and numbers that a record holds, as far as they say something of their own."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_origin

from milepost.model.duration import Duration
from milepost.model.field_types import Money
from milepost.model.link import Link
from milepost.model.record import Item, NamedRecord, fields_of
from milepost.model.reference import Ref
from milepost.model.text import Translations

NUMBER = re.compile(
    r"(?:(?<![0-9A-Za-z_.])|(?<=[A-Z]{3})(?<![A-Za-z_].{3})|(?<=[A-Z]{3}-))[0-9][0-9,]*(?:\.[0-9]+)?(?![0-9a-z_]|\.[0-9])",
    re.DOTALL,
)
"""A number as pages write it, thousands apart or not; no part of a longer word such as a commit's number."""

Value = str | Decimal


def values_in(item: Item) -> Iterator[tuple[str, Value]]:
    """Texts and numbers with the field that holds them; not days, states, references and other words of the model."""
    for attribute, name in _telling(type(item)).items():
        if attribute in item.model_fields_set:
            for value in _inside(item.__dict__[attribute]):
                yield name, value
    if isinstance(item, NamedRecord):
        yield from item.__dict__.get("_invalid", {}).items()  # a record within a record has none


def _inside(value: Any) -> Iterator[Value]:
    if isinstance(value, (bool, Ref, Link, Duration, date)):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Money):
        yield value.amount
    elif isinstance(value, (int, float, Decimal)):
        yield Decimal(str(value))
    elif isinstance(value, Item):
        yield from (part for _, part in values_in(value))
    elif isinstance(value, Mapping):
        names = () if isinstance(value, Translations) else value.keys()
        yield from (part for one in (*names, *value.values()) for part in _inside(one))
    elif isinstance(value, (tuple, list)):
        yield from (part for one in value for part in _inside(one))


@cache
def _telling(kind: type[Item]) -> Mapping[str, str]:
    """The attributes whose values are an author's own words or numbers, with their names."""
    return {spec.attribute: spec.name for spec in fields_of(kind) if not _is_word(spec.info.annotation)}


def _is_word(annotation: Any) -> bool:
    """Whether the values are words of the model."""
    if get_origin(annotation) is Literal:
        return True
    return any(_is_word(part) for part in getattr(annotation, "__args__", ()))


def plain_number(value: Decimal | str) -> str:
    """A number in the one form in which numbers are compared; empty for what is none."""
    try:
        number = Decimal(value.replace(",", "")) if isinstance(value, str) else value
    except ArithmeticError:
        return ""
    return f"{abs(number):f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{abs(number):f}"


def numbers_in(text: str) -> Iterator[str]:
    """The numbers of a text in the form in which they are compared."""
    for found in NUMBER.finditer(text):
        yield plain_number(found[0])
