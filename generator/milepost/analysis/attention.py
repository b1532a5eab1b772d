"""What needs somebody now: overdue, blocked, due soon or waiting for a decision, the most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from milepost.analysis.actions import actions_of, days_late
from milepost.analysis.analysis import Analysis
from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.calendars import calendar_of
from milepost.analysis.health import HIGH_RISK, overdue_days, stale_days
from milepost.analysis.progress import goal_progress
from milepost.model.portal import Home, Project
from milepost.model.records.change_request import ChangeRequest
from milepost.model.records.compliance import Compliance
from milepost.model.records.decision import Decision
from milepost.model.records.gate import Gate
from milepost.model.records.goal import Goal
from milepost.model.records.issue import Issue
from milepost.model.records.metric import Metric
from milepost.model.records.risk import Risk
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.states import CLOSED, OPEN_RISK_STATES
from milepost.model.text import Text

SOON = timedelta(days=14)
BEHIND_PACE = 0.2
"""A goal is behind when its progress lags the elapsed share of its time by more than this (goal-behind-pace)."""
SEVERE = 3
"""An issue is severe from this severity on."""

Kind = Literal[
    "task-overdue",
    "task-blocked",
    "risk-review-overdue",
    "issue-overdue",
    "action-overdue",
    "gate-due",
    "decision-pending",
    "decision-review-due",
    "change-pending",
    "compliance-due",
    "compliance-expiring",
    "metric-stale",
    "goal-behind-pace",
]
"""Named like the rule that speaks of the same thing, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionItem:
    """One thing that needs somebody.

    Attributes:
        record: the record it is about; of an action the meeting or iteration that holds it.
        severe: whether it stops the project: a critical task, a gate or duty past its day, a high risk.
        due: the day that counts; None when there is none.
        late: working days since that day; negative: working days left; None without a day.
        owner: who has to act.
        title: an action's own title; None elsewhere.
        amount: days past the freshness, percentage points behind; None elsewhere.
    """

    kind: Kind
    record: Ref
    severe: bool = False
    due: date | None = None
    late: int | None = None
    owner: Ref | None = None
    title: Text | None = None
    amount: int | None = None

    @property
    def overdue(self) -> bool:
        return self.late is not None and self.late > 0


def attention_of(analysis: Analysis, project: Project) -> tuple[AttentionItem, ...]:
    """What needs somebody in a project, by urgency."""
    return analysis.once(("attention", project.id), lambda: tuple(sorted(_of_project(analysis, project), key=_urgency)))


def portal_attention(analysis: Analysis) -> tuple[AttentionItem, ...]:
    """What needs somebody anywhere: in all projects that are not closed, and portal-wide; by urgency."""
    return analysis.once("attention", lambda: tuple(sorted(_of_portal(analysis), key=_urgency)))


def _urgency(item: AttentionItem) -> tuple[bool, bool, int, str, str]:
    return (not item.severe, item.late is None, -(item.late or 0), item.kind, str(item.record))


def _of_portal(analysis: Analysis) -> Iterator[AttentionItem]:
    yield from _of_home(analysis, analysis.portal, calendar_of(analysis.portal))
    for project in analysis.portal.projects.values():
        if project.record.status != "closed":
            yield from attention_of(analysis, project)


def _of_project(analysis: Analysis, project: Project) -> Iterator[AttentionItem]:
    plan, as_of = analysis.plans[project.id], analysis.as_of
    for task in project.all(Task).values():
        placed, now = plan.of(task), analysis.statused[project.id].of(task)
        critical = bool(now and now.critical)
        late = overdue_days(task, plan, as_of)
        if late:
            due = task.due or (placed.finish if placed else None)
            yield AttentionItem(
                kind="task-overdue", record=task.key, severe=critical, due=due, late=late, owner=task.owner
            )
        elif task.status == "blocked":
            since = task.blocked_since
            days = days_late(plan.calendar, since, as_of) if since and since < as_of else None
            yield AttentionItem(kind="task-blocked", record=task.key, severe=critical, late=days, owner=task.owner)
    yield from _risks(project, plan.calendar, as_of)
    for issue in project.all(Issue).values():
        if issue.due and issue.due < as_of and issue.status in ("open", "in_progress"):
            late = days_late(plan.calendar, issue.due, as_of)
            yield _dated("issue-overdue", issue, issue.due, late, severe=(issue.severity or 0) >= SEVERE)
    for held in actions_of(analysis.portal, project):
        due = held.action.due
        if held.open and due and due < as_of:
            late = days_late(plan.calendar, due, as_of)
            yield AttentionItem(
                kind="action-overdue",
                record=held.record,
                due=due,
                late=late,
                owner=held.action.owner,
                title=held.action.title,
            )
    yield from _decisions(project, plan.calendar, as_of)
    yield from _of_home(analysis, project, plan.calendar)


