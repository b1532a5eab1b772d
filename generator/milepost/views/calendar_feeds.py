"""Calendars of projects and people: milestones, deadlines, meetings, gates and reviews."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from milepost.analysis.activity import zone_of
from milepost.analysis.agenda import AgendaEntry, calendar_entries
from milepost.exports.calendar_feed import CalendarEvent
from milepost.model.portal import Project
from milepost.model.records.person import Person
from milepost.model.reference import Ref
from milepost.views.context import ViewContext

CALENDAR = "calendar.ics"
"""Its name beside the page of the project or person."""


def project_events(context: ViewContext, project: Project) -> tuple[CalendarEvent, ...]:
    """What is on a project's calendar."""
    return tuple(_events(context, _entries(context)[project.id]))


def person_events(context: ViewContext, person: Person) -> tuple[CalendarEvent, ...]:
    """What of all projects a person takes part in, decides or owns."""
    return tuple(_events(context, _by_person(context).get(person.key, ())))


def _entries(context: ViewContext) -> Mapping[str, tuple[AgendaEntry, ...]]:
    analysis = context.analysis
    found: Mapping[str, tuple[AgendaEntry, ...]] = analysis.once(
        "calendar entries",
        lambda: {project.id: calendar_entries(analysis, project) for project in analysis.portal.projects.values()},
    )
    return found


def _by_person(context: ViewContext) -> Mapping[Ref, list[AgendaEntry]]:
    def made() -> dict[Ref, list[AgendaEntry]]:
        several: dict[Ref, list[AgendaEntry]] = {}
        for project, entries in _entries(context).items():
            for entry in entries:
                for key in dict.fromkeys(context.portal.locate(ref, ("people",), project) for ref in entry.people):
                    if key:
                        several.setdefault(key, []).append(entry)
        return several

    found: Mapping[Ref, list[AgendaEntry]] = context.analysis.once("calendar entries by person", made)
    return found


def _events(context: ViewContext, entries: Iterable[AgendaEntry]) -> Iterator[CalendarEvent]:
    zone = zone_of(context.portal)
    for entry in entries:
        record = context.portal.get(entry.record)
        project = context.portal.projects.get(entry.record.project)
        if record is None or not _is_a_day_of_calendars(entry.on):
            continue
        day = f"-{entry.on.isoformat()}" if entry.kind == "series" else ""
        start = datetime.combine(entry.on, time.fromisoformat(entry.at), zone) if entry.at else None
        yield CalendarEvent(
            key=f"{entry.kind}-{entry.record}{day}",
            title=context.t("ui.labelled", label=context.t(f"home.agenda.{entry.kind}"), value=context.title(record)),
            text=context.title(project.record) if project else "",
            on=entry.on,
            start=start,
            length=timedelta(minutes=entry.minutes) if entry.minutes else None,
        )


def _is_a_day_of_calendars(day: date) -> bool:
    """Programs, and zones that lie a day off, know no days at either end of all time."""
    return date.min.year < day.year < date.max.year
