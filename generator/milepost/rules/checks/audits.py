"""The platform's audit and the gradual opening: too early, too slow, in the wrong order."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from milepost.analysis.releases import is_out
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.portal import Project
from milepost.model.records.change_request import ChangeRequest
from milepost.model.records.gate import Gate
from milepost.model.records.phase import Phase
from milepost.model.records.release import Release
from milepost.model.states import CLOSED
from milepost.rules.checks.gates import skipped_gates
from milepost.rules.context import RuleContext
from milepost.rules.release_history import (
    IN_AUDIT,
    all_read,
    audit_of,
    gray_of,
    in_order,
    is_submitted,
    open_projects,
    out_on,
    tasks_of,
    waiting_in_audit,
)
from milepost.rules.rule import RuleKind, rule
from milepost.rules.waiting import working_days_since

_SHOWN = 8
_AFTER_THE_AUDIT = ("launch", "operate")
"""Stages whose gates decide on what comes after a submission."""


@rule(Severity.ERROR)
def submitted_before_gate(context: RuleContext) -> Iterator[Diagnostic]:
    """A release that went to the audit while a gate of the phases in which it was made was open."""
    for project in open_projects(context):
        if not project.all(Gate):
            continue
        submitted = _submitted_by_phase(context, project)
        for gate in project.all(Gate).values() if submitted else ():
            phase = context.portal.find(gate.phase, Phase, project.id)
            release = submitted.get(phase.id) if phase and _stage(context, phase) not in _AFTER_THE_AUDIT else None
            if release is None or phase is None:
                continue
            steps = audit_of(release)
            first = steps[0][1].on if steps else None
            is_open = gate.decision in ("pending", "failed")
            late = first and gate.decided_on and first < gate.decided_on and not is_out(release)
            if not is_open and not late:
                continue
            field = "decision" if is_open else "decided_on"
            text = message(f"rules.submitted-before-gate.label-{'open' if is_open else 'late'}")
            one = context.finding(
                "submitted-before-gate",
                release,
                *(("audit", steps[0][0], "on") if steps else ("channel",)),
                variant="open" if is_open else "late",
                labels=(context.label(gate, *((field,) if gate.given(field) else ()), text=text),),
                gate=gate.id,
                phase=phase.id,
                day=first.isoformat() if first else "",
                decided=gate.decided_on.isoformat() if gate.decided_on else "",
            )
            yield replace(one, instead_of=skipped_gates(context).get(gate.key))


@rule(Severity.ERROR)
def audit_rejected_without_fix(context: RuleContext) -> Iterator[Diagnostic]:
    """A rejected release on which nobody works, or that was submitted again without work in between."""
    for project in open_projects(context):
        for release in project.all(Release).values():
            steps = audit_of(release) if not is_out(release) and release.channel != "gray" else ()
            last = next((at for at in reversed(range(len(steps))) if steps[at][1].status not in IN_AUDIT), None)
            if last is None or steps[last][1].status != "rejected":
                continue
            index, rejected = steps[last]
            again = steps[last + 1] if last + 1 < len(steps) else None
            if rejected.on is None or _is_fixed(context, release, rejected.on, again[1].on if again else None):
                continue
            text = message("rules.audit-rejected-without-fix.label")
            yield context.finding(
                "audit-rejected-without-fix",
                release,
                *("audit", again[0] if again else index, "status"),
                variant="again" if again else "",
                labels=(context.label(release, "audit", index, "status", text=text),) if again else (),
                day=rejected.on.isoformat(),
            )


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"days": 5}, on_plans=True)
def audit_slow(context: RuleContext) -> Iterator[Diagnostic]:
    """An audit that goes on for longer than usual."""
    most = context.threshold("audit-slow", "days")
    for project in open_projects(context):
        for release in project.all(Release).values():
            waiting = waiting_in_audit(release)
            if waiting is None:
                continue
            since = _submission(release)
            days = working_days_since(context.plans[project.id].calendar, since, context.as_of)
            if days > most:
                path = ("audit", waiting[0], "status")
                yield context.finding("audit-slow", release, *path, since=since.isoformat(), days=days)


@rule(Severity.ERROR)
def two_in_audit(context: RuleContext) -> Iterator[Diagnostic]:
    """More than one release of a project in the audit: the platform takes one at a time."""
    for project in open_projects(context):
        waiting = [one for one in project.all(Release).values() if _is_waiting(one)]
        if len(waiting) < 2:
            continue
        *others, last = sorted(waiting, key=lambda one: _submission(one) if audit_of(one) else date.max)
        text = message("rules.two-in-audit.label")
        yield context.finding(
            "two-in-audit",
            last,
            *_waiting_at(last),
            labels=tuple(context.label(one, *_waiting_at(one), text=text) for one in others[:_SHOWN]),
            other=others[0].id,
        )


@rule(Severity.ERROR)
def gray_decreases(context: RuleContext) -> Iterator[Diagnostic]:
    """A step of a gradual opening with a smaller share than the step before it."""
    for release in context.all(Release):
        for (before, wider), (index, step) in pairwise(gray_of(release) if len(release.gray) > 1 else ()):
            if (step.percent or 0) < (wider.percent or 0):
                text = message("rules.gray-decreases.label")
                yield context.finding(
                    "gray-decreases",
                    release,
                    *("gray", index, "percent"),
                    labels=(context.label(release, "gray", before, "percent", text=text),),
                    percent=f"{step.percent:g}",
                    before=f"{wider.percent:g}",
                )


@rule(Severity.ERROR)
def gray_first_release(context: RuleContext) -> Iterator[Diagnostic]:
    """A gradual opening although no version was out before."""
    for project in context.portal.projects.values():
        gradual = [one for one in project.all(Release).values() if one.gray or one.channel == "gray"]
        if not gradual or not all_read(context, project, Release.collection):
            continue
        out = [one for one in in_order(project) if is_out(one)][:2]
        for release in gradual:
            steps = gray_of(release)
            first = steps[0][1].on if steps else None
            before = next((one for one in out if one is not release), None)
            day = out_on(before) if before else None
            if before is None or (first and day and day > first):
                path = ("gray", steps[0][0], "percent") if steps else ("channel",)
                yield context.finding("gray-first-release", release, *path)


def _submitted_by_phase(context: RuleContext, project: Project) -> dict[str, Release]:
    """By phase, those around it too: the first release that was submitted and for which a task in it was done."""
    found: dict[str, Release] = {}
    submitted = (one for one in project.all(Release).values() if is_submitted(one))
    for release in sorted(submitted, key=_first_submission):
        for task in tasks_of(context, release):
            counts = task.project_id == project.id and task.status != "cancelled"
            phase = context.portal.find(task.phase, Phase, project.id) if counts else None
            while phase and phase.id not in found:
                found[phase.id] = release
                phase = context.portal.find(phase.parent, Phase, project.id)
    return found


def _stage(context: RuleContext, phase: Phase) -> str:
    """Its own, else that of the nearest phase around it that has one."""
    seen: set[str] = set()
    around: Phase | None = phase
    while around and around.id not in seen:
        if around.stage:
            return around.stage
        seen.add(around.id)
        around = context.portal.find(around.parent, Phase, phase.project_id)
    return ""


def _is_fixed(context: RuleContext, release: Release, rejected: date, again: date | None) -> bool:
    """Whether a task or change of the release deals with a rejection; before it was submitted again, if it was."""
    for task in tasks_of(context, release):
        finished = task.actual_finish if task.status == "done" else None
        if finished and rejected <= finished <= (again or finished):
            return True
        if again is None and task.status not in CLOSED["tasks"]:
            return True
    for link in context.back_links.get(release.key, ()):
        change = context.portal.get(link.source)
        if isinstance(change, ChangeRequest) and change.decision != "rejected":
            return True
    return False


def _first_submission(release: Release) -> date:
    steps = audit_of(release)
    return (steps[0][1].on if steps else None) or date.max


def _submission(release: Release) -> date:
    """Since when it waits in the audit; the day of the first step where it waits no more."""
    steps = audit_of(release)
    start = steps[0]
    for before, step in pairwise(steps):
        if step[1].status in IN_AUDIT and before[1].status not in IN_AUDIT:
            start = step
    return start[1].on or date.min


def _is_waiting(release: Release) -> bool:
    return waiting_in_audit(release) is not None or (release.channel == "audit" and not release.audit)


def _waiting_at(release: Release) -> tuple[str | int, ...]:
    waiting = waiting_in_audit(release)
    return ("audit", waiting[0], "status") if waiting else ("channel",)
