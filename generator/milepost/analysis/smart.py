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
        _specific(title),
        _measurable(goal, metric, series),
        Verdict(
            letter="achievable", holds=bool(goal.feasibility), reason="feasible" if goal.feasibility else "no-reason"
        ),
        _relevant(aligned=aligned, work=work),
        _time_bound(goal),
    )


def _specific(title: str) -> Verdict:
    number = _NUMBER.search(title)
    if number:
        return Verdict(letter="specific", holds=True, reason="with-number")
    if len("".join(title.split())) < SHORTEST_TITLE:
        return Verdict(letter="specific", holds=False, reason="short", facts={"count": SHORTEST_TITLE})
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
    elif goal.target == goal.baseline and goal.direction != "maintain":
        reason = "no-change"
    elif _contradicts(goal.baseline, goal.target, goal.direction):
        reason = "contradiction"
    elif series is None or not series.known():
        reason = "no-observation"
    return Verdict(letter="measurable", holds=reason == "observed", reason=reason)


def _contradicts(baseline: float, target: float, direction: str | None) -> bool:
    return (direction == "increase" and target < baseline) or (direction == "decrease" and target > baseline)


def _relevant(*, aligned: bool, work: Sequence[str]) -> Verdict:
    if not aligned:
        return Verdict(letter="relevant", holds=False, reason="unaligned")
    if not work:
        return Verdict(letter="relevant", holds=False, reason="no-work")
    return Verdict(letter="relevant", holds=True, reason="aligned", facts={"count": len(work)})


def _time_bound(goal: Goal) -> Verdict:
    if goal.start is None or goal.due is None:
        return Verdict(letter="time-bound", holds=False, reason="no-dates")
    days = (goal.due - goal.start).days + 1
    if days < 1:
        return Verdict(letter="time-bound", holds=False, reason="backwards")
    if goal.horizon == "short" and days > HALF_A_YEAR:
        return Verdict(letter="time-bound", holds=False, reason="too-long", facts={"days": days, "limit": HALF_A_YEAR})
    if goal.horizon == "long" and days < HALF_A_YEAR:
        return Verdict(letter="time-bound", holds=False, reason="too-brief", facts={"days": days, "limit": HALF_A_YEAR})
    return Verdict(letter="time-bound", holds=True, reason="dated", facts={"days": days})
