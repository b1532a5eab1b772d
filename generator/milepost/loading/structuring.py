"""Nodes to records: validation against the model, and what a record lacks."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import ValidationError

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.suggestion import closest
from milepost.i18n.message import message
from milepost.loading.document import Report
from milepost.loading.locations import MappingNode, Path, Position, SequenceNode, real_path, without
from milepost.loading.refusals import known_names, report_refusals, shown
from milepost.loading.type_names import type_name
from milepost.model.duration import Duration
from milepost.model.link import Link
from milepost.model.record import Item, NamedRecord, fields_of
from milepost.model.reference import Ref

R = TypeVar("R", bound=NamedRecord)

_INSTEAD = {"path": ("url",), "series": ("numerator", "denominator"), "aligns_to": ("parent", "top")}
"""Fields that are expected only while others are not given."""
_MERGE = "<<"
"""YAML 1.1 had it for taking over another mapping's fields; it is no field here."""


class Structured(NamedTuple):
    """A record, and its position with the values left out that did not fit: paths in the record hold in it."""

    record: NamedRecord
    position: Position


def structure(
    kind: type[NamedRecord], key: Ref, position: Position, report: Report, *, whole: bool = True
) -> Structured:
    """The record that a node stands for; what it lacks is reported if the node is `whole`.

    A value that does not fit is reported, left out, and kept as raw text in `record.invalid`.
    """
    invalid: dict[str, str] = {}
    try:
        record = kind.model_validate(position.values)
    except ValidationError as refusal:
        wrong = report_refusals(kind, key, position, refusal, report)
        invalid = {".".join(map(str, path)): shown(real_path(position.values, path)[1]) for path in wrong}
        record, node = _validate_rest(kind, position.node, wrong)
        position = position._replace(values=node, places=None)
    record.located(key, invalid)
    if whole:
        _report_missing(kind, record, position, report)
    _report_rounded(record, key, position, report)
    return Structured(record, position)


def _report_missing(kind: type[NamedRecord], record: NamedRecord, position: Position, report: Report) -> None:
    if not _may_lack(record):
        return  # nearly always
    in_markdown = position.path.endswith(".md")
    given = position.node.names()
    given_besides_body = len(given) - (in_markdown and kind.body_field in given)
    if not given_besides_body and record.missing():
        report(_no_fields(record.key, position, "front-matter" if in_markdown else "record"))
        return
    for at, name in _missing(kind, record, position.node, ()):
        report(_missing_field(record.key, position, at, name))


def _validate_rest(kind: type[R], node: MappingNode, wrong: list[Path]) -> tuple[R, MappingNode]:
    rest = without(node, wrong)
    try:
        return kind.model_validate(rest), rest
    except ValidationError:
        # What is left of a nested value does not stand alone: leave the whole field out.
        rest = without(node, {path[:1] for path in wrong})
        return kind.model_validate(rest), rest


def _missing(kind: type[Item], item: Item, node: Any, at: Path) -> Iterator[tuple[Path, str]]:
    """The expected fields that nobody tried to give, here and in the mappings inside, with the path of the mapping."""
    absent = item.missing()
    meant = _meant(kind, node, at) if absent else set()
    for name in absent:
        tried = any(_refused(node, typed) for typed in (name, *_INSTEAD.get(name, ())))
        if not tried and name not in meant:
            yield at, name
    written = item.model_fields_set
    for attribute, name in _item_fields(type(item)):
        if attribute not in written:
            continue
        value = getattr(item, attribute)
        inside = real_path(node, (name,))[1]
        if isinstance(value, tuple):
            entries = inside if isinstance(inside, list) else [inside]
            for index, (part, entry) in enumerate(zip(value, entries, strict=False)):
                if isinstance(part, Item):
                    yield from _missing(kind, part, entry, (*at, name, index))
        elif isinstance(value, Item):
            yield from _missing(kind, value, inside, (*at, name))


