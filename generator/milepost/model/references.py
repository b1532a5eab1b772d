"""Which references a record holds, found from the annotations of its type."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple, get_args

from milepost.model.link import Link
from milepost.model.record import Item
from milepost.model.reference import PointsTo, Ref

Path = tuple[str | int, ...]


class Reference(NamedTuple):
    """A reference as it stands in a record: the path of field names, where it points, where it may point."""

    path: Path
    ref: Ref
    collections: tuple[str, ...]


class BackLink(NamedTuple):
    """A record that refers to another one, and the field in which it does."""

    source: Ref
    field: str


BackLinks = Mapping[Ref, tuple[BackLink, ...]]
"""By absolute reference: who refers to the record, in the order of the files."""


class _Field(NamedTuple):
    """A field that may hold references: in which attribute, its path in the record, where they may point."""

    attribute: str
    path: Path
    collections: tuple[str, ...]


_new = tuple.__new__  # half the time of calling a named tuple's class


def references_in(item: Item) -> tuple[Reference, ...]:
    """All references that an author wrote in a record, field by field."""
    found: list[Reference] = []
    written, values = item.model_fields_set, item.__dict__
    for attribute, path, collections in _reference_fields(type(item)):
        if attribute in written:
            value = values[attribute]
            if type(value) is Ref:  # nearly always
                found.append(_new(Reference, (path, value, collections)))
            elif value:
                _gather(value, path, collections, found)
    return tuple(found)


def _gather(value: Any, at: Path, collections: tuple[str, ...], found: list[Reference]) -> None:
    """The references in a value: itself, a link, or in what it consists of."""
    if isinstance(value, Ref):
        found.append(_new(Reference, (at, value, collections)))
    elif isinstance(value, Link):
        found.append(_new(Reference, (at, value.target, collections)))
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            _gather(part, (*at, index), collections, found)
    elif isinstance(value, dict):
        for key, part in value.items():
            _gather(part, (*at, key), collections, found)
    elif isinstance(value, Item):
        for field in _reference_fields(type(value)):
            if field.attribute in value.model_fields_set:
                _gather(getattr(value, field.attribute), (*at, *field.path), field.collections, found)


@cache
def _reference_fields(kind: type[Item]) -> tuple[_Field, ...]:
    found = []
    for attribute, info in kind.model_fields.items():
        pointers, items = _targets((info.annotation, *info.metadata))
        if pointers or items:
            collections = tuple(dict.fromkeys(name for pointer in pointers for name in pointer.collections))
            found.append(_Field(attribute, (info.alias or attribute,), collections))
    return tuple(found)


def _targets(parts: tuple[Any, ...]) -> tuple[list[PointsTo], bool]:
    pointers: list[PointsTo] = []
    items = False
    for part in parts:
        if isinstance(part, PointsTo):
            pointers.append(part)
        elif isinstance(part, type) and issubclass(part, Item):
            items = items or bool(_reference_fields(part))
        else:
            below, below_items = _targets((*get_args(part), *getattr(part, "__metadata__", ())))
            pointers += below
            items = items or below_items
    return pointers, items
