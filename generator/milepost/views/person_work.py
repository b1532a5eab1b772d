"""What a person has to do: tasks, actions, risks and meetings."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from milepost.analysis.actions import actions_of
from milepost.analysis.agenda import AgendaEntry, portal_agenda
from milepost.analysis.attention import AttentionItem, portal_attention
from milepost.analysis.risk import is_open
from milepost.model.record import NamedRecord
from milepost.model.records.iteration import Iteration
from milepost.model.records.meeting import Meeting
from milepost.model.records.person import Person
from milepost.model.records.risk import Risk
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.states import OPEN_TASK_STATES
from milepost.views.context import ViewContext
from milepost.views.frame import Status
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, Table, day_text, due_cell, link_cell, span_text

R = TypeVar("R", bound=NamedRecord)
T = TypeVar("T")


def records_naming(context: ViewContext, key: Ref, kind: type[R]) -> list[R]:
    """The records of a type that refer to `key` in any field, in the order of the files."""
    found: dict[Ref, R] = {}
    for link in context.analysis.back_links.get(key, ()):
        record = context.portal.get(link.source)
        if isinstance(record, kind):
            found[record.key] = record
    return list(found.values())


def is_person(context: ViewContext, ref: Ref | None, person: Person) -> bool:
    """Whether a reference means this person."""
    return ref is not None and context.portal.locate(ref, ("people",), "") == person.key


def tasks_of(context: ViewContext, person: Person) -> list[Task]:
    """The tasks that the person owns or works on: open ones first, each group by its computed finish."""
    found = records_naming(context, person.key, Task)

    def order(task: Task) -> tuple[bool, str, str]:
        placed = context.analysis.statused[task.project_id].of(task)
        day = placed.finish.isoformat() if placed else "9999"
        return (task.status not in OPEN_TASK_STATES, day, str(task.key))

    return sorted(found, key=order)


def task_table(context: ViewContext, person: Person, tasks: list[Task]) -> Table:
    """Each with its computed dates, float, deadline, state and progress."""
    t, label = context.t, context.labels.field
    columns = (
        Column(label=context.labels.type("tasks"), full=True),
        Column(label=context.labels.type("project")),
        Column(label=t("person.col.part")),
        Column(label=t("person.col.dates")),
        Column(label=t("person.col.float"), number=True, tip=t("person.float-tip")),
        Column(label=label("tasks", "due")),
        Column(label=label("tasks", "status"), bare=True),
        Column(label=label("tasks", "progress"), number=True),
    )
    rows = tuple(_task_row(context, person, task) for task in tasks)
    return Table(label=context.labels.type("tasks", plural=True), columns=columns, rows=rows)


def _task_row(context: ViewContext, person: Person, task: Task) -> Row:
    plan = context.analysis.statused[task.project_id]
    placed = plan.of(task)
    project = context.project_of(task)
    pending = task.status in OPEN_TASK_STATES
    progress = "100%" if task.status == "done" else f"{task.progress or 0:g}%"
    return Row(
        head=link_cell(context.link(task)),
        cells=(
            link_cell(context.link(project.record)) if project else Cell(),
            Cell(text=" · ".join(_parts(context, person, task))),
            Cell(text=span_text(placed.start, placed.finish, context) if placed else "–"),
            _float_cell(context, task, pending),
            due_cell(task.due, context, plan.calendar, pending=pending),
            Cell(status=record_status(task, context)),
            Cell(text=progress),
        ),
        muted=not pending,
    )


def _float_cell(context: ViewContext, task: Task, pending: bool) -> Cell:
    """The word stands before the number, so that numbers keep their column."""
    placed = context.analysis.statused[task.project_id].of(task)
    if not placed or not pending:
        return Cell(text="–")
    number = str(placed.total_float)
    return Cell(text=context.t("person.critical"), strong=number) if placed.critical else Cell(text=number)


def _parts(context: ViewContext, person: Person, task: Task) -> Iterator[str]:
    if is_person(context, task.owner, person):
        yield context.labels.field("tasks", "owner")
    for one in task.assignees:
        if is_person(context, one.person, person):
            yield context.t("person.share", share=context.formats.percent(one.share))


def action_table(context: ViewContext, person: Person) -> Table | None:
    """The person's actions from meetings and retrospectives, open ones first."""
    rows: list[tuple[tuple[bool, str], Row]] = []
    holders = (*records_naming(context, person.key, Meeting), *records_naming(context, person.key, Iteration))
    for project in dict.fromkeys(record.project_id for record in holders):
        calendar = context.analysis.plans[project].calendar
        for held in actions_of(context.portal, context.portal.projects[project]):
            action = held.action
            if not is_person(context, action.owner, person):
                continue
            done = day_text(action.done_on, context) if action.done_on else context.t("person.done")
            status = (
                Status(state="info", word=context.t("person.open")) if held.open else Status(state="good", word=done)
            )
            cells = (
                link_cell(context.link(context.portal.get(held.record))),
                due_cell(action.due, context, calendar, pending=held.open),
                link_cell(context.link_to(action.task, ("tasks",), project)),
                Cell(status=status),
            )
            key = (not held.open, action.due.isoformat() if action.due else "9999")
            rows.append((key, Row(head=Cell(text=context.text(action.title)), cells=cells, muted=not held.open)))
    if not rows:
        return None
    names = ("title", "", "due", "task", "")
    labels = [context.labels.item_field("Action", name) if name else "" for name in names]
    labels[1], labels[4] = context.t("person.col.from"), context.t("person.col.state")
    return Table(
        label=context.t("person.actions"),
        columns=tuple(Column(label=text, full=number == 0, number=number == 2) for number, text in enumerate(labels)),
        rows=tuple(row for _, row in sorted(rows, key=lambda pair: pair[0])),
    )


