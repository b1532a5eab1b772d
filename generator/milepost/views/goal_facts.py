"""What is said of one goal wherever it stands: its metric's value, the way to the target, the state of its pace."""

from dataclasses import dataclass

from markupsafe import Markup

from milepost.analysis.attention import BEHIND_PACE
from milepost.analysis.progress import GoalProgress, goal_progress
from milepost.analysis.series import MetricSeries
from milepost.charts.bars import Pace, progress_bar
from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric
from milepost.rules.levels import threshold
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Status
from milepost.views.metric_values import aim, with_unit
from milepost.views.record_states import record_status

FILLS: dict[str, Pace] = {"warn": "fill-w", "bad": "fill-b"}
_OVER = ("achieved", "missed", "dropped", "draft")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFacts:
    """A goal's line; `shares` reads `71% / 86%`: progress against the time that has passed."""

    goal: Goal
    metric: Metric | None
    series: MetricSeries | None
    progress: GoalProgress
    link: Anchor
    metric_link: Anchor
    horizon: str
    current: str
    on: str
    baseline: str
    aim: str
    bar: Markup
    shares: str
    pace: Status
    status: Status


def metric_of(context: ViewContext, goal: Goal) -> Metric | None:
    """The metric that measures a goal, in its project or the portal."""
    return context.portal.find(goal.metric, Metric, goal.project_id)


def goal_facts(context: ViewContext, goal: Goal) -> GoalFacts:
    """Everything from the goal and its metric's series at the portal's as-of day."""
    formats = context.formats
    metric = metric_of(context, goal)
    series = context.analysis.series.get(metric.key) if metric else None
    progress = goal_progress(goal, series, context.as_of)
    pace = pace_of(context, goal, progress)
    shares = f"{formats.percent(progress.share)} / {formats.percent(progress.elapsed)}"
    return GoalFacts(
        goal=goal,
        metric=metric,
        series=series,
        progress=progress,
        link=context.link(goal),
        metric_link=context.link_to(goal.metric, ("metrics",), goal.project_id),
        horizon=context.labels.value("goals", "horizon", goal.horizon) if goal.horizon else "–",
        current=with_unit(context, metric, progress.current) if metric else "–",
        on=formats.short(progress.current_on),
        baseline=with_unit(context, metric, goal.baseline) if metric else _bare(context, goal.baseline),
        aim=_aim(context, goal, metric),
        bar=progress_bar(
            progress.share,
            elapsed=progress.elapsed,
            fill=FILLS.get(pace.state, "fill"),
            label=context.t("goals.bar-label", title=context.title(goal), shares=shares),
        ),
        shares=shares,
        pace=pace,
        status=record_status(goal, context),
    )


def _bare(context: ViewContext, value: float | None) -> str:
    return "–" if value is None else context.formats.plain(value)


def _aim(context: ViewContext, goal: Goal, metric: Metric | None) -> str:
    if metric is None:
        return _bare(context, goal.target)
    return aim(context, metric.model_copy(update={"direction": goal.direction or metric.direction}), goal.target)


def pace_of(context: ViewContext, goal: Goal, progress: GoalProgress) -> Status:
    """What was decided counts; else progress against time: amber when further behind than the rule allows."""
    if goal.status in _OVER:
        return record_status(goal, context)
    if progress.share is None:
        return Status(state="none", word=context.t("goals.pace.unknown"))
    if progress.share >= 1:
        return Status(
            state="good", word=context.t("goals.pace.kept" if goal.direction == "maintain" else "goals.pace.reached")
        )
    if goal.due and goal.due < context.as_of:
        return Status(state="bad", word=context.t("goals.pace.overdue", day=context.formats.short(goal.due)))
    limit = threshold(context.portal.settings, "goal-behind-pace", "points", BEHIND_PACE * 100) / 100
    behind = progress.behind
    if behind is not None and behind > limit + 1e-9:
        return Status(state="warn", word=context.t("goals.pace.behind", count=round(behind * 100)))
    if goal.status == "at_risk":
        late = round((behind or 0) * 100)
        word = context.t("goals.pace.behind", count=late) if late > 0 else context.t("goals.pace.at-risk")
        return Status(state="warn", word=word)
    return Status(state="good", word=context.t("goals.pace.on"))
