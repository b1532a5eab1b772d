"""Every deadline of a plan against its computed finish."""

from dataclasses import dataclass
from datetime import date

from milepost.model.portal import Project
from milepost.model.records.gate import Gate
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Status
from milepost.views.plan_facts import PlanFacts
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, Table, day_cell, state_cell

_OVER = 10_000
"""Puts deadlines of finished work behind all others."""


def against_due(context: ViewContext, due: date | None, late: int | None) -> Status:
    """Whether open work meets its due date, by the working days that its computed finish is late.

    A due date that has passed is missed, whatever the planned schedule says.
    """
    if due and due < context.as_of:
        return Status(state="bad", word=context.t("forecast.passed"))
    if late is None:
        return Status(state="none", word=context.t("forecast.no-due"))
    if late > 0:
        return Status(state="bad", word=context.t("forecast.late"))
    return Status(state="good", word=context.t("forecast.met"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A typed deadline against the computed finish; `left` orders them, those that are over last."""

    what: Anchor
    kind: str
    due: date
    finish: date | None
    float: Cell
    left: int
    state: Status


def deadlines_of(context: ViewContext, project: Project, facts: PlanFacts) -> list[Deadline]:
    """Every typed deadline of the plan, the tightest first: tasks, phases, gates and the project."""
    calendar, schedule, labels = facts.plan.calendar, facts.plan.schedule, context.labels
    found = []

    def add(what: Anchor, kind: str, due: date, finish: date | None, done: Status | None = None) -> None:
        late = calendar.working_days_later(due, finish) if finish else None
        left = -late if late is not None else 0
        found.append(
            Deadline(
                what=what,
                kind=kind,
                due=due,
                finish=finish,
                float=Cell(text=context.formats.number(left)) if late is not None else Cell(),
                left=left if done is None else left + _OVER,
                state=done
                or (
                    against_due(context, due, late)
                    if late is not None
                    else Status(state="none", word=context.t("forecast.unknown"))
                ),
            )
        )

    if project.record.due:
        add(
            Anchor(text=context.t("forecast.whole-project")),
            labels.type("project"),
            project.record.due,
            schedule.finish,
        )
    for phase in facts.all_phases():
        if phase.phase.due:
            over = [one for one in phase.all_tasks() if one.open]
            done = (
                None if over or not phase.finish else Status(state="good", word=labels.value("tasks", "status", "done"))
            )
            add(context.link(phase.phase), labels.type("phases"), phase.phase.due, phase.finish, done)
    for task in facts.tasks():
        if task.task.due:
            done = None if task.open else record_status(task.task, context)
            add(
                context.link(task.task),
                labels.type("tasks"),
                task.task.due,
                task.place.finish if task.place else None,
                done,
            )
    members = {one.phase.key: one.finish for one in facts.all_phases()}
    for gate in project.all(Gate).values():
        key = context.portal.locate(gate.phase, ("phases",), project.id) if gate.phase else None
        if gate.due:
            done = None if gate.decision in ("pending", "failed") else record_status(gate, context, "decision")
            add(context.link(gate), labels.type("gates"), gate.due, members.get(key) if key else None, done)
    return sorted(found, key=lambda one: (one.left, one.due))


def deadline_table(context: ViewContext, deadlines: list[Deadline]) -> Table:
    """The deadlines as a table."""
    t = context.t
    return Table(
        label=t("forecast.deadlines"),
        columns=(
            Column(label=t("forecast.what")),
            Column(label=t("forecast.kind"), bare=True),
            Column(label=context.labels.field("tasks", "due"), number=True),
            Column(label=t("forecast.computed"), number=True),
            Column(label=t("forecast.left"), number=True, tip=t("forecast.left-tip")),
            Column(label=t("forecast.state"), bare=True),
        ),
        rows=tuple(
            Row(
                head=Cell(links=(one.what,)),
                cells=(
                    Cell(text=one.kind),
                    day_cell(one.due, context),
                    day_cell(one.finish, context),
                    one.float,
                    state_cell(one.state.state, one.state.word),
                ),
                muted=one.left > _OVER // 2,
            )
            for one in deadlines
        ),
    )
