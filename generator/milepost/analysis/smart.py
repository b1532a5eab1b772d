"""The SMART checklist of a goal, each letter decided from the data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from milepost.analysis.series import MetricSeries
from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric

Letter = Literal["specific", "measurable", "achievable", "relevant", "time-bound"]
LETTERS: tuple[Letter, ...] = ("specific", "measurable", "achievable", "relevant", "time-bound")
HALF_A_YEAR = 183
SHORTEST_TITLE = 8
_VAGUE = re.compile(r"提升|优化|加强|改善|improve|optimi[sz]e|strengthen|enhance", re.IGNORECASE)
_NUMBER = re.compile(r"\d")


SERVING = ("tasks", "requirements", "goals")
"""The types of records that a goal is reached by, where they name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A letter: whether it holds, and why: a key of the reason's text with its facts."""

    letter: Letter
    holds: bool
    reason: str
    facts: dict[str, Any] = field(default_factory=dict)


def smart(  # noqa: PLR0913 - all that a goal is judged by
    goal: Goal, title: str, metric: Metric | None, series: MetricSeries | None, *, aligned: bool, work: Sequence[str]
) -> tuple[Verdict, ...]:
    """The five verdicts. `aligned`: its higher goal exists or none is needed; `work` names what serves it."""
    return (
        specific(title),
        _measurable(goal, metric, series),
        Verdict(
            letter="achievable", holds=bool(goal.feasibility), reason="feasible" if goal.feasibility else "no-reason"
        ),
        _relevant(aligned=aligned, work=work),
        time_bound(goal),
    )


def specific(title: str, shortest: float = SHORTEST_TITLE) -> Verdict:
    """A number, or at least `shortest` characters without one of the words that say no more than "better"."""
    number = _NUMBER.search(title)
    if number:
        return Verdict(letter="specific", holds=True, reason="with-number")
    if len("".join(title.split())) < shortest:
        return Verdict(letter="specific", holds=False, reason="short", facts={"count": round(shortest)})
    vague = _VAGUE.search(title)
    if vague:
        return Verdict(letter="specific", holds=False, reason="vague", facts={"word": vague[0]})
    return Verdict(letter="specific", holds=True, reason="clear")


def _measurable(goal: Goal, metric: Metric | None, series: MetricSeries | None) -> Verdict:
    reason = "observed"
    if goal.metric is None:
        reason = "no-metric"
    elif metric is None:
        reason = "unknown-metric"
    elif goal.target is None or goal.baseline is None:
        reason = "no-values"
    elif changes_nothing(goal):
        reason = "no-change"
    elif contradicts(goal):
        reason = "contradiction"
    elif series is None or not series.known():
        reason = "no-observation"
    return Verdict(letter="measurable", holds=reason == "observed", reason=reason)


def changes_nothing(goal: Goal) -> bool:
    """Whether the target is where the metric stood already, though the goal is not to keep it there."""
    return goal.target is not None and goal.target == goal.baseline and goal.direction != "maintain"


def contradicts(goal: Goal) -> bool:
    """Whether the target lies on the wrong side of the baseline."""
    if goal.target is None or goal.baseline is None:
        return False
    change = goal.target - goal.baseline
    return (goal.direction == "increase" and change < 0) or (goal.direction == "decrease" and change > 0)


def _relevant(*, aligned: bool, work: Sequence[str]) -> Verdict:
    if not aligned:
        return Verdict(letter="relevant", holds=False, reason="unaligned")
    if not work:
        return Verdict(letter="relevant", holds=False, reason="no-work")
    return Verdict(letter="relevant", holds=True, reason="aligned", facts={"count": len(work)})


def time_bound(goal: Goal, limit: float = HALF_A_YEAR) -> Verdict:
    """Both dates, in order, and no longer (shorter) apart than a short (long) goal is: `limit` calendar days."""
    if goal.start is None or goal.due is None:
        return Verdict(letter="time-bound", holds=False, reason="no-dates")
    days = (goal.due - goal.start).days + 1
    if days < 1:
        return Verdict(letter="time-bound", holds=False, reason="backwards")
    if goal.horizon == "short" and days > limit:
        return Verdict(letter="time-bound", holds=False, reason="too-long", facts={"days": days, "limit": round(limit)})
    if goal.horizon == "long" and days < limit:
        return Verdict(
            letter="time-bound", holds=False, reason="too-brief", facts={"days": days, "limit": round(limit)}
        )
    return Verdict(letter="time-bound", holds=True, reason="dated", facts={"days": days})
