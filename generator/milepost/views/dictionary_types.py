"""Record types as the data dictionary shows them: every field, nested ones below it, and the states."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticUndefined

from milepost.model.documentation import describe
from milepost.model.record import FieldSpec, Item, NamedRecord, fields_of
from milepost.model.settings import CustomField
from milepost.model.states import TRANSITIONS
from milepost.views.context import Anchor, ViewContext
from milepost.views.plurals import counted
from milepost.views.type_words import FieldType, field_type, type_words

COMMON = ("description", "tags", "links", "was", "x", "audience")
"""Fields of nearly every type: described once."""
_DEEPEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field; `name` is what authors type, `path` with all that it is nested in, `depth` how far that is."""

    name: str
    path: str
    depth: int
    label: str
    type: tuple[Anchor, ...]
    values: tuple[tuple[str, str], ...]
    expected: bool
    default: str
    description: str
    custom: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """A state, as typed and in words, and those that may follow it."""

    value: str
    label: str
    following: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSection:
    """A record type."""

    anchor: str
    collection: str
    name: str
    description: str
    where: str
    records: str
    fields: tuple[FieldRow, ...]
    common: tuple[str, ...]
    state_label: str
    states: tuple[StateRow, ...]


def type_section(context: ViewContext, kind: type[NamedRecord], count: int) -> TypeSection:
    """One type; `count` is how many records of it the portal has."""
    collection = kind.collection
    specs = fields_of(kind)
    state_field, states = _states(context, collection)
    where = collection if collection in ("portal", "project") else kind.scope
    return TypeSection(
        anchor=f"type-{collection}",
        collection=collection,
        name=context.labels.type(collection, plural=collection not in ("portal", "project")),
        description=_says(context, collection, "", describe(kind)),
        where=context.t(f"dictionary.where.{'the-' + where if where == collection else where}"),
        records=counted(context, "dictionary.records", count),
        fields=tuple(row for spec in specs if spec.name not in COMMON for row in _rows(context, kind, spec)),
        common=tuple(spec.name for spec in specs if spec.name in COMMON),
        state_label=context.labels.field(collection, state_field) if state_field else "",
        states=states,
    )


def common_rows(context: ViewContext, kind: type[NamedRecord]) -> tuple[FieldRow, ...]:
    """The common fields, read from a type that has them all."""
    return tuple(row for spec in fields_of(kind) if spec.name in COMMON for row in _rows(context, kind, spec))


def _rows(context: ViewContext, kind: type[NamedRecord], spec: FieldSpec) -> Iterator[FieldRow]:
    custom = _custom(context, kind.collection, spec.name)
    found = field_type(spec.info.annotation, tuple(spec.info.metadata))
    values = custom.values if custom else tuple(found.enums())
    yield FieldRow(
        name=spec.name,
        path=spec.name,
        depth=0,
        label=context.labels.field(kind.collection, spec.name, context.text(custom.label) if custom else None),
        type=(Anchor(text=context.t("dictionary.type.enum")),)
        if custom and custom.type == "enum"
        else type_words(context, found),
        values=tuple((value, context.labels.value(kind.collection, spec.name, value)) for value in values),
        expected=spec.is_expected,
        default=_default(spec),
        description=context.text(custom.description)
        if custom
        else _says(context, kind.collection, spec.name, describe(kind)),
        custom=custom is not None,
    )
    yield from _nested(context, found, spec.name, 1)


def _nested(context: ViewContext, found: FieldType, path: str, depth: int) -> Iterator[FieldRow]:
    inner = "<name>." if found.kind == "mapping" else ""
    for item in found.items() if depth <= _DEEPEST else ():
        for spec in fields_of(item):
            part = field_type(spec.info.annotation, tuple(spec.info.metadata))
            full = f"{path}.{inner}{spec.name}"
            yield FieldRow(
                name=f"{inner}{spec.name}",
                path=full,
                depth=depth,
                label=context.labels.item_field(item.__name__, spec.name),
                type=type_words(context, part),
                values=tuple(
                    (value, context.labels.item_value(item.__name__, spec.name, value)) for value in part.enums()
                ),
                expected=spec.is_expected,
                default=_default(spec),
                description=_item_says(context, item, spec.name),
                custom=False,
            )
            yield from _nested(context, part, full, depth + 1)


def _says(context: ViewContext, collection: str, field: str, english: Mapping[str, str]) -> str:
    return context.labels.description(collection, field) or english.get(field, "")


def _item_says(context: ViewContext, item: type[Item], field: str) -> str:
    return context.labels.item_description(item.__name__, field) or describe(item).get(field, "")


def _custom(context: ViewContext, collection: str, name: str) -> CustomField | None:
    types = context.portal.settings.types or {}
    added = types[collection].fields if collection in types else None
    return added.get(name) if added else None


def _default(spec: FieldSpec) -> str:
    """The default as an author would type it; empty for none, and for mappings, whose own fields say theirs."""
    value: Any = spec.info.get_default(call_default_factory=True)
    if value is None or value is PydanticUndefined or value == () or isinstance(value, Item):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(str(part) for part in value)}]"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def _states(context: ViewContext, collection: str) -> tuple[str, tuple[StateRow, ...]]:
    if collection not in TRANSITIONS:
        return "", ()
    field, arrows = TRANSITIONS[collection]

    def said(value: str) -> tuple[str, str]:
        return value, context.labels.value(collection, field, value)

    every = dict.fromkeys([*arrows, *(state for following in arrows.values() for state in following)])
    return field, tuple(
        StateRow(value=value, label=said(value)[1], following=tuple(said(state) for state in arrows.get(value, ())))
        for value in every
    )
