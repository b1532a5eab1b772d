"""Iterations, campaigns, partners and compliance duties as tables."""

from datetime import date, timedelta

from markupsafe import Markup

from milepost.analysis.calendars import calendar_of
from milepost.analysis.progress import elapsed_share
from milepost.charts.bars import progress_bar
from milepost.model.portal import Project
from milepost.model.records.campaign import Campaign
from milepost.model.records.compliance import Compliance
from milepost.model.records.iteration import Iteration
from milepost.model.records.partner import Partner
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.views.context import ViewContext
from milepost.views.formats import NBSP
from milepost.views.frame import Status
from milepost.views.record_states import record_status
from milepost.views.tables import (
    Cell,
    Column,
    Row,
    Table,
    day_cell,
    due_cell,
    link_cell,
    record_table,
    span_text,
)

_EXPIRES_SOON = timedelta(days=30)


def tasks_in(iteration: Iteration, project: Project, context: ViewContext) -> list[Task]:
    """The tasks that name the iteration; cancelled ones do not count."""
    tasks = project.all(Task).values()
    return [
        t
        for t in tasks
        if t.status != "cancelled" and context.portal.find(t.iteration, Iteration, project.id) is iteration
    ]


def iteration_table(context: ViewContext, project: Project) -> Table | None:
    """Iterations in time, the running one marked: objective, capacity and velocity, tasks done, mood, actions."""
    found = sorted(project.all(Iteration).values(), key=lambda one: (one.start is None, str(one.start)))
    field, plain = context.labels.field, context.formats.plain
    rows = []
    for one in found:
        tasks = tasks_in(one, project, context)
        done = sum(task.status == "done" for task in tasks)
        actions = one.retro.actions if one.retro else ()
        closed = sum(bool(action.done_on) or _task_done(context, project, action.task) for action in actions)
        phase = _phase(one.start, one.due, context.as_of)
        rows.append(
            Row(
                head=link_cell(context.link(one)),
                cells=(
                    Cell(status=Status(state="info", word=context.t("delivery.running"))) if phase == "now" else Cell(),
                    Cell(text=span_text(one.start, one.due, context)),
                    Cell(text=context.text(one.objective)),
                    Cell(text=f"{done}/{len(tasks)}" if tasks else "", chart=_bar(done, len(tasks), one, context)),
                    Cell(text=plain(one.capacity) if one.capacity is not None else ""),
                    Cell(text=plain(one.velocity) if one.velocity is not None else ""),
                    Cell(text=f"{one.pulse}/5" if one.pulse is not None else ""),
                    Cell(text=f"{closed}/{len(actions)}" if actions else ""),
                ),
                muted=phase == "next",
            )
        )
    columns = (
        Column(label="", bare=True),
        Column(label=context.t("delivery.dates"), number=True),
        Column(label=field("iterations", "objective"), full=True),
        Column(label=context.t("delivery.tasks-done"), number=True, tip=context.t("delivery.tasks-done-tip")),
        Column(label=field("iterations", "capacity"), number=True, tip=context.t("delivery.person-days")),
        Column(label=field("iterations", "velocity"), number=True, tip=context.t("delivery.person-days")),
        Column(label=field("iterations", "pulse"), number=True, tip=context.t("delivery.pulse-tip")),
        Column(label=context.t("delivery.retro-actions"), number=True),
    )
    return record_table(context, "iterations", columns, rows)


def campaign_table(context: ViewContext, project: Project) -> Table | None:
    """Campaigns, the newest first."""
    found = sorted(project.all(Campaign).values(), key=lambda one: str(one.start or "9"), reverse=True)
    field = context.labels.field
    rows = [
        Row(
            head=link_cell(context.link(one)),
            cells=(
                Cell(status=record_status(one, context)),
                Cell(text=span_text(one.start, one.due, context)),
                Cell(text=context.text(one.mechanic)),
                Cell(text=context.money(one.budget, project) if one.budget else ""),
                Cell(text=_coupons(one, project, context)),
                link_cell(*(context.link_to(ref, ("metrics",), project.id) for ref in one.metrics)),
                link_cell(context.link_to(one.partner, ("partners",), project.id)),
            ),
            muted=one.status == "cancelled",
        )
        for one in found
    ]
    columns = (
        Column(label=field("campaigns", "status"), bare=True),
        Column(label=context.t("delivery.dates"), number=True),
        Column(label=field("campaigns", "mechanic"), full=True),
        Column(label=field("campaigns", "budget"), number=True),
        Column(label=field("campaigns", "coupons")),
        Column(label=field("campaigns", "metrics"), full=True),
        Column(label=field("campaigns", "partner")),
    )
    return record_table(context, "campaigns", columns, rows)


