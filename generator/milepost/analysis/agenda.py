"""What comes next: meetings, gates and milestones of the coming days."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from milepost.analysis.analysis import Analysis
from milepost.analysis.calendar import WorkCalendar
from milepost.model.portal import Project
from milepost.model.records.gate import Gate
from milepost.model.records.meeting import Meeting
from milepost.model.records.meeting_series import MeetingSeries
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.states import OPEN_TASK_STATES

AHEAD = 14
_CADENCE = re.compile(
    r"(?P<every>daily|weekly|biweekly|monthly|quarterly|yearly)(?: (?P<day>[a-z]{3}|\d{1,2}))?(?: (?P<at>\d{2}:\d{2}))?"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """Something on a day.

    Attributes:
        kind: a meeting that is written down, one that its series' cadence makes, a gate, or a milestone.
        record: the meeting, the series, the gate, or the task.
        on: the day; of a milestone the computed one.
        at: clock time in the portal's time zone, `10:00`; empty when it is not known.
        minutes: its length; None when it is not known.
        people: who takes part or decides.
        day_off: it falls on a day that is not worked.
    """

    kind: Literal["meeting", "series", "gate", "milestone"]
    record: Ref
    on: date
    at: str = ""
    minutes: int | None = None
    people: tuple[Ref, ...] = ()
    day_off: bool = False


def agenda(analysis: Analysis, project: Project, days: int = AHEAD) -> tuple[AgendaEntry, ...]:
    """A project's next `days` days from the as-of day on, by day and time."""
    first, last = analysis.as_of, analysis.as_of + timedelta(days=days)
    plan = analysis.statused[project.id]
    found = [*_meetings(analysis, project, first, last), *_occurrences(project, plan.calendar, first, last)]
    for gate in project.all(Gate).values():
        if gate.decision == "pending" and gate.due and first <= gate.due <= last:
            people = (gate.approver,) if gate.approver else ()
            found.append(AgendaEntry(kind="gate", record=gate.key, on=gate.due, people=people))
    for task in project.all(Task).values():
        placed = plan.of(task)
        if task.milestone and task.status in OPEN_TASK_STATES and placed and first <= placed.finish <= last:
            people = (task.owner,) if task.owner else ()
            found.append(AgendaEntry(kind="milestone", record=task.key, on=placed.finish, people=people))
    return tuple(sorted(found, key=_order))


def portal_agenda(analysis: Analysis, days: int = AHEAD) -> tuple[AgendaEntry, ...]:
    """The same for all projects that are not closed."""
    return analysis.once(("agenda", days), lambda: tuple(sorted(_of_portal(analysis, days), key=_order)))


def _of_portal(analysis: Analysis, days: int) -> Iterator[AgendaEntry]:
    for project in analysis.portal.projects.values():
        if project.record.status != "closed":
            yield from agenda(analysis, project, days)


def _order(entry: AgendaEntry) -> tuple[date, str, str, str]:
    return (entry.on, entry.at or "99", entry.kind, str(entry.record))


def time_of(cadence: str | None) -> str:
    """The clock time of a cadence, `10:00`; empty when it has none."""
    match = _CADENCE.fullmatch(cadence or "")
    if match:
        return match["at"] or ""
    hour = re.search(r"BYHOUR=(\d{1,2})", cadence or "")
    minute = re.search(r"BYMINUTE=(\d{1,2})", cadence or "")
    return f"{int(hour[1]):02}:{int(minute[1]) if minute else 0:02}" if hour else ""


def days_of(cadence: str, anchor: date, first: date, last: date, calendar: WorkCalendar) -> tuple[date, ...]:
    """The days of a cadence from `first` to `last`, both included.

    `anchor` is a day of the series, or its beginning: it says which week counts for `biweekly`, and which day or
    month where the cadence names none. `daily` means working days; a day of the month that a month lacks is its last.
    """
    if "FREQ=" in cadence:
        return _rule_days(cadence, anchor, first, last)
    match = _CADENCE.fullmatch(cadence)
    if match is None:
        return ()
    span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if match["every"] == "daily":
        return tuple(day for day in span if calendar.is_working(day))
    if match["every"] in _MONTHS:
        return tuple(day for day in span if _in_month(day, match["day"], anchor, _MONTHS[match["every"]]))
    weekday = _WEEKDAYS.index(match["day"]) if match["day"] in _WEEKDAYS else anchor.weekday()
    weeks = 2 if match["every"] == "biweekly" else 1
    monday = _monday(anchor)
    return tuple(day for day in span if day.weekday() == weekday and ((_monday(day) - monday).days // 7) % weeks == 0)


def _meetings(analysis: Analysis, project: Project, first: date, last: date) -> Iterator[AgendaEntry]:
    calendar = analysis.plans[project.id].calendar
    for meeting in project.all(Meeting).values():
        if meeting.status == "scheduled" and meeting.on and first <= meeting.on <= last:
            series = analysis.portal.find(meeting.meeting_series, MeetingSeries, project.id)
            yield AgendaEntry(
                kind="meeting",
                record=meeting.key,
                on=meeting.on,
                at=time_of(series.cadence) if series else "",
                minutes=series.duration if series else None,
                people=meeting.attendees or (series.attendees if series else ()),
                day_off=not calendar.is_working(meeting.on),
            )


def _occurrences(project: Project, calendar: WorkCalendar, first: date, last: date) -> Iterator[AgendaEntry]:
    """The days that the cadences make and no meeting is written down for, whatever became of it."""
    for series in project.all(MeetingSeries).values():
        written = sorted(
            meeting.on
            for meeting in project.all(Meeting).values()
            if meeting.on and meeting.meeting_series and meeting.meeting_series.id == series.id
        )
        anchor = written[-1] if written else project.record.start or first
        for day in days_of(series.cadence, anchor, first, last, calendar) if series.cadence else ():
            if day not in written:
                yield AgendaEntry(
                    kind="series",
                    record=series.key,
                    on=day,
                    at=time_of(series.cadence),
                    minutes=series.duration,
                    people=series.attendees,
                    day_off=not calendar.is_working(day),
                )


def _rule_days(cadence: str, anchor: date, first: date, last: date) -> tuple[date, ...]:
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - costs 20 ms, few files need it

    start = datetime.combine(min(anchor, first), time())
    try:
        rule = rrulestr(cadence.removeprefix("RRULE:"), dtstart=start, ignoretz=True)
        found = rule.between(datetime.combine(first, time()), datetime.combine(last, time.max), inc=True)
    except (ValueError, TypeError):
        return ()
    return tuple(dict.fromkeys(one.date() for one in found))


def _in_month(day: date, typed: str | None, anchor: date, months: int) -> bool:
    distance = (day.year - anchor.year) * 12 + day.month - anchor.month
    if distance % months:
        return False
    if typed in _WEEKDAYS:  # the first such day of the month
        return day.weekday() == _WEEKDAYS.index(typed) and day.day <= 7
    wanted = int(typed) if typed else anchor.day
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day.day == min(wanted, (following - timedelta(days=1)).day)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
