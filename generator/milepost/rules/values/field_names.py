"""Where settings and audiences name collections and fields."""

from collections.abc import Iterator
from typing import NamedTuple

from milepost.loading.gathering import PORTAL_KEY
from milepost.model.record import NamedRecord, Record, fields_of
from milepost.rules.context import RuleContext
from milepost.rules.values.unknown import Path

EVERY_FIELD = "*"


class FieldName(NamedTuple):
    """A collection, and maybe a field of it (nested ones with dots), named at a place of a record."""

    record: NamedRecord
    path: Path
    is_key: bool
    collection: str
    field: str = ""


def field_names(context: RuleContext) -> Iterator[FieldName]:
    """All of them; of `types` only the collections, since they add fields."""
    settings = context.portal.settings
    for rule, chosen in (settings.rules or {}).items():
        for name in chosen if isinstance(chosen, dict) else ():
            yield _split(settings, ("rules", rule, name), name)
    for name in settings.field_audience or {}:
        yield _split(settings, ("field_audience", name), name)
    for collection, custom in (settings.types or {}).items():
        yield FieldName(settings, ("types", collection), True, collection)
        for name, spec in (custom.fields or {}).items():
            for index, target in enumerate(spec.to):
                yield FieldName(settings, ("types", collection, "fields", name, "to", index), False, target)
    for record in context.portal.everything():
        audience = record.audience if isinstance(record, Record) else None
        for name in audience if isinstance(audience, dict) else ():
            if name != EVERY_FIELD:
                yield FieldName(record, ("audience", name), True, record.collection, name)


def known_fields(context: RuleContext, collection: str) -> set[str]:
    """The fields of a collection, custom ones included."""
    settings = context.portal.settings
    kind = type(settings) if collection == PORTAL_KEY.collection else context.loaded.types[collection]
    return {spec.name for spec in fields_of(kind)}


def known_collections(context: RuleContext) -> set[str]:
    """All that settings may name."""
    return {*context.loaded.types, PORTAL_KEY.collection}


def _split(record: NamedRecord, path: Path, name: str) -> FieldName:
    collection, _, field = name.partition(".")
    return FieldName(record, path, True, collection, field)