def partner_table(context: ViewContext, project: Project) -> Table | None:
    """The project's partners, then those of the whole portal, with the metric that shows what they bring."""
    found = (*project.all(Partner).values(), *context.portal.all(Partner).values())
    calendar, field = calendar_of(context.portal, project), context.labels.field
    rows = [
        Row(
            head=link_cell(context.link(one)),
            cells=(
                Cell(text=context.word(one.kind)),
                Cell(text=context.text(one.scope_)),
                day_cell(one.period.from_ if one.period else None, context),
                due_cell(one.period.to if one.period else None, context, calendar),
                link_cell(context.link_to(one.value_metric, ("metrics",), one.project_id)),
                link_cell(context.person(one.owner)),
            ),
        )
        for one in found
    ]
    period = context.labels.item_field
    columns = (
        Column(label=field("partners", "kind")),
        Column(label=field("partners", "scope"), full=True),
        Column(label=period("Period", "from"), number=True),
        Column(label=period("Period", "to"), number=True),
        Column(label=field("partners", "value_metric")),
        Column(label=field("partners", "owner")),
    )
    return record_table(context, "partners", columns, rows)


def compliance_table(context: ViewContext, project: Project) -> Table | None:
    """Duties of the project, then of the whole portal: those not met first, by the day on which they are due."""
    found = [*project.all(Compliance).values(), *context.portal.all(Compliance).values()]
    calendar, field = calendar_of(context.portal, project), context.labels.field
    found.sort(key=lambda one: (one.done_on is not None, str(one.due or "9")))
    rows = [
        Row(
            head=link_cell(context.link(one)),
            cells=(
                Cell(
                    text=context.labels.value("compliance", "kind", one.kind) if one.kind else "",
                    invalid=one.invalid.get("kind", ""),
                ),
                Cell(status=duty_status(one, context)),
                due_cell(one.due, context, calendar, pending=one.done_on is None),
                day_cell(one.done_on, context),
                due_cell(one.expires_on, context, calendar),
                link_cell(context.person(one.owner)),
            ),
        )
        for one in found
    ]
    columns = (
        Column(label=field("compliance", "kind")),
        Column(label=context.t("delivery.state-of-duty"), bare=True),
        Column(label=field("compliance", "due"), number=True),
        Column(label=field("compliance", "done_on"), number=True),
        Column(label=field("compliance", "expires_on"), number=True),
        Column(label=field("compliance", "owner")),
    )
    return record_table(context, "compliance", columns, rows)


def duty_status(one: Compliance, context: ViewContext) -> Status:
    """Met, about to expire or expired; open or overdue."""
    t, now = context.t, context.as_of
    if one.done_on is None:
        late = one.due is not None and one.due < now
        return (
            Status(state="bad", word=t("delivery.duty.overdue"))
            if late
            else Status(state="info", word=t("delivery.duty.open"))
        )
    if one.expires_on and one.expires_on < now:
        return Status(state="bad", word=t("delivery.duty.expired"))
    if one.expires_on and one.expires_on <= now + _EXPIRES_SOON:
        return Status(state="warn", word=t("delivery.duty.expiring"))
    return Status(state="good", word=t("delivery.duty.met"))


def _bar(done: int, total: int, iteration: Iteration, context: ViewContext) -> Markup | None:
    if not total:
        return None
    elapsed = elapsed_share(iteration.start, iteration.due, context.as_of)
    return progress_bar(done / total, elapsed=elapsed)


def _phase(start: date | None, due: date | None, as_of: date) -> str:
    if start and start > as_of:
        return "next"
    return "now" if start and due and start <= as_of <= due else ""


def _task_done(context: ViewContext, project: Project, ref: Ref | None) -> bool:
    task = context.portal.find(ref, Task, project.id)
    return task is not None and task.status in ("done", "cancelled")


def _coupons(campaign: Campaign, project: Project, context: ViewContext) -> str:
    coupons = campaign.coupons
    if coupons is None or coupons.count is None or coupons.face_value is None:
        return ""
    worth = context.money(coupons.face_value, project)
    return context.t("money.coupons", count=context.formats.number(coupons.count), worth=worth).replace(" ", NBSP)
