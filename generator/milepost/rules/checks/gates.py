"""Gates that were passed, or passed by, without what they ask for."""

from collections.abc import Iterator, Mapping

from milepost.analysis.recorded import BEGUN
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.portal import Project
from milepost.model.records.gate import Gate
from milepost.model.records.person import Person
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.rules.context import RuleContext
from milepost.rules.record_state import in_open_project
from milepost.rules.rule import RuleKind, rule
from milepost.rules.ties import ties

_SHOWN = 8


@rule(Severity.ERROR)
def gate_passed_unchecked(context: RuleContext) -> Iterator[Diagnostic]:
    """A gate that is passed while points of its checklist are open."""
    for gate in context.all(Gate):
        left = [index for index, point in enumerate(gate.checklist) if not point.done]
        if gate.decision == "passed" and left:
            labels = tuple(
                context.label(gate, "checklist", index, "title", text=message("rules.gate-passed-unchecked.label"))
                for index in left[:_SHOWN]
            )
            yield context.finding(
                "gate-passed-unchecked", gate, "decision", labels=labels, count=len(left), of=len(gate.checklist)
            )


@rule(Severity.ERROR)
def gate_skipped(context: RuleContext) -> Iterator[Diagnostic]:
    """Work that has begun in a later phase while a gate before it is open."""
    yield from skipped_gates(context).values()


@rule(Severity.ERROR)
def gate_approver(context: RuleContext) -> Iterator[Diagnostic]:
    """A gate that nobody decides, or the one whose phase it closes."""
    for gate, told in context.told("missing-field", Gate, "approver"):
        yield context.finding("gate-approver", gate, variant="missing", instead_of=told)
    for gate in context.all(Gate):
        phase = context.portal.find(gate.phase, Phase, gate.project_id)
        approver = context.portal.find(gate.approver, Person, gate.project_id)
        if phase and approver and context.portal.find(phase.owner, Person, gate.project_id) is approver:
            label = context.label(phase, "owner", text=message("rules.gate-approver.label"))
            yield context.finding(
                "gate-approver", gate, "approver", variant="own", labels=(label,), person=approver.id, phase=phase.id
            )


@rule(Severity.WARNING, RuleKind.CLOCK)
def gate_condition_overdue(context: RuleContext) -> Iterator[Diagnostic]:
    """A conditional pass whose conditions should have been met."""
    for gate in context.all(Gate):
        due = gate.conditions_due
        if gate.decision == "conditional" and due and due < context.as_of and in_open_project(context.portal, gate):
            yield context.finding("gate-condition-overdue", gate, "conditions_due", due=due.isoformat())


def skipped_gates(context: RuleContext) -> Mapping[Ref, Diagnostic]:
    """What `gate-skipped` says, by gate; `submitted-before-gate` says it more specially."""
    return context.once("skipped gates", lambda: dict(_skipped(context)))


def _skipped(context: RuleContext) -> Iterator[tuple[Ref, Diagnostic]]:
    for project in context.portal.projects.values():
        gates = [gate for gate in project.all(Gate).values() if gate.decision in ("pending", "failed")]
        if not gates:
            continue
        begun = _begun(context, project)
        for gate in gates:
            closes = context.portal.find(gate.phase, Phase, project.id)
            later = _later(context, project, closes) if closes else set()
            tasks = [task for phase, task in begun.items() if phase in later]
            if closes and tasks:
                first = min(tasks, key=lambda task: (task.actual_start is None, task.actual_start, task.id))
                label = context.label(first, text=message("rules.gate-skipped.label"))
                place = ("decision",) if gate.given("decision") else ()
                yield (
                    gate.key,
                    context.finding("gate-skipped", gate, *place, labels=(label,), task=first.id, phase=closes.id),
                )


def _begun(context: RuleContext, project: Project) -> dict[str, Task]:
    """By phase, those around it too: its task that was begun first."""
    found: dict[str, Task] = {}
    for task in project.all(Task).values():
        if task.phase is None or not (task.status in BEGUN or task.status == "done"):
            continue
        phase = context.portal.find(task.phase, Phase, project.id)
        seen: set[str] = set()
        while phase and phase.id not in seen:
            seen.add(phase.id)
            known = found.get(phase.id)
            if known is None or (task.actual_start and known.actual_start and task.actual_start < known.actual_start):
                found[phase.id] = task
            phase = context.portal.find(phase.parent, Phase, project.id)
    return found


def _later(context: RuleContext, project: Project, phase: Phase) -> set[str]:
    """The phases that wait for it, directly or not, and those beside it that are planned to start after it."""
    waiting, reached = [phase.id], set[str]()
    links = context.once(("phase links", project.id), lambda: _phase_links(context, project))
    while waiting:
        fresh = links.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting += fresh
    for other in project.all(Phase).values():
        beside = other.parent == phase.parent and not other.parallel
        if beside and phase.due and other.start and other.start > phase.due:
            reached.add(other.id)
    return reached - {phase.id}


def _phase_links(context: RuleContext, project: Project) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for tie in ties(context, project, project.all(Phase).values()):
        both = isinstance(tie.first, Phase) and isinstance(tie.then, Phase)
        if both and tie.first.project_id == tie.then.project_id == project.id:
            found.setdefault(tie.first.id, set()).add(tie.then.id)
    return found
