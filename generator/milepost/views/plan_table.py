"""The tasks of a plan as a table, as a board, and each one in full."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from milepost.model.parts import Criterion
from milepost.model.portal import Project
from milepost.views.context import Anchor, ViewContext
from milepost.views.filters import Facet
from milepost.views.frame import Details, Status, details
from milepost.views.plan_facts import PlanFacts, TaskFacts
from milepost.views.plan_filters import task_facets
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, day_cell, day_text, span_text
from milepost.views.why import Sentence, Why

_CHAIN = 2
"""Tasks of a driving chain that a record shows; of a longer one its origin and its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A criterion: whether it holds, and what it says."""

    done: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task as a row of the table. Typed dates stand under the computed ones."""

    task: Anchor
    id: str
    status: Status
    owner: Anchor
    length: str
    length_from: str
    start: Cell
    finish: Cell
    total_float: str
    free_float: str
    critical: bool
    due: Cell
    due_inherited: bool
    due_float: Cell
    progress: str
    why: tuple[Sentence, ...]
    more_reasons: int
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRecord:
    """A task in full: its fields, its criteria, the chain that drives it, the holidays in its length.

    Its facets hold for its row, tile and bar, too.
    """

    details: Details
    status: Status
    span: str
    facets: tuple[Facet, ...]
    acceptance_label: str
    acceptance: tuple[Tick, ...]
    chain: tuple[Anchor, ...]
    left_out: int
    holidays: str


def ticks(criteria: tuple[Criterion, ...], context: ViewContext) -> tuple[Tick, ...]:
    """Criteria as a list to tick."""
    return tuple(Tick(done=one.done, text=context.text(one.text)) for one in criteria)


class Reasons(NamedTuple):
    """Explains places: those of open work in the statused schedule, those of finished work as it was planned."""

    statused: Why
    planned: Why


def reasons_of(context: ViewContext, project: Project, facts: PlanFacts) -> Reasons:
    """What explains the places of a project's tasks."""
    return Reasons(
        statused=Why(context=context, project=project, plan=facts.plan),
        planned=Why(context=context, project=project, plan=facts.planned),
    )


def _why(reasons: Reasons, facts: TaskFacts) -> Why:
    return reasons.planned if facts.place and facts.place.finished else reasons.statused


def _planned(facts: TaskFacts, end: Literal["start", "finish"]) -> date | None:
    """The planned day, where it is another one."""
    if facts.place is None or facts.planned is None:
        return None
    planned, now = (
        (facts.planned.start, facts.place.start) if end == "start" else (facts.planned.finish, facts.place.finish)
    )
    return planned if planned != now else None


def task_rows(context: ViewContext, project: Project, facts: PlanFacts) -> tuple[TaskRow, ...]:
    """All tasks by their computed start."""
    why = reasons_of(context, project, facts)
    ordered = sorted(facts.tasks(), key=lambda one: (one.place.start_at, one.place.finish_at) if one.place else (0, 0))
    return tuple(_row(context, one, why) for one in ordered)


def _row(context: ViewContext, facts: TaskFacts, why: Reasons) -> TaskRow:
    task, place = facts.task, facts.place
    reasons = _why(why, facts).sentences(task.id) if place else ()
    days = facts.length.days
    source = facts.length.source
    return TaskRow(
        task=context.link(task),
        id=task.id,
        status=record_status(task, context),
        owner=context.person(task.owner),
        length=context.t("plan.calendar-days", count=days.amount) if days.elapsed else str(days.amount),
        length_from="" if source == "duration" else context.t(f"plan.length-{source}"),
        start=day_cell(
            place.start if place else None,
            context,
            sub=_typed(context, ("planned-on", _planned(facts, "start")), ("not-before", task.start)),
        ),
        finish=day_cell(
            place.finish if place else None, context, sub=_typed(context, ("planned-on", _planned(facts, "finish")))
        ),
        total_float=str(place.total_float) if place and not place.finished else "",
        free_float=str(place.free_float) if place and not place.finished else "",
        critical=facts.critical,
        due=day_cell(place.due if place else task.due, context),
        due_inherited=bool(place and place.due and place.due != task.due),
        due_float=due_float_cell(facts, context),
        progress=context.formats.percent(facts.progress),
        why=reasons[:2],
        more_reasons=max(len(reasons) - 2, 0),
        over=not facts.open,
    )


def due_float_cell(facts: TaskFacts, context: ViewContext) -> Cell:
    """Working days by which a task can finish later with every deadline on its way met; red when one is missed."""
    if facts.place is None or facts.place.due_float is None or facts.place.finished:
        return Cell()
    text = context.formats.number(facts.place.due_float)
    if facts.place.due_float < 0 and facts.open:
        return Cell(status=Status(state="bad", word=text))
    return Cell(text=text)


def _typed(context: ViewContext, *dates: tuple[str, object]) -> str:
    said = [context.t(f"plan.{key}", day=day_text(day, context)) for key, day in dates if day]  # type: ignore[arg-type]
    return context.formats.join(said)


def task_records(
    context: ViewContext, why: Reasons, tasks: tuple[TaskFacts, ...], *, skip: tuple[str, ...] = ()
) -> tuple[TaskRecord, ...]:
    """Each task with all of its fields but those to `skip`, which its surroundings show."""
    return tuple(_record(context, one, _why(why, one), skip) for one in tasks)


def _record(context: ViewContext, facts: TaskFacts, why: Why, skip: tuple[str, ...]) -> TaskRecord:
    task, place = facts.task, facts.place
    chain = why.chain(task.id)[:-1] if place else ()
    shown = chain if len(chain) <= _CHAIN else (chain[0], *chain[-_CHAIN + 1 :])
    return TaskRecord(
        details=details(task, context, skip=("title", "acceptance", "status", *skip)),
        status=record_status(task, context),
        span=span_text(place.start, place.finish, context) if place else "",
        facets=task_facets(context, facts),
        acceptance_label=context.labels.field("tasks", "acceptance"),
        acceptance=ticks(task.acceptance, context),
        chain=tuple(why.anchor(one) for one in shown),
        left_out=len(chain) - len(shown),
        holidays=why.holidays(place.start, place.finish) if place and not task.milestone else "",
    )
