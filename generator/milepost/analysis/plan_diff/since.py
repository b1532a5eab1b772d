"""Today's state against what a git ref held."""

from milepost.analysis.analysis import Analysis, analyse
from milepost.analysis.plan_diff.plan_diff import PlanDiff, plan_diff
from milepost.history.history import History


def since(analysis: Analysis, ref: str) -> PlanDiff | None:
    """What is different since a tag, branch or commit; None where this clone does not know it. Findings are left out.

    Both states are looked at on today's as-of day, so that what is different is what was changed.
    """
    return analysis.once(("since", ref), lambda: _since(analysis, ref))


def _since(analysis: Analysis, ref: str) -> PlanDiff | None:
    then = analysis.earlier_states(ref)
    if then is None:
        return None
    loaded = then.snapshot.loaded
    before = analyse(
        loaded.portal,
        analysis.as_of,
        plans=then.plans,
        back_links=loaded.references.back_links,
        tables={},
        history=History(),
        baselines={},
        earlier_states=analysis.earlier_states,
    )
    return plan_diff(before, analysis, ((), ()))
