"""What comes next: meetings, gates and milestones of the coming days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from milepost.analysis.analysis import Analysis
from milepost.analysis.cadence import days_of, time_of
from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.risk import is_open
from milepost.model.portal import Project
from milepost.model.records.decision import Decision
from milepost.model.records.gate import Gate
from milepost.model.records.meeting import Meeting
from milepost.model.records.meeting_series import MeetingSeries
from milepost.model.records.risk import Risk
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.states import OPEN_TASK_STATES

AHEAD, YEAR = 14, 365


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """Something on a day.

    Attributes:
        kind: a meeting that is written down, one that its series' cadence makes, a gate, or a milestone; in calendars
            the day by which a task is due, and the one on which a risk or a decision is looked at again, too.
        record: the meeting, the series, the gate, the task, the risk, or the decision.
        on: the day; of a milestone the computed one.
        at: clock time in the portal's time zone, `10:00`; empty when it is not known.
        minutes: its length; None when it is not known.
        people: who takes part or decides.
        day_off: it falls on a day that is not worked.
    """

    kind: Literal["meeting", "series", "gate", "milestone", "deadline", "review"]
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
    found += [
        AgendaEntry(kind="gate", record=gate.key, on=gate.due, people=_one(gate.approver))
        for gate in project.all(Gate).values()
        if gate.decision == "pending" and gate.due and first <= gate.due <= last
    ]
    for task in project.all(Task).values():
        placed = plan.of(task)
        if task.milestone and task.status in OPEN_TASK_STATES and placed and first <= placed.finish <= last:
            found.append(AgendaEntry(kind="milestone", record=task.key, on=placed.finish, people=_one(task.owner)))
    return tuple(sorted(found, key=_order))


def calendar_entries(analysis: Analysis, project: Project) -> tuple[AgendaEntry, ...]:
    """A project's agenda of a year, with deadlines of open tasks and reviews, those that have passed included."""
    found = [*agenda(analysis, project, YEAR), *_deadlines(project), *_reviews(project)]
    return tuple(sorted(found, key=_order))


def _deadlines(project: Project) -> Iterator[AgendaEntry]:
    for task in project.all(Task).values():
        if task.due and task.status in OPEN_TASK_STATES and not task.milestone:
            yield AgendaEntry(kind="deadline", record=task.key, on=task.due, people=_one(task.owner))


def _reviews(project: Project) -> Iterator[AgendaEntry]:
    for risk in project.all(Risk).values():
        if risk.next_review and is_open(risk):
            yield AgendaEntry(kind="review", record=risk.key, on=risk.next_review, people=_one(risk.owner))
    for decision in project.all(Decision).values():
        if decision.review_on and decision.status == "accepted":
            yield AgendaEntry(kind="review", record=decision.key, on=decision.review_on, people=decision.decided_by)


def _one(person: Ref | None) -> tuple[Ref, ...]:
    return (person,) if person else ()


def portal_agenda(analysis: Analysis, days: int = AHEAD) -> tuple[AgendaEntry, ...]:
    """The same for all projects that are not closed."""
    return analysis.once(("agenda", days), lambda: tuple(sorted(_of_portal(analysis, days), key=_order)))


def _of_portal(analysis: Analysis, days: int) -> Iterator[AgendaEntry]:
    for project in analysis.portal.projects.values():
        if project.record.status != "closed":
            yield from agenda(analysis, project, days)


def _order(entry: AgendaEntry) -> tuple[date, str, str, str]:
    return (entry.on, entry.at or "99", entry.kind, str(entry.record))


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