def _risks(project: Project, calendar: WorkCalendar, as_of: date) -> Iterator[AttentionItem]:
    for risk in project.all(Risk).values():
        if risk.status in OPEN_RISK_STATES and risk.next_review and risk.next_review < as_of:
            high = not risk.opportunity and (risk.score or 0) >= HIGH_RISK
            late = days_late(calendar, risk.next_review, as_of)
            yield _dated("risk-review-overdue", risk, risk.next_review, late, severe=high)


def _decisions(project: Project, calendar: WorkCalendar, as_of: date) -> Iterator[AttentionItem]:
    for gate in project.all(Gate).values():
        if gate.decision == "pending" and gate.due and gate.due <= as_of + SOON:
            late = days_late(calendar, gate.due, as_of)
            yield AttentionItem(
                kind="gate-due",
                record=gate.key,
                severe=late > 0,
                due=gate.due,
                late=late,
                owner=gate.approver or gate.owner,
            )
    for decision in project.all(Decision).values():
        owner = decision.decided_by[0] if decision.decided_by else decision.owner
        if decision.status == "proposed":
            yield AttentionItem(
                kind="decision-pending",
                record=decision.key,
                due=decision.on,
                late=days_late(calendar, decision.on, as_of) if decision.on else None,
                owner=owner,
            )
        elif decision.status == "accepted" and decision.review_on and decision.review_on <= as_of:
            yield AttentionItem(
                kind="decision-review-due",
                record=decision.key,
                due=decision.review_on,
                late=days_late(calendar, decision.review_on, as_of),
                owner=decision.owner or owner,
            )
    for change in project.all(ChangeRequest).values():
        if change.decision == "submitted":
            yield AttentionItem(kind="change-pending", record=change.key, owner=change.approver or change.owner)


def _of_home(analysis: Analysis, home: Home, calendar: WorkCalendar) -> Iterator[AttentionItem]:
    """What projects and the portal itself may hold."""
    as_of = analysis.as_of
    for duty in home.all(Compliance).values():
        if duty.done_on is None and duty.due and duty.due <= as_of + SOON:
            late = days_late(calendar, duty.due, as_of)
            yield _dated("compliance-due", duty, duty.due, late, severe=late > 0)
        elif duty.done_on and duty.expires_on and duty.expires_on <= as_of + SOON:
            late = days_late(calendar, duty.expires_on, as_of)
            yield _dated("compliance-expiring", duty, duty.expires_on, late, severe=late > 0)
    for metric in home.all(Metric).values():
        days = stale_days(metric, analysis.series.get(metric.key), as_of)
        if days is not None:
            yield AttentionItem(kind="metric-stale", record=metric.key, owner=metric.owner, amount=days)
    for goal in home.all(Goal).values():
        metric_key = analysis.portal.locate(goal.metric, ("metrics",), home.id) if goal.metric else None
        progress = goal_progress(goal, analysis.series.get(metric_key) if metric_key else None, as_of)
        behind = progress.behind
        if goal.status not in CLOSED["goals"] and behind is not None and behind > BEHIND_PACE + 1e-9:
            yield AttentionItem(kind="goal-behind-pace", record=goal.key, owner=goal.owner, amount=round(behind * 100))


def _dated(kind: Kind, record: Risk | Issue | Compliance, due: date, late: int, *, severe: bool) -> AttentionItem:
    return AttentionItem(kind=kind, record=record.key, severe=severe, due=due, late=late, owner=record.owner)
