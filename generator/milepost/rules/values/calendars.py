"""Calendars that cannot be computed with."""

from collections.abc import Iterator

from milepost.analysis.holiday_data import UnknownCalendarBaseError, holiday_data
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.model.record import NamedRecord
from milepost.model.records.calendar import Calendar
from milepost.model.records.project import ProjectRecord
from milepost.model.settings import PortalSettings
from milepost.rules.context import RuleContext
from milepost.rules.values.unknown import Path

_WEEK = 7


def impossible_calendars(context: RuleContext) -> Iterator[Diagnostic]:
    """A base that is no country with known holidays, and a weekend of seven days."""
    for record, path, calendar in _calendars(context):
        try:
            holiday_data(calendar.base)
        except UnknownCalendarBaseError:
            base = calendar.base
            yield context.finding("invalid-value", record, *path, "base", variant="calendar-country", value=base)
        if len(set(calendar.weekend)) == _WEEK:
            yield context.finding("invalid-value", record, *path, "weekend", variant="calendar-weekend")


def _calendars(context: RuleContext) -> Iterator[tuple[NamedRecord, Path, Calendar]]:
    yield from ((calendar, (), calendar) for calendar in context.all(Calendar))
    settings = context.portal.settings
    projects = context.portal.projects.values()
    holders: list[PortalSettings | ProjectRecord] = [settings, *(one.record for one in projects)]
    for record in holders:
        if isinstance(record.calendar, Calendar):
            yield record, ("calendar",), record.calendar
