"""Custom fields that cannot be added."""

from collections.abc import Iterator

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.loading.custom_fields import unusable_custom_fields
from milepost.model.registry import built_in_types
from milepost.rules.context import RuleContext


def impossible_custom_fields(context: RuleContext) -> Iterator[Diagnostic]:
    """A name that is no field name or is taken, and an enum without values."""
    settings = context.portal.settings
    for one in unusable_custom_fields(settings, built_in_types()):
        path = ("types", one.collection, "fields", one.field)
        yield context.finding(
            "invalid-value",
            settings,
            *path,
            variant=f"custom-{one.reason}",
            location=context.at(settings, *path, key=True),
            field=one.field,
        )
