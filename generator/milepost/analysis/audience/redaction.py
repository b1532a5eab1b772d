"""Records without some of their fields, and with a mark in place of references to what is not shown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from milepost.model.link import Link
from milepost.model.record import Item, NamedRecord, fields_of
from milepost.model.reference import PointsTo, Ref

T = TypeVar("T", bound=Item)

NOT_SHOWN = Ref("", "", "…")
"""Stands for a record that the audience does not see; it leads nowhere."""

IsHidden = Callable[[Ref, tuple[str, ...]], bool]
"""Whether a reference, with the collections that it may point into, leads to a record that is not shown."""


def without_fields(record: T, names: Iterable[str]) -> T:
    """The same without these fields, by the names that authors type; nested ones with dots, in each item of a list."""
    below: dict[str, list[str]] = {}
    for name in names:
        head, _, rest = name.partition(".")
        below.setdefault(head, []).append(rest)
    attributes = {spec.name: spec.attribute for spec in fields_of(type(record))}
    values, gone = dict[str, Any](), set[str]()
    for head, rests in below.items():
        attribute = attributes.get(head)
        if attribute is None:
            continue
        if "" in rests:
            gone.add(attribute)
        else:
            values[attribute] = _without(getattr(record, attribute), rests)
    copy = _copied(record, values)
    for attribute in gone:
        copy.__dict__[attribute] = type(record).model_fields[attribute].get_default(call_default_factory=True)
        copy.__pydantic_fields_set__.discard(attribute)
    if isinstance(copy, NamedRecord) and copy.__dict__.get("_invalid"):
        raw = {path: text for path, text in copy.invalid.items() if path.partition(".")[0] not in below}
        copy.located(copy.key, raw)
    return copy


def _without(value: Any, names: list[str]) -> Any:
    if isinstance(value, Item):
        return without_fields(value, names)
    if isinstance(value, tuple):
        return tuple(_without(part, names) for part in value)
    return value


def with_marks(item: T, is_hidden: IsHidden) -> T:
    """The same with `NOT_SHOWN` for each reference that leads to a hidden record."""
    values = {}
    for attribute, collections in _referring(type(item)).items():
        before = item.__dict__[attribute]
        after = _marked(before, collections, is_hidden) if before else before
        if after is not before:
            values[attribute] = after
    return _copied(item, values) if values else item


def _marked(value: Any, collections: tuple[str, ...], is_hidden: IsHidden) -> Any:
    """The value itself where nothing in it is hidden."""
    if isinstance(value, Ref):
        return NOT_SHOWN if is_hidden(value, collections) else value
    if isinstance(value, Link):
        return replace(value, target=NOT_SHOWN) if is_hidden(value.target, collections) else value
    if isinstance(value, Item):
        return with_marks(value, is_hidden)
    if isinstance(value, tuple):
        parts = tuple(_marked(part, collections, is_hidden) for part in value)
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    if isinstance(value, dict):
        pairs = {key: _marked(part, collections, is_hidden) for key, part in value.items()}
        return type(value)(pairs) if any(pairs[key] is not value[key] for key in value) else value
    return value


@cache
def _referring(kind: type[Item]) -> Mapping[str, tuple[str, ...]]:
    """The attributes that may hold references, or items that do, each with the collections that they point into."""
    found = {}
    for spec in fields_of(kind):
        parts = _parts(spec.info.annotation)
        pointers = [one for one in spec.annotations if isinstance(one, PointsTo)]
        if pointers or any(isinstance(part, type) and issubclass(part, Item) for part in parts):
            found[spec.attribute] = tuple(dict.fromkeys(name for one in pointers for name in one.collections))
    return found


def _parts(annotation: Any) -> list[Any]:
    found, waiting = [], [annotation]
    while waiting:
        part = waiting.pop()
        found.append(part)
        waiting += getattr(part, "__args__", ())
    return found


def _copied(item: T, values: Mapping[str, Any]) -> T:
    """A copy that keeps which fields were given."""
    copy = item.model_copy()
    copy.__dict__.update(values)
    return copy
