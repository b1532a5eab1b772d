"""Goals against their metrics: values of the wrong kind, parts that do not add up, pace, outcome."""

from collections.abc import Iterator
from datetime import date, timedelta

from milepost.analysis.smart import contradicts
from milepost.diagnostics.diagnostic import Diagnostic, Edit, Fix, Severity
from milepost.i18n.message import message
from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric
from milepost.model.reference import Ref
from milepost.rules.context import RuleContext
from milepost.rules.goal_units import bounds, out_of_range, percentages, typed_value
from milepost.rules.goal_values import is_recorded, metric_of, present_progress, progress_by_goal
from milepost.rules.record_state import in_open_project
from milepost.rules.rule import RuleKind, rule

_PURSUED = ("active", "at_risk")
_WHOLES = (1, 100)
_TOLERANCE = 0.005


@rule(Severity.ERROR)
def goal_unit_mismatch(context: RuleContext) -> Iterator[Diagnostic]:
    """A percentage where the metric is no ratio."""
    for goal, metric in _measured(context):
        for field in percentages(context, goal, metric):
            labels = (context.label(metric, "kind", text=message("rules.goal-unit-mismatch.label")),)
            yield context.finding(
                "goal-unit-mismatch",
                goal,
                field,
                labels=labels,
                field=field,
                value=typed_value(context, goal, field),
                metric=metric.id,
            )


@rule(Severity.ERROR)
def goal_ratio_out_of_range(context: RuleContext) -> Iterator[Diagnostic]:
    """A value of a ratio outside of 0 to 1, or of the metric's own `domain`."""
    for goal, metric in _measured(context):
        low, high = bounds(metric)
        for field in out_of_range(goal, metric):
            value, typed = getattr(goal, field), typed_value(context, goal, field)
            meant = None if typed.endswith("%") or not low <= value / 100 <= high else f"{typed}%"
            location = context.at(goal, field)
            yield context.finding(
                "goal-ratio-out-of-range",
                goal,
                field,
                fix=Fix(edits=(Edit(location=location, replacement=meant),)) if meant else None,
                help_=message("diagnostics.write", text=meant) if meant else None,
                field=field,
                value=typed,
                metric=metric.id,
                low=f"{low:g}",
                high=f"{high:g}",
            )


@rule(Severity.ERROR)
def goal_weights(context: RuleContext) -> Iterator[Diagnostic]:
    """Parts of a goal whose weights do not add up, or of which some have none; silent where parts could not be read."""
    if context.loaded.unread or any(ref.collection == "goals" for ref in context.portal.broken):
        return
    parts: dict[Ref, list[Goal]] = {}
    for goal in context.all(Goal):
        parent = context.portal.locate(goal.parent, ("goals",), goal.project_id) if goal.parent else None
        if parent and goal.status != "dropped":
            parts.setdefault(parent, []).append(goal)
    for key, several in parts.items():
        whole = context.portal.get(key)
        weighted = [goal for goal in several if goal.weight is not None]
        if not isinstance(whole, Goal) or not weighted or any("weight" in goal.invalid for goal in several):
            continue
        without = [goal for goal in several if goal.weight is None]
        if without:
            label = context.label(weighted[0], "weight", text=message("rules.goal-weights.weighted"))
            for goal in without:
                yield context.finding("goal-weights", goal, variant="none", labels=(label,), whole=whole.id)
            continue
        total = sum(goal.weight or 0 for goal in several)
        if not any(abs(total - wanted) <= _TOLERANCE * wanted for wanted in _WHOLES):
            labels = tuple(
                context.label(goal, "weight", text=message("rules.goal-weights.part", id=goal.id)) for goal in several
            )
            yield context.finding("goal-weights", whole, labels=labels, total=f"{total:g}")


@rule(Severity.WARNING)
def goal_without_observation(context: RuleContext) -> Iterator[Diagnostic]:
    """A goal that is pursued or decided and whose metric's file holds no value yet.

    Silent where no file that was read holds a column for it: that is said elsewhere.
    """
    for key, found in present_progress(context).items():
        goal = context.portal.get(key)
        metric = metric_of(context, goal) if isinstance(goal, Goal) else None
        if found.current is None and isinstance(goal, Goal) and metric and is_recorded(context, metric):
            text = message("rules.goal-without-observation.label")
            labels = (context.label(metric, "series", text=text),) if metric.series else ()
            yield context.finding("goal-without-observation", goal, "metric", labels=labels, metric=metric.id)


@rule(Severity.WARNING, RuleKind.CLOCK)
def goal_overdue(context: RuleContext) -> Iterator[Diagnostic]:
    """A goal whose day is over and of which nobody said whether it was achieved."""
    for goal in context.all(Goal):
        if goal.status in _PURSUED and goal.due and goal.due < context.as_of and in_open_project(context.portal, goal):
            yield context.finding("goal-overdue", goal, "due", due=goal.due.isoformat())


@rule(Severity.ERROR)
def goal_achieved_but_missed(context: RuleContext) -> Iterator[Diagnostic]:
    """`achieved`, though the metric was short of the target at the end of the goal's time, or is now if that lasts."""
    achieved: dict[date, list[Goal]] = {}
    for goal in context.all(Goal):
        if goal.status == "achieved" and goal.due and goal.direction != "maintain" and not contradicts(goal):
            day = min(goal.due + timedelta(days=1), context.as_of)
            achieved.setdefault(day, []).append(goal)
    for day, goals in achieved.items():
        found = progress_by_goal(context, goals, day)
        for goal in goals:
            reached = found.get(goal.key)
            if reached and reached.share is not None and reached.share < 1 and reached.current_on:
                labels = (context.label(goal, "target", text=message("rules.goal-achieved-but-missed.label")),)
                yield context.finding(
                    "goal-achieved-but-missed",
                    goal,
                    "status",
                    labels=labels,
                    value=f"{reached.current:.4g}",
                    target=f"{goal.target:g}",
                    on=reached.current_on.isoformat(),
                )


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"points": 20})
def goal_behind_pace(context: RuleContext) -> Iterator[Diagnostic]:
    """Progress that lags behind the time that has passed; once that is over `goal-overdue` speaks."""
    points = context.threshold("goal-behind-pace", "points")
    for key, found in present_progress(context).items():
        goal = context.portal.get(key)
        if not isinstance(goal, Goal) or found.behind is None or found.behind * 100 <= points + 1e-9:
            continue
        current = goal.status in _PURSUED and goal.due and goal.due >= context.as_of
        if current and not contradicts(goal) and in_open_project(context.portal, goal):
            yield context.finding(
                "goal-behind-pace",
                goal,
                "target",
                progress=round((found.share or 0) * 100),
                elapsed=round((found.elapsed or 0) * 100),
            )


def _measured(context: RuleContext) -> Iterator[tuple[Goal, Metric]]:
    for goal in context.all(Goal):
        metric = metric_of(context, goal)
        if metric:
            yield goal, metric
