"""Meetings that do not take place, leave nothing behind, or agree on what nobody does."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from milepost.analysis.actions import days_late
from milepost.analysis.cadence import days_of
from milepost.analysis.health import overdue_days
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.portal import Project
from milepost.model.records.iteration import Iteration
from milepost.model.records.meeting import Meeting
from milepost.model.records.meeting_series import MeetingSeries
from milepost.model.records.task import Task
from milepost.rules.attempts import attempted
from milepost.rules.context import RuleContext
from milepost.rules.held_actions import OpenAction, meetings_by_series, open_actions
from milepost.rules.record_state import in_open_project
from milepost.rules.rule import RuleKind, rule
from milepost.rules.unused import all_read, is_meant_elsewhere

_AROUND = 400
"""Days before and after the as-of day that are looked at: the last and the next one of every cadence."""


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"meetings": 3}, on_plans=True)
def cadence_missed(context: RuleContext) -> Iterator[Diagnostic]:
    """A series of which lately a meeting was due, and none is written down, not even as cancelled."""
    latest = max(round(context.threshold("cadence-missed", "meetings")), 1)
    for project in context.portal.projects.values():
        if project.record.status in ("closed", "on_hold"):
            continue
        for series in project.all(MeetingSeries).values():
            meetings = meetings_by_series(context).get(series.key, [])
            held = [(meeting.on, meeting) for meeting in meetings if meeting.on]
            lost = len(held) < len(meetings) or is_meant_elsewhere(context, series) or not all_read(context, series)
            if not series.cadence or lost:
                continue  # the meeting that is not known may be the one
            days = [day for day, _ in held]
            missed = _missed(context, project, series.cadence, days, latest)
            if missed:
                before = [meeting for day, meeting in held if day < context.as_of]
                yield context.finding(
                    "cadence-missed",
                    series,
                    "cadence",
                    variant="" if days else "never",
                    labels=tuple(
                        context.label(meeting, "on", text=message("rules.cadence-missed.label"))
                        for meeting in before[-1:]
                    ),
                    days=", ".join(day.isoformat() for day in missed),
                )


@rule(Severity.ERROR, RuleKind.CLOCK)
def meeting_still_scheduled(context: RuleContext) -> Iterator[Diagnostic]:
    """A meeting whose day is over, and nobody says whether it took place."""
    for meeting in context.all(Meeting):
        over = meeting.status == "scheduled" and meeting.on is not None and meeting.on < context.as_of
        if over and not attempted(meeting, "status") and in_open_project(context.portal, meeting):
            field = "status" if meeting.given("status") else "on"
            yield context.finding("meeting-still-scheduled", meeting, field, on=str(meeting.on))


@rule(Severity.ERROR)
def held_without_minutes(context: RuleContext) -> Iterator[Diagnostic]:
    """A meeting of which nobody wrote down what was said."""
    for meeting in context.all(Meeting):
        if meeting.status == "held" and not meeting.minutes and not attempted(meeting, "minutes"):
            yield context.finding("held-without-minutes", meeting, "status")


@rule(Severity.WARNING)
def meeting_without_outcome(context: RuleContext) -> Iterator[Diagnostic]:
    """A meeting with minutes that neither decided nor agreed on anything."""
    for meeting in context.all(Meeting):
        if meeting.status != "held" or not meeting.minutes or not in_open_project(context.portal, meeting):
            continue
        if not (meeting.decisions or meeting.actions or attempted(meeting, "decisions", "actions")):
            yield context.finding("meeting-without-outcome", meeting, "status")


@rule(Severity.ERROR)
def action_without_owner(context: RuleContext) -> Iterator[Diagnostic]:
    """An action of a meeting or retrospective that is nobody's."""
    for kind, field in ((Meeting, "actions.owner"), (Iteration, "retro.actions.owner")):
        for record, told in context.told("missing-field", kind, field):
            yield context.finding("action-without-owner", record, instead_of=told)


@rule(Severity.WARNING, RuleKind.CLOCK, on_plans=True)
def action_overdue(context: RuleContext) -> Iterator[Diagnostic]:
    """An open action whose day is over; where its task is overdue or it was carried over that says more."""
    for one in open_actions(context):
        project, action = context.portal.projects[one.record.project_id], one.held.action
        if action.due is None or action.due >= context.as_of or _is_carried_over(context, one):
            continue
        task = context.portal.find(action.task, Task, project.id)
        told = overdue_days(task, context.plans[task.project_id], context.as_of) if task else action.task
        if not told:
            yield context.finding(
                "action-overdue",
                one.record,
                *one.held.path,
                "due",
                due=action.due.isoformat(),
                days=days_late(context.plans[project.id].calendar, action.due, context.as_of),
            )


@rule(Severity.WARNING, thresholds={"meetings": 3})
def action_carried_over(context: RuleContext) -> Iterator[Diagnostic]:
    """An action that is still open though its series has met so many times since; not one that a task carries."""
    for one in open_actions(context):
        if one.latest and _is_carried_over(context, one):
            label = context.label(one.latest, "on", text=message("rules.action-carried-over.label"))
            yield context.finding(
                "action-carried-over", one.record, *one.held.path, "title", labels=(label,), count=one.met
            )


def _is_carried_over(context: RuleContext, one: OpenAction) -> bool:
    most = max(context.threshold("action-carried-over", "meetings"), 1)
    return one.held.action.task is None and one.met >= most


def _missed(context: RuleContext, project: Project, cadence: str, days: Sequence[date], latest: int) -> list[date]:
    """Of the latest days that were due those that no meeting stands for: each stands for the one next to it."""
    first, today = days[0] if days else project.record.start, context.as_of
    if first is None or first >= today:
        return []
    calendar = context.plans[project.id].calendar
    begin = max(first, _shifted(today, -_AROUND))
    anchor = days[-1] if days else first
    due = [
        day for day in days_of(cadence, anchor, begin, _shifted(today, _AROUND), calendar) if calendar.is_working(day)
    ]
    stood_for = {_nearest(due, day) for day in days if day >= begin} if due else set()
    over = due[: bisect_left(due, today)]
    return [day for day in over[-latest:] if day not in stood_for]


def _nearest(days: Sequence[date], day: date) -> date:
    at = bisect_left(days, day)
    return min(days[max(at - 1, 0) : at + 1], key=lambda one: abs(one - day))


def _shifted(day: date, by: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + by, 1), date.max.toordinal()))
