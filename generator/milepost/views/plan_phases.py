"""The phases of a plan as a tree with their criteria, and its stage gates."""

from dataclasses import dataclass

from markupsafe import Markup

from milepost.charts.bars import progress_bar
from milepost.model.portal import Project
from milepost.model.records.gate import Gate
from milepost.model.records.phase import Phase
from milepost.views.addresses import address_of
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Details, Status, details
from milepost.views.plan_facts import PhaseFacts, PlanFacts
from milepost.views.plan_table import Reasons, TaskRecord, Tick, reasons_of, task_records, ticks
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, day_text, due_cell, span_text

_INSIDE = (("tasks", "phase"), ("phases", "parent"))
"""The fields by which what is drawn below a phase refers to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseNode:
    """A phase with its criteria, its tasks in full and the phases in it."""

    details: Details
    stage: str
    span: str
    due: str
    progress: str
    bar: Markup
    entry: tuple[Tick, ...]
    exit: tuple[Tick, ...]
    tasks: tuple[TaskRecord, ...]
    phases: tuple["PhaseNode", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRow:
    """A stage gate: what is checked, who decides, what came out."""

    details: Details
    gate: Anchor
    phase: Anchor
    due: Cell
    checked: int
    checks: int
    bar: Markup
    decision: Status
    decided_on: str
    approver: Anchor
    conditions: str
    conditions_due: str
    checklist: tuple[Tick, ...]


def phase_tree(context: ViewContext, project: Project, facts: PlanFacts) -> tuple[PhaseNode, ...]:
    """The phases at the top, with everything below them."""
    why = reasons_of(context, project, facts)
    return tuple(_node(context, why, one) for one in facts.phases)


def loose_records(context: ViewContext, project: Project, facts: PlanFacts) -> tuple[TaskRecord, ...]:
    """The tasks that are in no phase."""
    return task_records(context, reasons_of(context, project, facts), facts.loose)


def _node(context: ViewContext, why: Reasons, facts: PhaseFacts) -> PhaseNode:
    phase = facts.phase
    percent = context.formats.percent(facts.progress)
    return PhaseNode(
        details=details(phase, context, skip=("entry_criteria", "exit_criteria"), beside=_INSIDE),
        stage=context.labels.value("phases", "stage", phase.stage) if phase.stage else "",
        span=span_text(facts.start, facts.finish, context),
        due=context.t("plan.due-on", day=day_text(phase.due, context)) if phase.due else "",
        progress=percent if facts.progress is not None else "",
        bar=progress_bar(facts.progress, label=percent),
        entry=ticks(phase.entry_criteria, context),
        exit=ticks(phase.exit_criteria, context),
        tasks=task_records(context, why, facts.tasks, skip=("phase",)),
        phases=tuple(_node(context, why, one) for one in facts.phases),
    )


def gate_rows(context: ViewContext, project: Project, facts: PlanFacts) -> tuple[GateRow, ...]:
    """The gates in the order of their dates."""
    gates = sorted(project.all(Gate).values(), key=lambda gate: (gate.due is None, gate.due))
    return tuple(_gate(context, gate, facts) for gate in gates)


def _gate(context: ViewContext, gate: Gate, facts: PlanFacts) -> GateRow:
    checked = sum(one.done for one in gate.checklist)
    share = checked / len(gate.checklist) if gate.checklist else None
    waiting = gate.decision in ("pending", "failed")
    phase = context.portal.find(gate.phase, Phase, gate.project_id)
    return GateRow(
        details=details(gate, context),
        gate=Anchor(text=context.title(gate), href=context.href(address_of(gate))),
        phase=context.link(phase) if phase else context.link_to(gate.phase, ("phases",), gate.project_id),
        due=due_cell(gate.due, context, facts.plan.calendar, pending=waiting),
        checked=checked,
        checks=len(gate.checklist),
        bar=progress_bar(share, label=f"{checked} / {len(gate.checklist)}") if gate.checklist else Markup(),
        decision=record_status(gate, context, "decision"),
        decided_on=day_text(gate.decided_on, context),
        approver=context.person(gate.approver),
        conditions=context.text(gate.conditions),
        conditions_due=context.t("plan.due-on", day=day_text(gate.conditions_due, context))
        if gate.conditions_due
        else "",
        checklist=tuple(Tick(done=one.done, text=context.text(one.title)) for one in gate.checklist),
    )
