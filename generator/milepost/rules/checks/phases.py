"""Phases that do not hold what is in them, overlap, or leave out a stage."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.portal import Project
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.rules.context import RuleContext
from milepost.rules.rule import rule

STAGES: tuple[str, ...] = tuple(
    value for part in get_args(Phase.model_fields["stage"].annotation) for value in get_args(part)
)
"""The stages of the method, in their order."""


@rule(Severity.ERROR)
def task_outside_phase(context: RuleContext) -> Iterator[Diagnostic]:
    """A typed date of a task that lies outside of its phase's, or of those around it."""
    yield from _outside(context, "task-outside-phase", Task)


@rule(Severity.WARNING)
def parent_does_not_enclose(context: RuleContext) -> Iterator[Diagnostic]:
    """A typed date of a phase that lies outside of those around it."""
    yield from _outside(context, "parent-does-not-enclose", Phase)


@rule(Severity.ERROR)
def phases_overlap(context: RuleContext) -> Iterator[Diagnostic]:
    """A phase that begins before another one beside it has ended, and neither may run in parallel."""
    for project in context.portal.projects.values():
        beside: dict[str, list[tuple[date, date, str]]] = {}
        for phase in project.all(Phase).values():
            if phase.start and phase.due and phase.start <= phase.due and not phase.parallel:
                parent = context.portal.find(phase.parent, Phase, project.id)
                key = parent.id if parent else ""
                beside.setdefault(key, []).append((phase.start, phase.due, phase.id))
        for several in beside.values():
            last: tuple[date, date, str] | None = None
            for one in sorted(several):
                if last and one[0] <= last[1]:
                    yield _overlap(context, project, one, last)
                if last is None or one[1] > last[1]:
                    last = one


@rule(Severity.INFO)
def stage_missing(context: RuleContext) -> Iterator[Diagnostic]:
    """Stages of the method that no phase of a running project stands for; silent where none names a stage."""
    lost = {home for home, _ in context.loaded.unread} | {ref.project for ref in context.portal.broken}
    for project in context.portal.projects.values():
        named = {phase.stage for phase in project.all(Phase).values()} - {None}
        missing = [stage for stage in STAGES if stage not in named]
        if named and missing and project.record.status not in ("closed", "proposed") and project.id not in lost:
            stages = [message(f"model.values.phases.stage.{stage}") for stage in missing]
            yield context.finding("stage-missing", project.record, stages=stages)


def _outside(context: RuleContext, rule_id: str, kind: type[Task] | type[Phase]) -> Iterator[Diagnostic]:
    for project in context.portal.projects.values():
        for record in project.all(kind).values():
            if not (record.start or record.due) or (isinstance(record, Task) and record.status == "cancelled"):
                continue
            if record.start and record.due and record.due < record.start:
                continue  # date-order speaks
            ref = record.phase if isinstance(record, Task) else record.parent
            inside = context.portal.find(ref, Phase, project.id)
            for field in ("start", "due"):
                day: date | None = getattr(record, field)
                bound = _bound(context, inside, field) if day else None
                limit: date | None = getattr(bound, field) if bound else None
                if day is None or bound is None or limit is None:
                    continue
                if day < limit if field == "start" else day > limit:
                    label = context.label(bound, field, text=message(f"rules.{rule_id}.label", id=bound.id))
                    yield context.finding(
                        rule_id,
                        record,
                        field,
                        variant=field,
                        labels=(label,),
                        day=day.isoformat(),
                        phase=bound.id,
                        limit=limit.isoformat(),
                    )


def _bound(context: RuleContext, phase: Phase | None, field: str) -> Phase | None:
    """The nearest phase, from this one outwards, that says when it starts or is due."""
    seen: set[str] = set()
    while phase and phase.id not in seen:
        backwards = phase.start and phase.due and phase.due < phase.start
        if getattr(phase, field) and not backwards:
            return phase
        seen.add(phase.id)
        phase = context.portal.find(phase.parent, Phase, phase.project_id)
    return None


def _overlap(
    context: RuleContext, project: Project, one: tuple[date, date, str], last: tuple[date, date, str]
) -> Diagnostic:
    phase, before = project.all(Phase)[one[2]], project.all(Phase)[last[2]]
    label = context.label(before, "due", text=message("rules.phases-overlap.label", id=before.id))
    return context.finding(
        "phases-overlap",
        phase,
        "start",
        labels=(label,),
        start=one[0].isoformat(),
        other=before.id,
        due=last[1].isoformat(),
    )
