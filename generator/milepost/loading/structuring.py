"""Nodes to records: validation against the model, and its refusals as diagnostics."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from milepost.diagnostics.diagnostic import Diagnostic, Edit, Fix
from milepost.diagnostics.suggestion import closest, did_you_mean
from milepost.i18n.message import Message, message
from milepost.loading.document import Report
from milepost.loading.locations import Position, plain, real_path, without
from milepost.model.duration import Duration
from milepost.model.link import Link
from milepost.model.record import Item, NamedRecord, fields_of
from milepost.model.reference import Ref

R = TypeVar("R", bound=NamedRecord)
_OPTIONS = re.compile(r"'([^']*)'")
_MAX_SHOWN = 60


def structure(kind: type[R], key: Ref, position: Position, report: Report) -> R:
    """The record that a node stands for.

    A value that does not fit is reported, left out, and kept as raw text in `record.invalid`.
    """
    invalid: dict[str, str] = {}
    try:
        record = kind.model_validate(position.node)
    except ValidationError as refusal:
        wrong = _report_refusals(kind, key, position, refusal, report)
        invalid = {".".join(map(str, path)): _shown(real_path(position.node, path)[1]) for path in wrong}
        record = _validate_rest(kind, position, wrong)
    record.located(key, invalid)
    _report_missing(record, key, position, (), report)
    _report_rounded(record, key, position, report)
    return record


def _validate_rest(kind: type[R], position: Position, wrong: list[tuple[str | int, ...]]) -> R:
    try:
        return kind.model_validate(without(position.node, wrong))
    except ValidationError:
        # What is left of a nested value does not stand alone: leave the whole field out.
        return kind.model_validate(without(position.node, {path[:1] for path in wrong}))


def _report_refusals(
    kind: type[NamedRecord], key: Ref, position: Position, refusal: ValidationError, report: Report
) -> list[tuple[str | int, ...]]:
    paths: list[tuple[str | int, ...]] = []
    for error in refusal.errors(include_url=False):
        path, value = real_path(position.node, error["loc"])
        if path in paths or not path:
            continue
        paths.append(path)
        if error["type"] == "extra_forbidden":
            report(_unknown_field(kind, key, position, path, error["loc"]))
        else:
            report(_invalid(key, position, path, value, dict(error)))
    return [path for path in paths if not any(path != other and path[: len(other)] == other for other in paths)]


def _unknown_field(
    kind: type[NamedRecord], key: Ref, position: Position, path: tuple[str | int, ...], loc: tuple[str | int, ...]
) -> Diagnostic:
    owner = _item_at(kind, loc[:-1])
    known = [spec.name for spec in fields_of(owner)] if owner else []
    name = str(path[-1])
    location = position.of(*path, key=True)
    meant = closest(name, known)
    return Diagnostic(
        rule="unknown-field",
        message=message("rules.unknown-field.message", field=name, kind=type_name(key.collection)),
        location=location,
        help=did_you_mean(name, known) or message("rules.unknown-field.help"),
        fix=Fix(edits=(Edit(location=location, replacement=meant),)) if meant else None,
        record=str(key),
        field=name,
    )


def _invalid(key: Ref, position: Position, path: tuple[str | int, ...], value: Any, error: dict[str, Any]) -> Diagnostic:
    code, facts = error["type"], dict(error.get("ctx") or {})
    if code == "literal_error":
        code, facts = "invalid-value.enum", {"options": _OPTIONS.findall(facts["expected"])}
    elif "." not in code:
        code, facts = _structural(code), {}
    rule = code.partition(".")[0]
    shown = _shown(value)
    location = position.of(*path)
    options = [str(option) for option in facts.get("options", ())]
    fix = facts.pop("fix", None) or (closest(shown, options) if options else None)
    if options:
        help_: Message | None = did_you_mean(shown, options) or message("diagnostics.one-of", options=options)
    else:
        help_ = message("diagnostics.write", text=fix) if fix else message(f"problems.{code}.help")
    facts.pop("code", None)
    name = str(path[0])
    innermost = next((part for part in reversed(path) if isinstance(part, str)), name)
    return Diagnostic(
        rule=rule,
        message=message(f"problems.{code}.message", **{"field": innermost, **facts, "value": shown}),
        location=location,
        help=help_,
        fix=Fix(edits=(Edit(location=location, replacement=fix),)) if fix else None,
        record=str(key),
        field=name,
    )


def _structural(code: str) -> str:
    if code in ("model_type", "model_attributes_type", "dict_type", "mapping_type"):
        return "invalid-value.mapping"
    return "invalid-value.list" if code in ("tuple_type", "list_type") else "invalid-value.text"


def _report_missing(item: Item, key: Ref, position: Position, at: tuple[str | int, ...], report: Report) -> None:
    for name in item.missing():
        typed = ".".join(map(str, (*at, name)))
        if any(bad == typed or bad.startswith(f"{typed}.") for bad in _invalid_of(item, position, at)):
            continue
        report(
            Diagnostic(
                rule="missing-field",
                message=message("rules.missing-field.message", field=name, kind=type_name(key.collection), id=key.id),
                location=position.of(*at, key=True) if at else position.location,
                help=message("rules.missing-field.help", field=name),
                record=str(key),
                field=".".join(str(part) for part in (*at, name) if isinstance(part, str)),
            )
        )
    for attribute, name in _item_fields(type(item)):
        value = getattr(item, attribute)
        for index, part in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(part, Item) and attribute in item.model_fields_set:
                below = (*at, name, index) if isinstance(value, tuple) else (*at, name)
                _report_missing(part, key, position, below, report)


def _invalid_of(item: Item, position: Position, at: tuple[str | int, ...]) -> Mapping[str, str]:
    # A nested item does not know its record; whether its field was typed is seen in the node.
    if isinstance(item, NamedRecord) and not at:
        return item.invalid
    _, node = real_path(position.node, at)
    return {".".join(map(str, (*at, name))): "" for name in node} if isinstance(node, dict) else {}


def _report_rounded(record: NamedRecord, key: Ref, position: Position, report: Report) -> None:
    for attribute, name in _duration_fields(type(record)):
        if attribute not in record.model_fields_set:
            continue
        for path, duration in _durations(getattr(record, attribute), (name,)):
            if duration.rounded:
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


def _durations(value: Any, at: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], Duration]]:
    if isinstance(value, Duration):
        return [(at, value)]
    if isinstance(value, Link):
        return [(at, value.lag)]
    if isinstance(value, tuple):
        return [found for index, part in enumerate(value) for found in _durations(part, (*at, index))]
    if isinstance(value, Item):
        return [
            found
            for attribute, name in _duration_fields(type(value))
            for found in _durations(getattr(value, attribute), (*at, name))
        ]
    return []


@cache
def _item_fields(kind: type[Item]) -> tuple[tuple[str, str], ...]:
    return tuple((spec.attribute, spec.name) for spec in fields_of(kind) if _mentions(spec.info.annotation, Item))


@cache
def _duration_fields(kind: type[Item]) -> tuple[tuple[str, str], ...]:
    """Fields that may hold a length of the plan, which has the grain of a day; meeting lengths do not."""
    return tuple(
        (spec.attribute, spec.name)
        for spec in fields_of(kind)
        if _mentions(spec.info.annotation, Duration) or _mentions(spec.info.annotation, Link) or spec.attribute in ("estimate", "delay")
    )


def _mentions(annotation: Any, wanted: type) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, wanted)
    return any(_mentions(part, wanted) for part in get_args(annotation))


def _item_at(kind: type[Item], loc: tuple[str | int, ...]) -> type[Item] | None:
    for part in loc:
        if not isinstance(part, str):
            continue
        info = next((spec.info for spec in fields_of(kind) if spec.name == part), None)
        if info is None:
            continue  # a tag of a union, not a field
        found = _first_item(info.annotation)
        if found is None:
            return None
        kind = found
    return kind


def _first_item(annotation: Any) -> type[Item] | None:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, Item) else None
    return next((found for part in get_args(annotation) if (found := _first_item(part))), None)


def type_name(collection: str) -> Message:
    """The name of a record type, for use inside of messages."""
    return message(f"model.types.{collection}.singular")


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else str(plain(value))
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
