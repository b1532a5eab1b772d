"""What the metrics of goals read: their newest values, without the years before them."""

from collections.abc import Iterable, Mapping
from datetime import date

from milepost.analysis.progress import GoalProgress, goal_progress
from milepost.analysis.series import MetricSeries, all_series
from milepost.loading.tables import Row, Table
from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric
from milepost.model.reference import Ref
from milepost.rules.context import RuleContext
from milepost.rules.metric_columns import metric_data


def metric_of(context: RuleContext, goal: Goal) -> Metric | None:
    """The metric that measures a goal."""
    return context.portal.find(goal.metric, Metric, goal.project_id)


def present_progress(context: RuleContext) -> Mapping[Ref, GoalProgress]:
    """Every goal that is pursued or decided against its metric today, worked out once."""

    def make() -> Mapping[Ref, GoalProgress]:
        goals = [goal for goal in context.all(Goal) if goal.status not in ("draft", "dropped")]
        return progress_by_goal(context, goals, context.as_of)

    return context.once("goal-progress", make)


def progress_by_goal(context: RuleContext, goals: list[Goal], as_of: date) -> Mapping[Ref, GoalProgress]:
    """Each goal against its metric on a day; goals whose metric names no file that was read are left out."""
    found = _progress(context, goals, as_of, recent=True)
    quiet = [goal for goal in goals if goal.key in found and found[goal.key].current is None]
    return {**found, **_progress(context, quiet, as_of, recent=False)} if quiet else found


def _progress(context: RuleContext, goals: list[Goal], as_of: date, *, recent: bool) -> dict[Ref, GoalProgress]:
    metrics = [metric for goal in goals if (metric := metric_of(context, goal))]
    series = series_of(context, metrics, as_of if recent else None)
    found = {}
    for goal in goals:
        metric = metric_of(context, goal)
        if metric and metric.key in series:
            found[goal.key] = goal_progress(goal, series[metric.key], as_of)
    return found


def is_recorded(context: RuleContext, metric: Metric) -> bool:
    """Whether a file that was read holds a column for the metric, of a ratio for both of its parts."""
    columns, parts = metric_data(context).columns, metric_data(context).parts(metric)
    return metric.key in columns or bool(parts and parts[0].key in columns and parts[1].key in columns)


def series_of(context: RuleContext, metrics: Iterable[Metric], until: date | None) -> Mapping[Ref, MetricSeries]:
    """The values of metrics that name files that were read; with `until` only those from shortly before that day on."""
    rows: dict[str, tuple[Row, ...]] = {}
    tables: dict[Ref, Table] = {}
    for metric in metrics:
        parts = [context.portal.find(ref, Metric, metric.project_id) for ref in (metric.numerator, metric.denominator)]
        for one in (metric, *parts):
            if one is None or one.key in tables:
                continue
            files = metric_data(context).files(one)
            for file in files:
                if file.path not in rows:
                    rows[file.path] = file.rows(until)
            if files:
                paths = tuple(file.path for file in files)
                tables[one.key] = Table(paths=paths, rows=tuple(row for path in paths for row in rows[path]))
    return all_series(context.portal, tables)