def risk_table(context: ViewContext, person: Person) -> Table | None:
    """The risks that the person owns; open ones first, by score."""
    label = context.labels.field
    rows = []
    for risk in records_naming(context, person.key, Risk):
        if is_person(context, risk.owner, person):
            calendar = context.analysis.plans[risk.project_id].calendar
            project = context.portal.projects[risk.project_id]
            cells = (
                link_cell(context.link(project.record)),
                Cell(text=f"{risk.score or '–'} → {risk.residual_score or '–'}"),
                Cell(status=record_status(risk, context)),
                due_cell(risk.next_review, context, calendar, pending=is_open(risk)),
            )
            rows.append(Row(head=link_cell(context.link(risk)), cells=cells, muted=not is_open(risk)))
    if not rows:
        return None
    columns = (
        Column(label=context.labels.type("risks"), full=True),
        Column(label=context.labels.type("project")),
        Column(label=context.t("overview.col.score"), number=True),
        Column(label=label("risks", "status"), bare=True),
        Column(label=label("risks", "next_review"), number=True),
    )
    rows.sort(key=lambda row: row.muted)
    return Table(label=context.t("person.risks"), columns=columns, rows=tuple(rows))


def meetings_of(context: ViewContext, person: Person) -> tuple[AgendaEntry, ...]:
    """What the person takes part in or decides in the coming days."""

    def by_person() -> dict[Ref, list[AgendaEntry]]:
        return _by_person(context, ((entry.people, entry) for entry in portal_agenda(context.analysis)))

    return tuple(context.analysis.once("agenda by person", by_person).get(person.key, ()))


def attention_for(context: ViewContext, person: Person) -> tuple[AttentionItem, ...]:
    """What needs this person, by urgency."""

    def by_person() -> dict[Ref, list[AttentionItem]]:
        items = portal_attention(context.analysis)
        return _by_person(context, (((item.owner,) if item.owner else (), item) for item in items))

    return tuple(context.analysis.once("attention by person", by_person).get(person.key, ()))


def _by_person(context: ViewContext, found: Iterable[tuple[tuple[Ref, ...], T]]) -> dict[Ref, list[T]]:
    several: dict[Ref, list[T]] = {}
    for people, one in found:
        for key in dict.fromkeys(context.portal.locate(ref, ("people",), "") for ref in people):
            if key:
                several.setdefault(key, []).append(one)
    return several
