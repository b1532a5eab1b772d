"""The working calendar of each project, from its record or the portal's settings."""

from collections.abc import Mapping
from datetime import date

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.holiday_data import DayName, UnknownCalendarBaseError
from milepost.model.portal import Portal, Project
from milepost.model.records.calendar import Calendar
from milepost.model.reference import Ref
from milepost.model.text import Text, text_in

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def calendar_of(portal: Portal, project: Project | None = None) -> WorkCalendar:
    """The calendar that counts for a project, or for the portal; plain weeks when none is given."""
    return _calendar(calendar_record(portal, project))


def project_calendars(portal: Portal) -> dict[str, WorkCalendar]:
    """The calendar of each project by its id: one for all that share a record, so that its days are counted once."""
    made: dict[int, WorkCalendar] = {}
    found: dict[str, WorkCalendar] = {}
    for name, project in portal.projects.items():
        record = calendar_record(portal, project)
        if id(record) not in made:
            made[id(record)] = _calendar(record)
        found[name] = made[id(record)]
    return found


def calendar_record(portal: Portal, project: Project | None = None) -> Calendar | None:
    """The record behind it: the project's own or inline one, else the portal's."""
    chosen = project.record.calendar if project else None
    chosen = chosen or portal.settings.calendar
    if isinstance(chosen, Ref):
        return portal.find(chosen, Calendar, "")
    return chosen


def work_calendar(record: Calendar) -> WorkCalendar:
    """The arithmetic for a calendar record. A base or weekend that makes no calendar counts as plain weeks."""
    try:
        return WorkCalendar.from_base(
            record.base,
            weekend=[_WEEKDAYS.index(day) for day in record.weekend],
            holidays=_named(record.holidays),
            workdays=_named(record.workdays),
            covered_years=record.covers,
            assume_weekdays=record.assume == "weekdays",
        )
    except (UnknownCalendarBaseError, ValueError):
        return WorkCalendar(holidays=_named(record.holidays), workdays=_named(record.workdays))


def _calendar(record: Calendar | None) -> WorkCalendar:
    return work_calendar(record) if record else WorkCalendar()


def _named(days: Mapping[date, Text] | None) -> dict[date, DayName]:
    return {day: DayName(zh=text_in(name, "zh"), en=text_in(name, "en")) for day, name in (days or {}).items()}
