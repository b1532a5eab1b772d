"""Audiences that the portal does not have."""

from collections.abc import Iterator

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.loading.gathering import PORTAL_KEY
from milepost.model.record import NamedRecord, Record
from milepost.rules.context import RuleContext
from milepost.rules.values.unknown import Path, unknown_name


def unknown_audiences(context: RuleContext) -> Iterator[Diagnostic]:
    """In the settings and in records; silent where the portal's own list could not be read."""
    settings = context.portal.settings
    if ("", PORTAL_KEY.collection) in context.loaded.unread:
        return
    for record, path, name in _named(context):
        if name not in settings.audiences:
            yield unknown_name(context, record, path, name, settings.audiences, variant="audience", value=name)


def _named(context: RuleContext) -> Iterator[tuple[NamedRecord, Path, str]]:
    settings = context.portal.settings
    if settings.default_audience:
        yield settings, ("default_audience",), settings.default_audience
    for field, name in (settings.field_audience or {}).items():
        yield settings, ("field_audience", field), name
    for record in context.portal.everything():
        audience = record.audience if isinstance(record, Record) else None
        if isinstance(audience, str):
            yield record, ("audience",), audience
        elif audience:
            yield from ((record, ("audience", field), name) for field, name in audience.items())
