"""Values that fit their type and still mean nothing: names of rules, audiences, time zones, countries, fields."""

from collections.abc import Iterator

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.loading.type_names import type_name
from milepost.rules.context import RuleContext
from milepost.rules.rule import all_rules, rule
from milepost.rules.values.audiences import unknown_audiences
from milepost.rules.values.calendars import impossible_calendars
from milepost.rules.values.custom_fields import impossible_custom_fields
from milepost.rules.values.field_names import field_names, known_collections, known_fields
from milepost.rules.values.links import phase_link_types
from milepost.rules.values.settings import unknown_rules, unknown_thresholds, unknown_time_zone
from milepost.rules.values.unknown import unknown_name


@rule(Severity.ERROR, on_plans=True)
def invalid_value(context: RuleContext) -> Iterator[Diagnostic]:
    """What only the whole portal can tell; types, enums, ranges and patterns are checked while files are loaded."""
    yield from unknown_time_zone(context)
    yield from unknown_rules(context, all_rules())
    yield from unknown_thresholds(context, {name: one.thresholds for name, one in all_rules().items()})
    yield from unknown_audiences(context)
    yield from impossible_calendars(context)
    yield from impossible_custom_fields(context)
    yield from phase_link_types(context)


@rule(Severity.ERROR)
def unknown_collection(context: RuleContext) -> Iterator[Diagnostic]:
    """Collections that the settings name; those in files are checked while they are loaded."""
    known = known_collections(context)
    for one in field_names(context):
        if one.collection not in known:
            whole = f"{{}}.{one.field}" if one.field else "{}"
            yield unknown_name(
                context,
                one.record,
                one.path,
                one.collection,
                known,
                rule="unknown-collection",
                key=one.is_key,
                whole=whole,
                collection=one.collection,
            )


@rule(Severity.ERROR)
def unknown_field(context: RuleContext) -> Iterator[Diagnostic]:
    """Fields that settings and audiences name; those of records are checked while they are loaded."""
    collections = known_collections(context)
    for one in field_names(context):
        name, dot, rest = one.field.partition(".")
        if one.collection not in collections or not name:
            continue
        known = known_fields(context, one.collection)
        if name not in known:
            head = f"{one.collection}." if one.path[0] != "audience" else ""
            yield unknown_name(
                context,
                one.record,
                one.path,
                name,
                known,
                rule="unknown-field",
                key=one.is_key,
                whole=f"{head}{{}}{dot}{rest}",
                field=name,
                kind=type_name(one.collection),
            )