def _may_lack(item: Item) -> bool:
    """Whether the item, or one inside of it, may have no value in an expected field."""
    if item.missing():
        return True
    values = item.__dict__
    for name, _ in _item_fields(type(item)):
        value = values[name]
        if value:
            for part in value if type(value) is tuple else (value,):
                if isinstance(part, Item) and _may_lack(part):
                    return True
    return False


def _refused(node: Any, name: str) -> bool:
    """Whether a value was typed that does not fit."""
    if not isinstance(node, MappingNode) or name not in node.names() or name in node.empty:
        return False
    value = node.get(name)
    return value is None or (isinstance(value, SequenceNode) and value.shortened)


def _meant(kind: type[Item], node: Any, at: Path) -> set[str | None]:
    """Fields whose name is probably misspelled: the unknown name was reported already."""
    if not isinstance(node, MappingNode):
        return set()
    known = known_names(kind, at)
    if _MERGE in node.names():
        return set(known)
    return {closest(name, known) for name in node.names() if name not in node and name not in known}


def _no_fields(key: Ref, position: Position, variant: str) -> Diagnostic:
    return Diagnostic(
        rule="missing-field",
        message=message("rules.invalid-value.record.message", kind=type_name(key.collection), id=key.id),
        location=position.location,
        help=message(f"rules.invalid-value.{variant}.help"),
        record=str(key),
    )


def _missing_field(key: Ref, position: Position, at: Path, name: str) -> Diagnostic:
    around = real_path(position.node, at)[1]
    named = isinstance(around, MappingNode) and name in around.names()  # with nothing behind it
    place = (*at, name) if named else at
    return Diagnostic(
        rule="missing-field",
        message=message("rules.missing-field.message", field=name, kind=type_name(key.collection), id=key.id),
        location=position.of(*place, key=True) if place else position.location,
        help=message("rules.missing-field.help", field=name),
        record=str(key),
        field=".".join(str(part) for part in (*at, name) if isinstance(part, str)),
    )


def _report_rounded(record: NamedRecord, key: Ref, position: Position, report: Report) -> None:
    values = record.__dict__
    for attribute, name in _duration_fields(type(record)):
        value = values[attribute]
        if not value or _is_exact(value):
            continue  # nearly always
        for path, duration in _rounded(value, (name,)):
            report(
                Diagnostic(
                    rule="rounded-value",
                    message=message("rules.rounded-value.message", typed=duration.text, days=duration.days),
                    location=position.of(*path),
                    help=message("rules.rounded-value.help"),
                    record=str(key),
                    field=name,
                )
            )


def _is_exact(value: Any) -> bool:
    """Whether lengths or links are surely not rounded."""
    if isinstance(value, tuple):
        return all(map(_is_exact, value))
    if type(value) is Link:
        return not value.lag.rounded
    return type(value) is Duration and not value.rounded


def _rounded(value: Any, at: Path) -> Iterator[tuple[Path, Duration]]:
    if isinstance(value, Duration):
        if value.rounded:
            yield at, value
    elif isinstance(value, Link):
        if value.lag.rounded:
            yield at, value.lag
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _rounded(part, (*at, index))
    elif isinstance(value, Item):
        for attribute, name in _duration_fields(type(value)):
            yield from _rounded(getattr(value, attribute), (*at, name))


@cache
def _item_fields(kind: type[Item]) -> tuple[tuple[str, str], ...]:
    return tuple((spec.attribute, spec.name) for spec in fields_of(kind) if _mentions(spec.info.annotation, Item))


@cache
def _duration_fields(kind: type[Item]) -> tuple[tuple[str, str], ...]:
    """Fields that may hold a length of the plan, which has the grain of a day; meeting lengths do not."""
    return tuple(
        (spec.attribute, spec.name)
        for spec in fields_of(kind)
        if any(_mentions(spec.info.annotation, wanted) for wanted in (Duration, Link))
        or spec.attribute in ("estimate", "delay")
    )


def _mentions(annotation: Any, wanted: type) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, wanted)
    return any(_mentions(part, wanted) for part in get_args(annotation))
