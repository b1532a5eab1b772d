"""Today's state against what a git ref held, and two refs against each other."""

from milepost.analysis.analysis import Analysis, analyse
from milepost.analysis.plan_diff.plan_diff import PlanDiff, plan_diff
from milepost.events.results import NO_EVENTS
from milepost.history.history import History


def since(analysis: Analysis, ref: str) -> PlanDiff | None:
    """What is different since a tag, branch or commit; None where this clone does not know it. Findings are left out.

    Both states are looked at on today's as-of day, so that what is different is what was changed.
    """
    return analysis.once(("since", ref), lambda: _diff(_state(analysis, ref), analysis))


def between(analysis: Analysis, one: str, other: str) -> PlanDiff | None:
    """What is different between two refs, looked at in the same way."""
    return analysis.once(("since", one, other), lambda: _diff(_state(analysis, one), _state(analysis, other)))


def _diff(before: Analysis | None, after: Analysis | None) -> PlanDiff | None:
    return plan_diff(before, after, ((), ())) if before is not None and after is not None else None


def _state(analysis: Analysis, ref: str) -> Analysis | None:
    return analysis.once(("state", ref), lambda: _analysed(analysis, ref))


def _analysed(analysis: Analysis, ref: str) -> Analysis | None:
    then = analysis.earlier_states(ref)
    if then is None:
        return None
    loaded = then.snapshot.loaded
    return analyse(
        loaded.portal,
        analysis.as_of,
        plans=then.plans,
        back_links=loaded.references.back_links,
        tables={},
        events=NO_EVENTS,
        history=History(),
        baselines={},
        earlier_states=analysis.earlier_states,
    )
