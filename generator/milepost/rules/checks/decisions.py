"""Decisions without reasons, without successors, or that nobody holds against what happened."""

from collections.abc import Iterator, Mapping

from milepost.analysis.graph import cycles_of
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.records.decision import Decision
from milepost.model.reference import Ref
from milepost.rules.context import RuleContext
from milepost.rules.record_state import in_open_project
from milepost.rules.rule import RuleKind, rule
from milepost.rules.unused import all_read, is_meant_elsewhere

Supersedes = Mapping[Ref, Mapping[Ref, int]]
"""By decision: those that it replaces, with their place in its list."""


@rule(Severity.ERROR)
def decision_without_basis(context: RuleContext) -> Iterator[Diagnostic]:
    """A decision that names no record that supports it."""
    for decision, told in context.told("missing-field", Decision, "based_on"):
        yield context.finding("decision-without-basis", decision, instead_of=told)


@rule(Severity.ERROR)
def decision_chain(context: RuleContext) -> Iterator[Diagnostic]:
    """Decisions that were superseded by nothing, or that replace each other in a circle."""
    supersedes = {decision.key: dict(_superseded(context, decision)) for decision in context.all(Decision)}
    yield from _loops(context, supersedes)
    replaced = {
        earlier
        for key, several in supersedes.items()
        if _decision(context, key).status != "rejected"
        for earlier in several
    }
    for decision in context.all(Decision):
        if decision.status != "superseded" or decision.key in replaced:
            continue
        if all_read(context, decision) and not is_meant_elsewhere(context, decision):
            yield context.finding("decision-chain", decision, "status")


@rule(Severity.WARNING, RuleKind.CLOCK)
def decision_review_due(context: RuleContext) -> Iterator[Diagnostic]:
    """A decision that is in force and should have been looked at again."""
    for decision in context.all(Decision):
        day = decision.review_on
        if decision.status == "accepted" and day and day <= context.as_of and in_open_project(context.portal, decision):
            yield context.finding("decision-review-due", decision, "review_on", due=day.isoformat())


def _superseded(context: RuleContext, decision: Decision) -> Iterator[tuple[Ref, int]]:
    for index, ref in enumerate(decision.supersedes):
        earlier = context.portal.find(ref, Decision, decision.project_id)
        if earlier:
            yield earlier.key, index


def _loops(context: RuleContext, supersedes: Supersedes) -> Iterator[Diagnostic]:
    for cycle in cycles_of(supersedes):
        shown = [key.id if key.project == cycle[0].project else str(key) for key in (*cycle, cycle[0])]
        steps = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        labels = tuple(
            context.label(
                _decision(context, later),
                "supersedes",
                supersedes[later][earlier],
                text=message("rules.decision-chain.label", from_=shown[number], to=shown[number + 1]),
            )
            for number, (later, earlier) in enumerate(steps)
        )
        later, earlier = steps[0]
        yield context.finding(
            "decision-chain",
            _decision(context, later),
            "supersedes",
            supersedes[later][earlier],
            variant="self" if len(cycle) == 1 else "loop",
            labels=labels if len(cycle) > 1 else (),
            cycle=" → ".join(shown),
        )


def _decision(context: RuleContext, key: Ref) -> Decision:
    decision = context.portal.get(key)
    assert isinstance(decision, Decision)
    return decision
