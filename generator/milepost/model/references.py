"""Which references a record holds, found from the annotations of its type."""

from collections.abc import Callable, Mapping
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

_Extract = Callable[[Any, Path, list[Reference]], None]


def references_in(item: Item) -> tuple[Reference, ...]:
    """All references that an author wrote in a record, field by field."""
    found: list[Reference] = []
    _gather(item, (), found)
    return tuple(found)


def _gather(item: Item, at: Path, found: list[Reference]) -> None:
    written, values = item.model_fields_set, item.__dict__
    for attribute, (name, extract) in _extractors(type(item)).items():
        if attribute in written and values[attribute]:
            extract(values[attribute], (*at, name), found)


@cache
def _extractors(kind: type[Item]) -> Mapping[str, tuple[str, _Extract]]:
    found: dict[str, tuple[str, _Extract]] = {}
    for attribute, info in kind.model_fields.items():
        extract = _for_annotation((info.annotation, *info.metadata))
        if extract:
            found[attribute] = (info.alias or attribute, extract)
    return found


def _for_annotation(parts: tuple[Any, ...]) -> _Extract | None:
    pointers, items = _targets(parts)
    if not pointers and not items:
        return None
    collections = tuple(dict.fromkeys(name for pointer in pointers for name in pointer.collections))

    new = tuple.__new__  # half the time of calling a named tuple's class

    def extract(value: Any, at: Path, found: list[Reference]) -> None:
        if isinstance(value, Ref):
            found.append(new(Reference, (at, value, collections)))
        elif isinstance(value, Link):
            found.append(new(Reference, (at, value.target, collections)))
        elif isinstance(value, Item):
            _gather(value, at, found)
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                extract(part, (*at, index), found)
        elif isinstance(value, dict):
            for key, part in value.items():
                extract(part, (*at, key), found)

    return extract


def _targets(parts: tuple[Any, ...]) -> tuple[list[PointsTo], bool]:
    pointers: list[PointsTo] = []
    items = False
    for part in parts:
        if isinstance(part, PointsTo):
            pointers.append(part)
        elif isinstance(part, type) and issubclass(part, Item):
            items = items or bool(_extractors(part))
        else:
            below, below_items = _targets((*get_args(part), *getattr(part, "__metadata__", ())))
            pointers += below
            items = items or below_items
    return pointers, items
