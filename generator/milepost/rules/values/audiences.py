"""Audiences that the portal does not have."""

from collections.abc import Iterator

from milepost.diagnostics.diagnostic import Diagnostic, replacing
from milepost.diagnostics.suggestion import closest, did_you_mean, only_meant
from milepost.i18n.message import message
from milepost.loading.discovery import Role
from milepost.loading.gathering import PORTAL_KEY
from milepost.loading.page_audience import page_audience
from milepost.model.record import NamedRecord, Record
from milepost.rules.context import RuleContext
from milepost.rules.values.unknown import Path, unknown_name
from milepost.source import Location


def unknown_audiences(context: RuleContext) -> Iterator[Diagnostic]:
    """In the settings, in records and on pages; silent where the portal's own list could not be read."""
    settings = context.portal.settings
    if ("", PORTAL_KEY.collection) in context.loaded.unread:
        return
    for record, path, name in _named(context):
        if name not in settings.audiences:
            yield unknown_name(context, record, path, name, settings.audiences, variant="audience", value=name)
    for place in context.loaded.places:
        source = context.loaded.sources.get(place.path) if place.role is Role.PAGE else None
        own = page_audience(source) if source else None
        if own and own.name not in settings.audiences:
            yield _of_a_page(Location(place.path, own.span), own.name, settings.audiences)


def _of_a_page(location: Location, name: str, known: tuple[str, ...]) -> Diagnostic:
    meant = closest(name, known)
    return Diagnostic(
        rule="invalid-value",
        message=message("rules.invalid-value.audience.message", value=name),
        location=location,
        help=did_you_mean(name, known) or message("rules.invalid-value.audience.help"),
        fix=replacing(location, meant, is_safe=meant == only_meant(name, known)),
    )


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
