"""Today's state against what a git ref held, and two refs against each other."""

from milepost.analysis.analysis import Analysis
from milepost.analysis.plan_diff.plan_diff import PlanDiff, plan_diff


def since(analysis: Analysis, ref: str) -> PlanDiff | None:
    """What is different since a tag, branch or commit; None where this clone does not know it. Findings are left out.

    Both states are looked at on today's as-of day, so that what is different is what was changed.
    """
    return analysis.once(("since", ref), lambda: _diff(analysis.state_at(ref), analysis))


def between(analysis: Analysis, one: str, other: str) -> PlanDiff | None:
    """What is different between two refs, looked at in the same way."""
    return analysis.once(("since", one, other), lambda: _diff(analysis.state_at(one), analysis.state_at(other)))


def _diff(before: Analysis | None, after: Analysis | None) -> PlanDiff | None:
    return plan_diff(before, after, ((), ())) if before is not None and after is not None else None
