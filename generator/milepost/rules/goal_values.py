"""What the metrics of goals read: their newest values, without the years before them."""

from collections.abc import Iterable, Mapping
from datetime import date

from milepost.analysis.progress import GoalProgress, goal_progress
from milepost.analysis.series import MetricSeries, all_series
from milepost.loading.csv_file import rows_of
from milepost.loading.recent_rows import recent_rows
from milepost.loading.tables import Row, Table, files_matching
from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric
from milepost.model.reference import Ref
from milepost.rules.context import RuleContext


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


def files_of(context: RuleContext, metric: Metric) -> tuple[str, ...]:
    """The files that a metric, or both parts of a ratio, name and that were read; none if one of them names none."""
    if metric.series is None and metric.numerator and metric.denominator:
        parts = [context.portal.find(ref, Metric, metric.project_id) for ref in (metric.numerator, metric.denominator)]
        files = [_files(context, part) if part else () for part in parts]
        return (*files[0], *files[1]) if all(files) else ()
    return _files(context, metric)


def _files(context: RuleContext, metric: Metric) -> tuple[str, ...]:
    pattern = metric.series.file if metric.series else None
    return files_matching(metric.project_id, pattern, context.loaded.sources) if pattern else ()


def series_of(context: RuleContext, metrics: Iterable[Metric], until: date | None) -> Mapping[Ref, MetricSeries]:
    """The values of metrics that name files that were read; with `until` only those from shortly before that day on."""
    rows: dict[str, tuple[Row, ...]] = {}
    tables: dict[Ref, Table] = {}
    for metric in metrics:
        parts = [context.portal.find(ref, Metric, metric.project_id) for ref in (metric.numerator, metric.denominator)]
        for one in (metric, *parts):
            if one is None or one.key in tables:
                continue
            paths = _files(context, one)
            for path in paths:
                if path not in rows:
                    source = context.loaded.sources[path]
                    rows[path] = recent_rows(source, until) if until else tuple(rows_of(source.lines))
            if paths:
                tables[one.key] = Table(paths=paths, rows=tuple(row for path in paths for row in rows[path]))
    return all_series(context.portal, tables)
