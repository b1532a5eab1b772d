"""What the model refuses, as diagnostics."""

import re
from typing import Any, get_args

from pydantic import ValidationError

from milepost.diagnostics.diagnostic import Diagnostic, replacing
from milepost.diagnostics.suggestion import closest, did_you_mean, only_meant
from milepost.i18n.message import Message, message
from milepost.loading.document import Report
from milepost.loading.locations import Path, Position, real_path
from milepost.loading.type_names import type_name
from milepost.model.record import Item, NamedRecord, fields_of
from milepost.model.reference import Ref

_OPTIONS = re.compile(r"'([^']*)'")
_MAX_SHOWN = 60
_MAPPING_ERRORS = ("model_type", "model_attributes_type", "dict_type", "mapping_type")


def report_refusals(
    kind: type[NamedRecord], key: Ref, position: Position, refusal: ValidationError, report: Report
) -> list[Path]:
    """Reports each value that does not fit, once; the paths of those values in the record's node."""
    found: dict[Path, tuple[Any, Any]] = {}
    for error in refusal.errors(include_url=False):
        path, value = real_path(position.node, error["loc"])
        if path:
            found.setdefault(path, (value, error))
    # Of a value that may have one of several types only the refusals nearest to it count.
    outer = {path[:length] for path in found for length in range(1, len(path))}
    wrong = {path: refused for path, refused in found.items() if path not in outer}
    for path, (value, error) in wrong.items():
        if error["type"] == "extra_forbidden":
            report(_unknown_field(kind, key, position, path, error["loc"]))
        else:
            report(_invalid(key, position, path, value, error))
    return list(wrong)


def known_names(kind: type[Item], loc: Path) -> list[str]:
    """The fields that the mapping at a path takes; none where that cannot be said."""
    owner = _item_at(kind, loc)
    return [spec.name for spec in fields_of(owner)] if owner else []


def shown(value: Any) -> str:
    """A value as it is quoted in messages."""
    text = value if isinstance(value, str) else _flow(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


def _flow(value: Any) -> str:
    """A value in YAML's short style; deeper than anybody reads it is cut short."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(part)}" for name, part in value.items()) + "}"
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else str(value)


def _unknown_field(kind: type[NamedRecord], key: Ref, position: Position, path: Path, loc: Path) -> Diagnostic:
    known = known_names(kind, loc[:-1])
    name = str(path[-1])
    location = position.of(*path, key=True)
    meant = closest(name, known)
    return Diagnostic(
        rule="unknown-field",
        message=message("rules.unknown-field.message", field=name, kind=type_name(key.collection)),
        location=location,
        help=did_you_mean(name, known) or message("rules.unknown-field.help"),
        fix=replacing(location, meant, is_safe=meant == only_meant(name, known)),
        record=str(key),
        field=name,
    )


def _invalid(key: Ref, position: Position, path: Path, value: Any, error: dict[str, Any]) -> Diagnostic:
    is_key = error["loc"][-1] == "[key]"
    code, facts = error["type"], dict(error.get("ctx") or {})
    if code == "literal_error":
        code, facts = "invalid-value.enum", {"options": _OPTIONS.findall(facts["expected"])}
    elif "." not in code:
        code, facts = _structural(code), {}
    text = str(path[-1]) if is_key else shown(value)
    location = position.of(*path, key=is_key)
    options = [str(option) for option in facts.get("options", ())]
    fix = facts.pop("fix", None) or (closest(text, options) if options else None)
    facts.pop("code", None)
    names = [part for part in (path[:-1] if is_key else path) if isinstance(part, str)]
    return Diagnostic(
        rule=code.partition(".")[0],
        message=message(f"problems.{code}.message", **{"field": names[-1], **facts, "value": text}),
        location=location,
        help=_help(code, text, options, fix),
        fix=replacing(
            location, fix if isinstance(value, str) else None, is_safe=not options or fix == only_meant(text, options)
        ),
        record=str(key),
        field=names[0],
    )


def _help(code: str, text: str, options: list[str], fix: str | None) -> Message:
    if options:
        return did_you_mean(text, options) or message("diagnostics.one-of", options=options)
    return message("diagnostics.write", text=fix) if fix else message(f"problems.{code}.help")


def _structural(code: str) -> str:
    if code in _MAPPING_ERRORS:
        return "invalid-value.mapping"
    return "invalid-value.list" if code in ("tuple_type", "list_type") else "invalid-value.text"


def _item_at(kind: type[Item], loc: Path) -> type[Item] | None:
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
