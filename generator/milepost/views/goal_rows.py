"""Goals as rows: where the metric stands, the value to reach, progress against time, pace."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from milepost.analysis.progress import goal_progress
from milepost.charts.bars import progress_bar
from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Status
from milepost.views.goal_facts import FILLS, pace_of
from milepost.views.metric_values import aim, number, unit, with_unit

_LONG_UNIT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """A goal's row."""

    what: Anchor
    current: str
    unit: str
    """Below the number, where it would take the title's room beside it."""
    target: str
    share: str
    elapsed: str
    bar: Markup
    pace: Status
    due: str


def goal_rows(context: ViewContext, goals: Iterable[Goal]) -> tuple[GoalRow, ...]:
    """The rows, in the order given."""
    return tuple(_row(context, goal) for goal in goals)


def _row(context: ViewContext, goal: Goal) -> GoalRow:
    formats = context.formats
    metric = context.portal.find(goal.metric, Metric, goal.project_id)
    progress = goal_progress(goal, context.analysis.series.get(metric.key) if metric else None, context.as_of)
    pace = pace_of(context, goal, progress)
    label = context.t(
        "home.progress-label", progress=formats.percent(progress.share), elapsed=formats.percent(progress.elapsed)
    )
    return GoalRow(
        what=context.link(goal),
        current=_current(context, metric, progress.current),
        unit=unit(context, metric) if metric and _long(context, metric) else "",
        target=_target(context, goal, metric),
        share=formats.percent(progress.share),
        elapsed=formats.percent(progress.elapsed) if progress.elapsed is not None else "",
        bar=progress_bar(progress.share, elapsed=progress.elapsed, fill=FILLS.get(pace.state, "fill"), label=label),
        pace=pace,
        due=formats.iso(goal.due),
    )


def _long(context: ViewContext, metric: Metric) -> bool:
    return len(unit(context, metric)) > _LONG_UNIT


def _current(context: ViewContext, metric: Metric | None, value: float | None) -> str:
    if metric is None:
        return context.formats.number(value, 2)
    return (number if _long(context, metric) else with_unit)(context, metric, value)


def _target(context: ViewContext, goal: Goal, metric: Metric | None) -> str:
    if goal.target is None:
        return "–"
    if metric is None:
        return context.formats.plain(goal.target)
    if _long(context, metric):
        return number(context, metric, goal.target)
    sign = {"increase": "≥ ", "decrease": "≤ "}.get(goal.direction or "", "")
    return f"{sign}{with_unit(context, metric, goal.target)}" if sign else aim(context, metric, goal.target)
