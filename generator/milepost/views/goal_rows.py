"""Goals as rows: where the metric stands, the value to reach, progress against time, pace."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from milepost.analysis.attention import BEHIND_PACE
from milepost.analysis.progress import GoalProgress, goal_progress
from milepost.charts.bars import Pace, progress_bar
from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric
from milepost.model.states import CLOSED
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Status
from milepost.views.metric_values import aim, with_unit
from milepost.views.record_states import record_status


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """A goal's row."""

    what: Anchor
    current: str
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
    behind = progress.behind or 0.0
    fill: Pace = "fill-w" if behind > 0.005 else "fill"
    if behind > BEHIND_PACE:
        fill = "fill-b"
    label = context.t(
        "home.progress-label", progress=formats.percent(progress.share), elapsed=formats.percent(progress.elapsed)
    )
    return GoalRow(
        what=context.link(goal),
        current=with_unit(context, metric, progress.current) if metric else formats.number(progress.current, 2),
        target=_target(context, goal, metric),
        share=formats.percent(progress.share),
        elapsed=formats.percent(progress.elapsed) if progress.elapsed is not None else "",
        bar=progress_bar(progress.share, elapsed=progress.elapsed, fill=fill, label=label),
        pace=pace(context, goal, progress),
        due=formats.iso(goal.due),
    )


def pace(context: ViewContext, goal: Goal, progress: GoalProgress) -> Status:
    """On pace or how many points behind; the goal's own state once it is over, no data when it cannot be said."""
    behind = progress.behind
    if goal.status in CLOSED["goals"]:
        return record_status(goal, context)
    if behind is None:
        return Status(state="none", word=context.t("overview.no-data"))
    points = round(behind * 100)
    if points <= 0:
        return Status(state="good", word=context.t("overview.on-pace"))
    return Status(state="bad" if behind > BEHIND_PACE else "warn", word=context.t("overview.behind", count=points))


def _target(context: ViewContext, goal: Goal, metric: Metric | None) -> str:
    if goal.target is None:
        return "–"
    if metric is None:
        return context.formats.plain(goal.target)
    sign = {"increase": "≥ ", "decrease": "≤ "}.get(goal.direction or "", "")
    return f"{sign}{with_unit(context, metric, goal.target)}" if sign else aim(context, metric, goal.target)
