"""The SMART checklist of a goal in words: each letter with its reason, and the findings of the rules about it."""

from dataclasses import dataclass

from milepost.analysis.smart import LETTERS, Letter, Verdict, smart
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.model.records.goal import Goal
from milepost.views.attention import rule_anchor
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import State, Status
from milepost.views.goal_facts import GoalFacts
from milepost.views.goal_service import work_for
from milepost.views.goal_tree import goal_above

RULES: dict[Letter, tuple[str, ...]] = {
    "specific": ("goal-not-specific",),
    "measurable": (
        "goal-not-measurable",
        "goal-direction-contradicts-target",
        "goal-unit-mismatch",
        "goal-ratio-out-of-range",
        "goal-without-observation",
    ),
    "achievable": ("goal-not-achievable",),
    "relevant": ("goal-not-aligned", "goal-without-work"),
    "time-bound": ("goal-not-time-bound", "goal-horizon-mismatch"),
}
"""The rules whose findings unset a letter's tick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A letter of the checklist; `rule` is the one that objects."""

    name: str
    status: Status
    reason: str
    rule: Anchor | None


def checklist(context: ViewContext, facts: GoalFacts) -> tuple[Check, ...]:
    """The five letters in their order."""
    goal = facts.goal
    above = goal_above(context.portal, goal)
    verdicts = smart(
        goal,
        context.text(goal.title),
        facts.metric,
        facts.series,
        aligned=above is not None or (goal.top and not goal.parent and not goal.aligns_to),
        work=work_for(context, goal),
    )
    return tuple(
        _check(context, facts, verdict) for verdict in sorted(verdicts, key=lambda one: LETTERS.index(one.letter))
    )


def _check(context: ViewContext, facts: GoalFacts, verdict: Verdict) -> Check:
    name = context.t(f"goals.smart.{verdict.letter}")
    objection = _objection(context, facts.goal, verdict.letter)
    if objection:
        state: State = "bad" if objection.severity is Severity.ERROR else "warn"
        rule = rule_anchor(context, objection.rule)
        return Check(name=name, status=_said(context, state), reason=context.message(objection.message), rule=rule)
    state = "good" if verdict.holds else "warn"
    return Check(name=name, status=_said(context, state), reason=_reason(context, facts, verdict), rule=None)


def _said(context: ViewContext, state: State) -> Status:
    return Status(state=state, word=context.t("goals.smart.yes" if state == "good" else "goals.smart.no"))


def _objection(context: ViewContext, goal: Goal, letter: Letter) -> Diagnostic | None:
    """The worst finding of the letter's rules about this goal."""
    about = [one for one in context.diagnostics if one.record == str(goal.key) and one.rule in RULES[letter]]
    return min(about, key=lambda one: one.severity.rank, default=None)


def _reason(context: ViewContext, facts: GoalFacts, verdict: Verdict) -> str:
    goal = facts.goal
    if verdict.reason == "feasible":
        return context.text(goal.feasibility)
    above = goal_above(context.portal, goal)
    if verdict.reason == "aligned" and above is None:
        return context.t("goals.reason.top", **verdict.facts)
    return context.t(
        f"goals.reason.{verdict.reason}",
        metric=facts.metric_link.text,
        baseline=facts.baseline,
        target=facts.aim,
        above=context.title(above) if above else "",
        start=context.formats.iso(goal.start),
        due=context.formats.iso(goal.due),
        **verdict.facts,
    )
