"""The forecast page of a project: the computed finish against its due dates, floats, and what the dates rest on."""

from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from milepost.analysis.plans import Plan
from milepost.analysis.schedule.critical_path import last_activity
from milepost.charts.bars import forecast_range, share_bar
from milepost.model.portal import Project
from milepost.views.addresses import project_page
from milepost.views.answer import project_answer, schedule_needs
from milepost.views.context import Anchor, SourceLine, ViewContext
from milepost.views.deadlines import against_due, deadline_table, deadlines_of
from milepost.views.frame import Head, Status, head
from milepost.views.plan import Cycle, cycles_of, finding, finish_against_due, why_not
from milepost.views.plan_calendar import CalendarNote, calendar_note
from milepost.views.plan_facts import NEAR_CRITICAL, PlanFacts, TaskFacts, plan_facts
from milepost.views.plan_table import due_float_cell
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, Table, day_text, link_cell
from milepost.views.why import ChainStep, Why

_BUCKETS = ((0, 0), (1, NEAR_CRITICAL), (NEAR_CRITICAL + 1, 10), (11, 20), (21, None))
"""Total floats in working days that are counted together."""
_MOST_ROWS = 60
_ROOM = timedelta(days=4)
"""Days after the last mark on the axis of finishes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    empty: bool
    not_computable: str
    cycles: tuple[Cycle, ...]
    finding: str
    finishes: Table
    float_finding: str
    floats: Table
    tight: Table
    tight_left_out: int
    chain_finding: str
    chain: tuple[ChainStep, ...]
    deadlines: Table
    deadlines_left_out: int
    assumed: tuple[Anchor, ...]
    lengths: str
    calendar: CalendarNote
    plan: Anchor
    source: SourceLine


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    facts = plan_facts(context, project)
    tasks = tuple(facts.tasks())
    open_tasks = [one for one in tasks if one.open and one.place]
    tight = sorted(
        (one for one in open_tasks if one.place and one.place.total_float <= NEAR_CRITICAL),
        key=lambda one: (one.place.total_float, one.place.finish_at) if one.place else (0, 0),
    )
    status, why = finish_against_due(context, project, facts.plan)
    steps = _chain(context, project, facts.plan)
    deadlines = deadlines_of(context, project, facts)
    return View(
        head=head(
            context,
            context.t("ui.page.forecast"),
            project,
            project_answer(context, project, status=status, why=why, needs=schedule_needs(context, project)),
        ),
        empty=not tasks,
        not_computable=why_not(context, facts.plan),
        cycles=cycles_of(context, project, facts.plan),
        finding=finding(context, project, facts.plan),
        finishes=_finishes(context, project, facts),
        float_finding=_float_finding(context, open_tasks),
        floats=_floats(context, open_tasks),
        tight=_tight(context, tight[:_MOST_ROWS]),
        tight_left_out=max(len(tight) - _MOST_ROWS, 0),
        chain_finding=_chain_finding(context, steps),
        chain=steps,
        deadlines=deadline_table(context, deadlines[:_MOST_ROWS]),
        deadlines_left_out=max(len(deadlines) - _MOST_ROWS, 0),
        assumed=tuple(context.link(one.task) for one in tasks if one.length.source == "assumed"),
        lengths=_lengths(context, tasks),
        calendar=calendar_note(context, project, facts),
        plan=Anchor(text=context.t("ui.page.plan"), href=context.href(project_page(project.id, "plan/"))),
        source=context.source(project.record, "due"),
    )


def _finishes(context: ViewContext, project: Project, facts: PlanFacts) -> Table:
    """The project and its milestones: computed date, due date and the working days between them."""
    t, plan = context.t, facts.plan
    milestones = sorted(
        (one for one in facts.tasks() if one.task.milestone and one.place),
        key=lambda one: one.place.finish_at if one.place else 0,
    )
    days = [day for one in milestones if one.place for day in (one.place.finish, one.place.due) if day]
    days += [day for day in (plan.schedule.start, plan.schedule.finish, project.record.due) if day]
    axis = (min(days), max(days) + _ROOM) if days else None
    rows = [
        _finish_row(
            context,
            plan,
            (context.link(one.task), one.place.finish, one.place.due if one.place.due == one.task.due else None),
            axis,
            inherited=one.place.due,
            state=record_status(one.task, context) if not one.open else None,
        )
        for one in milestones
        if one.place
    ]
    if plan.schedule.finish:
        whole = Anchor(text=t("forecast.whole-project"))
        rows.insert(0, _finish_row(context, plan, (whole, plan.schedule.finish, project.record.due), axis))
    return Table(
        label=t("forecast.finish"),
        columns=(
            Column(label=t("forecast.what")),
            Column(label=t("forecast.computed"), number=True),
            Column(label=context.labels.field("tasks", "due"), number=True, tip=t("plan.due-tip")),
            Column(label=t("forecast.difference"), number=True, tip=t("forecast.difference-tip")),
            Column(label=t("forecast.state"), bare=True),
            Column(label=t("forecast.mark"), full=True, bare=True),
        ),
        rows=tuple(rows),
    )


def _finish_row(  # noqa: PLR0913 - a row has that many parts
    context: ViewContext,
    plan: Plan,
    what: tuple[Anchor, date, date | None],
    axis: tuple[date, date] | None,
    *,
    inherited: date | None = None,
    state: Status | None = None,
) -> Row:
    anchor, finish, own = what
    due = own or inherited
    late = plan.calendar.working_days_later(due, finish) if due else None
    shown = Markup()
    if axis:
        said = f"{anchor.text}: {day_text(finish, context)}"
        shown = forecast_range(p50=finish, p80=finish, due=due, axis=axis, label=said)
    return Row(
        head=Cell(links=(anchor,)),
        cells=(
            Cell(text=day_text(finish, context)),
            Cell(text=day_text(due, context), sub="" if own or not due else context.t("forecast.inherited")),
            Cell(text="" if late is None else context.formats.signed(late)),
            Cell(status=state or against_due(context, due, late)),
            Cell(chart=shown),
        ),
        muted=state is not None,
    )


def _float_finding(context: ViewContext, tasks: list[TaskFacts]) -> str:
    critical = sum(one.critical for one in tasks)
    near = sum(1 for one in tasks if one.place and 0 < one.place.total_float <= NEAR_CRITICAL)
    return context.t("forecast.float-finding", critical=critical, near=near, days=NEAR_CRITICAL, count=len(tasks))


def _floats(context: ViewContext, tasks: list[TaskFacts]) -> Table:
    t = context.t
    rows = []
    for low, high in _BUCKETS:
        inside = [
            one
            for one in tasks
            if one.place and low <= one.place.total_float and (high is None or one.place.total_float <= high)
        ]
        name = str(low) if low == high else t("forecast.more-than", days=low - 1) if high is None else f"{low}–{high}"
        share = len(inside) / len(tasks) if tasks else 0.0
        bar = share_bar(share, fill="inkf" if high == 0 else "fill", height=12)
        rows.append(Row(head=Cell(text=name), cells=(Cell(chart=bar), Cell(text=str(len(inside))))))
    return Table(
        label=t("forecast.floats"),
        columns=(
            Column(label=t("forecast.float-days")),
            Column(label=t("forecast.share"), bare=True),
            Column(label=t("forecast.tasks"), number=True),
        ),
        rows=tuple(rows),
    )


def _tight(context: ViewContext, tasks: list[TaskFacts]) -> Table:
    field = context.labels.field
    return Table(
        label=context.t("forecast.tight"),
        columns=(
            Column(label=context.labels.type("tasks")),
            Column(label=field("tasks", "status"), bare=True),
            Column(label=field("tasks", "owner")),
            Column(label=context.t("plan.finish"), number=True),
            Column(label=context.t("plan.total-float"), number=True),
            Column(label=context.t("plan.due-float"), number=True, tip=context.t("plan.due-float-tip")),
        ),
        rows=tuple(
            Row(
                head=link_cell(context.link(one.task)),
                cells=(
                    Cell(status=record_status(one.task, context)),
                    link_cell(context.person(one.task.owner)),
                    Cell(text=day_text(one.place.finish, context)),
                    Cell(strong="0") if one.critical else Cell(text=str(one.place.total_float)),
                    due_float_cell(one, context),
                ),
            )
            for one in tasks
            if one.place
        ),
    )


def _chain(context: ViewContext, project: Project, plan: Plan) -> tuple[ChainStep, ...]:
    """The tasks that drive the project's finish, from a fixed date on."""
    last = last_activity(plan.schedule)
    return Why(context=context, project=project, plan=plan).steps(last) if last else ()


def _chain_finding(context: ViewContext, steps: tuple[ChainStep, ...]) -> str:
    if not steps:
        return ""
    return context.t(
        "forecast.chain-finding", count=len(steps), first=steps[0].task.text, day=context.formats.short(steps[0].start)
    )


def _lengths(context: ViewContext, tasks: tuple[TaskFacts, ...]) -> str:
    """From which fields the lengths come, with counts."""
    counts: dict[str, int] = {}
    for one in tasks:
        counts[one.length.source] = counts.get(one.length.source, 0) + 1
    names = ("duration", "effort", "estimate", "dates", "assumed", "milestone")
    return context.formats.join(
        [context.t(f"forecast.length-{name}", count=counts[name]) for name in names if name in counts]
    )
