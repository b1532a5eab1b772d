"""What a field may hold, in words, from the annotation that the model gives it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import WithJsonSchema

from milepost.model.link import Link
from milepost.model.record import Item, NamedRecord
from milepost.model.reference import PointsTo, Ref
from milepost.model.text import Translations, is_markdown
from milepost.views.context import Anchor, ViewContext

_BY_PARSER = {
    "parse_string": "string",
    "parse_date": "date",
    "parse_number": "number",
    "parse_integer": "integer",
    "parse_target": "target",
    "parse_boolean": "boolean",
    "parse_money": "money",
    "parse_change": "change",
    "parse_url": "url",
    "parse_cadence": "cadence",
    "parse_duration": "duration",
    "parse_length": "duration",
    "parse_person_days": "person-days",
    "parse_clock_time": "clock-time",
}
_BY_TYPE = {str: "string", int: "integer", float: "number", bool: "boolean"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """A field's type.

    Attributes:
        kind: a key of the catalogue's `dictionary.type`.
        many: whether it is a list of them.
        collections: where a reference may point; none for any record.
        values: the values of an enum.
        item: the nested mapping.
        bounds: lowest and highest number.
        parts: the types of a mapping's key and value, or the alternatives.
    """

    kind: str
    many: bool = False
    collections: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    item: type[Item] | None = None
    bounds: tuple[float, float] | None = None
    parts: tuple["FieldType", ...] = ()

    def items(self) -> Iterator[type[Item]]:
        """The nested mappings that it is made of."""
        if self.item:
            yield self.item
        for part in self.parts:
            yield from part.items()

    def enums(self) -> Iterator[str]:
        """All values of enums in it, each once."""
        found = dict.fromkeys(self.values)
        for part in self.parts:
            found |= dict.fromkeys(part.enums())
        yield from found


def field_type(annotation: Any, metadata: tuple[Any, ...] = ()) -> FieldType:
    """The type that an annotation stands for; what is not known is `anything`."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return field_type(inner, (*metadata, *more))
    if get_origin(annotation) in (Union, UnionType):
        return _union([part for part in get_args(annotation) if part is not NoneType], metadata)
    if get_origin(annotation) is tuple:
        return replace(field_type(get_args(annotation)[0]), many=True)
    if get_origin(annotation) is dict:
        key, value = get_args(annotation)
        return FieldType(kind="mapping", parts=(field_type(key), field_type(value)))
    if get_origin(annotation) is Literal:
        return FieldType(kind="enum", values=tuple(str(value) for value in get_args(annotation)))
    return _plain(annotation, metadata)


def type_words(context: ViewContext, found: FieldType) -> tuple[Anchor, ...]:
    """The type as pieces of a line, the collections that it points to as links into the dictionary."""
    t = context.t
    if found.many:
        return (Anchor(text=t("dictionary.type.list")), *type_words(context, replace(found, many=False)))
    if found.kind == "mapping":
        key, value = found.parts
        return (
            Anchor(text=t("dictionary.type.mapping-from")),
            *type_words(context, key),
            Anchor(text=t("dictionary.type.mapping-to")),
            *type_words(context, value),
        )
    if found.kind == "either":
        words: list[Anchor] = []
        for part in found.parts:
            words += (
                [Anchor(text=t("dictionary.type.or")), *type_words(context, part)]
                if words
                else type_words(context, part)
            )
        return tuple(words)
    if found.kind in ("reference", "link", "record"):
        if not found.collections:
            return (Anchor(text=t("dictionary.type.any-reference")),)
        return (Anchor(text=t(f"dictionary.type.{found.kind}")), *_targets(context, found.collections))
    if found.bounds:
        low, high = (context.formats.plain(value) for value in found.bounds)
        return (Anchor(text=t("dictionary.type.between", kind=t(f"dictionary.type.{found.kind}"), low=low, high=high)),)
    return (Anchor(text=t(f"dictionary.type.{found.kind}")),)


def _targets(context: ViewContext, collections: tuple[str, ...]) -> tuple[Anchor, ...]:
    found: list[Anchor] = []
    for name in collections:
        if found:
            found.append(Anchor(text=context.t("dictionary.type.or")))
        found.append(Anchor(text=context.labels.type(name), href=f"#type-{name}", title=name))
    return tuple(found)


def _union(parts: list[Any], metadata: tuple[Any, ...]) -> FieldType:
    if len(parts) == 1:
        return field_type(parts[0], metadata)
    if Translations in parts:
        return FieldType(kind="markdown" if is_markdown(list(metadata)) else "text")
    return FieldType(kind="either", parts=tuple(field_type(part) for part in parts))


def _plain(annotation: Any, metadata: tuple[Any, ...]) -> FieldType:
    if not isinstance(annotation, type):
        return FieldType(kind="anything")
    if issubclass(annotation, Ref):
        return FieldType(kind="reference", collections=_pointed_to(metadata))
    if issubclass(annotation, Link):
        return FieldType(kind="link", collections=("tasks", "phases"))
    if issubclass(annotation, NamedRecord):
        return FieldType(kind="record", collections=(annotation.collection,))
    if issubclass(annotation, Item):
        return FieldType(kind="fields", item=annotation)
    schema = next((part.json_schema for part in metadata if isinstance(part, WithJsonSchema)), None) or {}
    bounds = (schema["minimum"], schema["maximum"]) if "minimum" in schema and "maximum" in schema else None
    parsers = (getattr(getattr(part, "func", None), "__name__", "") for part in metadata)
    kind = next((_BY_PARSER[name] for name in parsers if name in _BY_PARSER), _BY_TYPE.get(annotation, "anything"))
    return FieldType(kind=kind, bounds=bounds)


def _pointed_to(metadata: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(name for part in metadata if isinstance(part, PointsTo) for name in part.collections)
