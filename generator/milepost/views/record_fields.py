"""Every field of a record as label and value, from its type alone: nothing that is written stays unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple

from milepost.model.duration import Duration
from milepost.model.field_types import Change, Money
from milepost.model.link import Link
from milepost.model.record import FieldSpec, Item, NamedRecord, fields_of
from milepost.model.reference import PointsTo, Ref
from milepost.model.text import Translations, is_markdown
from milepost.views.context import Anchor, ViewContext

Kind = Literal["text", "markdown", "link", "number", "list", "fields", "invalid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value ready to show: plain or Markdown text, a link, a list of values, or nested fields."""

    kind: Kind
    text: str = ""
    link: Anchor | None = None
    parts: tuple["Value", ...] = ()
    fields: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field: the name that authors type, its label, what it means, its value."""

    name: str
    label: str
    value: Value
    description: str = ""


def record_fields(record: NamedRecord, context: ViewContext, *, skip: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """The fields that the author gave, in the type's order; values that do not fit as the raw text that was typed."""
    if record.key not in context.fields:  # asked for by the page and by its search text
        context.fields[record.key] = _all_fields(record, context)
    return tuple(one for one in context.fields[record.key] if one.name not in skip)


def _all_fields(record: NamedRecord, context: ViewContext) -> tuple[Field, ...]:
    shown = [
        Field(
            name=spec.name,
            label=_label(record, spec, context),
            value=_value(getattr(record, spec.attribute), spec, record, type(record), context),
        )
        for spec in fields_of(type(record))
        if spec.attribute in record.model_fields_set and _filled(getattr(record, spec.attribute))
    ]
    shown += [
        Field(
            name=name,
            label=context.labels.field(record.collection, name.split(".")[0]),
            value=Value(kind="invalid", text=raw),
        )
        for name, raw in record.invalid.items()
    ]
    return tuple(shown)


def _label(record: NamedRecord, spec: FieldSpec, context: ViewContext) -> str:
    types = context.portal.settings.types or {}
    custom = types[record.collection].fields if record.collection in types else None
    own = context.text(custom[spec.name].label) if custom and spec.name in custom else None
    return context.labels.field(record.collection, spec.name, own)


def _filled(value: Any) -> bool:
    return value is not None and value not in ((), {}, "")


def _value(value: Any, spec: FieldSpec, record: NamedRecord, owner: type[Item], context: ViewContext) -> Value:
    if isinstance(value, Ref):
        collections = _facts(owner)[spec.attribute].collections
        return Value(kind="link", link=context.link_to(value, collections, record.project_id))
    if isinstance(value, Link):
        return _task_link(value, record, context)
    if isinstance(value, Item):
        return _item(value, record, context)
    if isinstance(value, tuple):
        return Value(kind="list", parts=tuple(_value(part, spec, record, owner, context) for part in value))
    markdown = _facts(owner)[spec.attribute].markdown
    if isinstance(value, Translations) or (isinstance(value, str) and markdown):
        kind: Kind = "markdown" if markdown else "text"
        return Value(kind=kind, text=context.text(value))
    if isinstance(value, Mapping):
        return Value(
            kind="fields", fields=tuple(_pair(key, part, spec, record, owner, context) for key, part in value.items())
        )
    return _scalar(value, spec, record, owner, context)


def _scalar(value: Any, spec: FieldSpec, record: NamedRecord, owner: type[Item], context: ViewContext) -> Value:
    formats = context.formats
    if isinstance(value, str):
        shown = (
            context.labels.value(record.collection, spec.name, value)
            if issubclass(owner, NamedRecord)
            else context.labels.item_value(owner.__name__, spec.name, value)
        )
        if value.startswith(("https://", "http://")):
            return Value(kind="link", link=Anchor(text=value, href=value))
        return Value(kind="text", text=shown)
    if isinstance(value, bool):
        return Value(kind="text", text=context.t(f"model.values.boolean.{'true' if value else 'false'}"))
    if isinstance(value, date):
        return Value(kind="text", text=formats.iso(value))
    if isinstance(value, Money):
        return Value(
            kind="number",
            text=formats.number(value.amount, 0 if value.amount % 1 == 0 else 2)
            + f" {value.currency or context.currency(context.project_of(record))}",
        )
    if isinstance(value, Change):
        return Value(kind="number", text=str(value).replace("-", "−"))
    if isinstance(value, Duration):
        return Value(
            kind="text", text=context.t("ui.elapsed-days" if value.elapsed else "ui.working-days", count=value.days)
        )
    if isinstance(value, (int, float, Decimal)):
        return Value(kind="number", text=formats.plain(value))
    return Value(kind="text", text=str(value))


def _item(item: Item, record: NamedRecord, context: ViewContext) -> Value:
    fields = tuple(
        Field(
            name=spec.name,
            label=item_label(type(item), spec.name, context),
            value=_value(getattr(item, spec.attribute), spec, record, type(item), context),
        )
        for spec in fields_of(type(item))
        if spec.attribute in item.model_fields_set and _filled(getattr(item, spec.attribute))
    )
    return Value(kind="fields", fields=fields)


def item_label(owner: type[Item], name: str, context: ViewContext) -> str:
    """The label of a field of a mapping inside of a record."""
    if issubclass(owner, NamedRecord):
        return context.labels.field(owner.collection, name)
    return context.labels.item_field(owner.__name__, name)


def _pair(  # noqa: PLR0913, PLR0917 - where a value stands decides how it is shown
    key: Any, value: Any, spec: FieldSpec, record: NamedRecord, owner: type[Item], context: ViewContext
) -> Field:
    name = context.formats.iso(key) if isinstance(key, date) else str(key)
    if isinstance(value, list):
        parts = tuple(_scalar(part, spec, record, owner, context) for part in value)
        return Field(name=name, label=name, value=Value(kind="list", parts=parts))
    return Field(name=name, label=name, value=_value(value, spec, record, owner, context))


def _task_link(link: Link, record: NamedRecord, context: ViewContext) -> Value:
    anchor = context.link_to(link.target, ("tasks", "phases"), record.project_id)
    how = str(link).removeprefix(str(link.target)).strip()
    return Value(kind="link", link=anchor, text=how)


class _FieldFacts(NamedTuple):
    markdown: bool
    collections: tuple[str, ...]


@cache
def _facts(owner: type[Item]) -> Mapping[str, _FieldFacts]:
    """By attribute: whether its texts are Markdown, and where its references point."""
    return {
        spec.attribute: _FieldFacts(
            markdown=is_markdown(spec.annotations),
            collections=tuple(
                name for one in spec.annotations if isinstance(one, PointsTo) for name in one.collections
            ),
        )
        for spec in fields_of(owner)
    }
