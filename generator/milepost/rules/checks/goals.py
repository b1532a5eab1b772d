"""Goals that nobody could tell were reached: the SMART letters, each decided from the data."""

from collections.abc import Iterator

from milepost.analysis.smart import (
    HALF_A_YEAR,
    SERVING,
    SHORTEST_TITLE,
    changes_nothing,
    contradicts,
    specific,
    time_bound,
)
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.records.goal import Goal
from milepost.model.records.project import ProjectRecord
from milepost.model.text import Translations
from milepost.rules.context import RuleContext
from milepost.rules.goal_units import out_of_range, percentages
from milepost.rules.goal_values import metric_of
from milepost.rules.record_state import in_open_project, is_open
from milepost.rules.rule import rule

_ABANDONED = frozenset({"cancelled", "dropped"})


@rule(Severity.ERROR)
def goal_not_measurable(context: RuleContext) -> Iterator[Diagnostic]:
    """Without metric, baseline or target, with one that is no number, or with a target that is reached already."""
    for field in ("metric", "baseline", "target"):
        for goal, told in context.told("missing-field", Goal, field):
            yield context.finding("goal-not-measurable", goal, variant="missing", instead_of=told, field=field)
    for field in ("baseline", "target"):
        for goal, told in context.told("invalid-value", Goal, field):
            value = goal.invalid.get(field, "")
            yield context.finding(
                "goal-not-measurable", goal, variant="number", instead_of=told, field=field, value=value
            )
    for goal in context.all(Goal):
        if goal.direction and changes_nothing(goal):
            labels = (context.label(goal, "baseline", text=message("rules.goal-not-measurable.label")),)
            yield context.finding(
                "goal-not-measurable", goal, "target", variant="no-change", labels=labels, value=f"{goal.target:g}"
            )


@rule(Severity.ERROR)
def goal_direction_contradicts_target(context: RuleContext) -> Iterator[Diagnostic]:
    """A goal to increase whose target lies below its baseline, or to decrease above it.

    Silent where one of the values cannot be the metric's: that is the mistake.
    """
    for goal in context.all(Goal):
        if contradicts(goal) and not _unfit(context, goal):
            labels = (
                context.label(goal, "baseline", text=message("rules.goal-direction-contradicts-target.baseline")),
                context.label(goal, "direction", text=message("rules.goal-direction-contradicts-target.direction")),
            )
            yield context.finding(
                "goal-direction-contradicts-target",
                goal,
                "target",
                variant=goal.direction or "",
                labels=labels,
                target=f"{goal.target:g}",
                baseline=f"{goal.baseline:g}",
            )


@rule(Severity.WARNING, thresholds={"characters": SHORTEST_TITLE})
def goal_not_specific(context: RuleContext) -> Iterator[Diagnostic]:
    """A title that is too short, or says no more than "better"; of several languages the first that does."""
    shortest = context.threshold("goal-not-specific", "characters")
    for goal in context.all(Goal):
        titles = goal.title.items() if isinstance(goal.title, Translations) else (("", goal.title or ""),)
        for language, title in titles:
            verdict = specific(title, shortest)
            if title and not verdict.holds:
                path = ("title", language) if language else ("title",)
                yield context.finding(
                    "goal-not-specific", goal, *path, variant=verdict.reason, title=title, **verdict.facts
                )
                break


@rule(Severity.ERROR)
def goal_not_time_bound(context: RuleContext) -> Iterator[Diagnostic]:
    """Without a start or a due date; dates that do not exist or come in the wrong order have rules of their own."""
    for field in ("start", "due"):
        for goal, told in context.told("missing-field", Goal, field):
            yield context.finding("goal-not-time-bound", goal, instead_of=told, field=field)


@rule(Severity.ERROR, thresholds={"days": HALF_A_YEAR})
def goal_horizon_mismatch(context: RuleContext) -> Iterator[Diagnostic]:
    """A short goal of more than half a year, a long one of less."""
    limit = context.threshold("goal-horizon-mismatch", "days")
    for goal in context.all(Goal):
        verdict = time_bound(goal, limit)
        if verdict.reason in ("too-long", "too-brief"):
            labels = tuple(
                context.label(goal, field, text=message(f"rules.goal-horizon-mismatch.{field}"))
                for field in ("start", "due")
            )
            yield context.finding(
                "goal-horizon-mismatch", goal, "horizon", variant=verdict.reason, labels=labels, **verdict.facts
            )


@rule(Severity.ERROR)
def goal_not_aligned(context: RuleContext) -> Iterator[Diagnostic]:
    """A goal that names no higher one and is no top goal."""
    for goal, told in context.told("missing-field", Goal, "aligns_to"):
        yield context.finding("goal-not-aligned", goal, instead_of=told)


@rule(Severity.WARNING, thresholds={"change": 1})
def goal_not_achievable(context: RuleContext) -> Iterator[Diagnostic]:
    """No word on why it can be reached, least of all of a change by more than the metric's own size."""
    limit = context.threshold("goal-not-achievable", "change")
    for goal, told in context.told("missing-field", Goal, "feasibility"):
        change = None
        if goal.baseline and goal.target is not None:
            change = abs(goal.target - goal.baseline) / abs(goal.baseline)
        large = change is not None and change > limit + 1e-9
        yield context.finding(
            "goal-not-achievable",
            goal,
            variant="large" if large else "",
            instead_of=told,
            percent=round((change or 0) * 100),
        )


@rule(Severity.WARNING)
def goal_without_work(context: RuleContext) -> Iterator[Diagnostic]:
    """A goal that is pursued and that no task, requirement or lower goal names."""
    for goal in context.all(Goal):
        if goal.status == "draft" or not is_open(goal) or not in_open_project(context.portal, goal):
            continue
        serving = (
            context.portal.get(link.source)
            for link in context.back_links.get(goal.key, ())
            if link.source.collection in SERVING and link.source != goal.key
        )
        if not any(one is not None and getattr(one, "status", "") not in _ABANDONED for one in serving):
            yield context.finding("goal-without-work", goal)


@rule(Severity.INFO)
def goal_horizon_gap(context: RuleContext) -> Iterator[Diagnostic]:
    """A project with only long or only short goals."""
    for project in context.portal.projects.values():
        goals = [goal for goal in project.all(Goal).values() if goal.status != "dropped"]
        horizons = {goal.horizon for goal in goals}
        if len(horizons) == 1 and None not in horizons and _is_active(project.record):
            only = goals[0].horizon or ""
            place = context.at(goals[0], "horizon")
            yield context.finding("goal-horizon-gap", project.record, location=place, variant=only, count=len(goals))


def _unfit(context: RuleContext, goal: Goal) -> bool:
    metric = metric_of(context, goal)
    return metric is not None and bool(percentages(context, goal, metric) or out_of_range(goal, metric))


def _is_active(project: ProjectRecord) -> bool:
    return project.status not in ("closed", "proposed")
