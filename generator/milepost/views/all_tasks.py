"""The tasks of all projects in one table."""

from dataclasses import dataclass

from milepost.model.portal import Project
from milepost.model.records.task import Task
from milepost.views.addresses import project_page
from milepost.views.context import Anchor, ViewContext
from milepost.views.filters import Facet, enum_facet, person_facet
from milepost.views.frame import Head, head
from milepost.views.plan_board import COLUMN_ORDER
from milepost.views.plan_facts import TaskFacts, task_facts
from milepost.views.plan_table import due_float_cell
from milepost.views.plurals import counted
from milepost.views.record_states import StateCount, record_status
from milepost.views.tables import Cell, Column, Row, Table, day_cell, link_cell

MOST_TASKS = 2000
"""Tasks up to which finished ones are listed too."""
_ROWS = 5000
"""Rows that the table has at most; a page with more would take a browser seconds to open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows. `left_out` are tasks of the portal that are not listed."""

    head: Head
    counts: tuple[StateCount, ...]
    total: int
    left_out: int
    only_open: bool
    table: Table
    projects: tuple[Anchor, ...]


def view(context: ViewContext) -> View:
    """The view model of the page."""
    statused, planned = context.analysis.statused, context.analysis.plans
    every = [
        (project, task_facts(task, statused[name], planned[name], context.as_of))
        for name, project in context.portal.projects.items()
        for task in project.all(Task).values()
    ]
    only_open = len(every) > MOST_TASKS
    listed = [one for one in every if one[1].open] if only_open else every
    listed.sort(key=lambda one: _order(one[1]))
    shown = listed[:_ROWS]
    return View(
        head=head(context, context.t("ui.page.all-tasks")),
        counts=_counts(context, [facts for _, facts in every]),
        total=len(every),
        left_out=len(every) - len(shown),
        only_open=only_open,
        table=_table(context, shown),
        projects=tuple(
            Anchor(text=context.title(project.record), href=context.href(project_page(project.id, "plan/")))
            for project in context.portal.projects.values()
        ),
    )


def _order(facts: TaskFacts) -> tuple[bool, int, int]:
    """Open work by its computed finish, then what is over."""
    place = facts.place
    return (not facts.open, place.finish_at if place else 0, place.start_at if place else 0)


def _counts(context: ViewContext, tasks: list[TaskFacts]) -> tuple[StateCount, ...]:
    found = []
    for status in COLUMN_ORDER:
        inside = [one.task for one in tasks if one.task.status == status]
        if inside:
            found.append(StateCount(status=record_status(inside[0], context), count=len(inside)))
    return tuple(found)


def _table(context: ViewContext, tasks: list[tuple[Project, TaskFacts]]) -> Table:
    field, t = context.labels.field, context.t
    return Table(
        label=t("ui.page.all-tasks"),
        columns=(
            Column(label=context.labels.type("tasks")),
            Column(label=context.labels.type("project")),
            Column(label=field("tasks", "status"), bare=True),
            Column(label=field("tasks", "owner")),
            Column(label=t("plan.start"), number=True),
            Column(label=t("plan.finish"), number=True),
            Column(label=t("plan.total-float"), number=True),
            Column(label=field("tasks", "due"), number=True, tip=t("plan.due-tip")),
            Column(label=t("plan.due-float"), number=True, tip=t("plan.due-float-tip")),
        ),
        rows=tuple(_row(context, project, facts) for project, facts in tasks),
        name="tasks",
        labels={
            "status": field("tasks", "status"),
            "project": context.labels.type("project"),
            "owner": field("tasks", "owner"),
        },
    )


def _row(context: ViewContext, project: Project, facts: TaskFacts) -> Row:
    task, place = facts.task, facts.place
    due = place.due if place else task.due
    late = counted(context, "plan.overdue-by", facts.overdue) if facts.overdue else ""
    float_cell = Cell()
    if place:
        float_cell = Cell(strong="0") if facts.critical else Cell(text="" if place.finished else str(place.total_float))
    return Row(
        head=link_cell(context.link(task)),
        cells=(
            link_cell(context.link(project.record)),
            Cell(status=record_status(task, context), sub=late, sub_state="warn" if late else None),
            link_cell(context.person(task.owner)),
            day_cell(place.start if place else None, context),
            day_cell(place.finish if place else None, context),
            float_cell,
            day_cell(due, context),
            due_float_cell(facts, context),
        ),
        muted=not facts.open,
        facets=(
            enum_facet(context, task, "status"),
            Facet("project", project.id, context.title(project.record)),
            person_facet(context, task.owner),
        ),
    )
