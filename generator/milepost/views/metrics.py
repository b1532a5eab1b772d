"""The metrics page of a project: a summary of all, then each with its chart, definition, data and record."""

from dataclasses import dataclass

from milepost.events.installed import events_readable
from milepost.model.portal import Project
from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric
from milepost.views.cohort_figure import CohortFigure, cohort_figure
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Details, Head, details, head
from milepost.views.funnel_figure import FunnelFigure, funnel_figure
from milepost.views.metric_answer import metrics_answer
from milepost.views.metric_facts import MetricFacts, metric_facts
from milepost.views.metric_figure import Figure, metric_figure
from milepost.views.metric_table import DataTable, data_table
from milepost.views.metric_values import aim

_TALL, _LOW = 300, 190
"""Heights in px of the charts of metrics that somebody watches, and of the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Where values were looked for in vain: a file and what is to be written into it."""

    say: str
    file: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """A goal that a metric measures."""

    link: Anchor
    aim: str
    due: str
    drawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One metric in full."""

    facts: MetricFacts
    figure: Figure
    missing: Missing | None
    definition: str
    source: str
    rhythm: str
    parts: tuple[Anchor, ...]
    goals: tuple[GoalLine, ...]
    table: DataTable | None
    cohorts: CohortFigure | None
    funnel: FunnelFigure | None
    record: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; `portal_wide` are the portal's own metrics, which stand on its home page."""

    head: Head
    sections: tuple[Section, ...]
    portal_wide: tuple[Anchor, ...]
    file: str


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    metrics = tuple(project.all(Metric).values())
    sections = tuple(_section(context, metric) for metric in metrics)
    answer = metrics_answer(context, project, tuple(section.facts for section in sections))
    return View(
        head=head(context, context.t("ui.page.metrics"), project, answer),
        sections=sections,
        portal_wide=tuple(context.link(metric) for metric in context.portal.all(Metric).values()),
        file=f"content/projects/{project.id}/metrics.yml",
    )


def _section(context: ViewContext, metric: Metric) -> Section:
    goals = _goals(context, metric)
    drawn = _drawn(goals, context)
    watched = metric.role or metric.target is not None or goals
    figure = metric_figure(context, metric, drawn, height=_TALL if watched else _LOW)
    cadence = context.labels.value("metrics", "cadence", metric.cadence) if metric.cadence else ""
    aggregation = context.labels.value("metrics", "aggregation", metric.aggregation) if metric.aggregation else ""
    return Section(
        facts=metric_facts(context, metric),
        figure=figure,
        missing=None if figure.chart else missing_data(context, metric),
        definition=context.text(metric.formula),
        source=context.text(metric.source),
        rhythm=context.formats.join([part for part in (cadence, aggregation) if part]),
        parts=tuple(
            context.link_to(ref, ("metrics",), metric.project_id)
            for ref in (metric.numerator, metric.denominator)
            if ref
        ),
        goals=tuple(
            GoalLine(
                link=context.link(goal),
                aim=aim(context, metric, goal.target),
                due=context.formats.iso(goal.due),
                drawn=goal is drawn and goal.baseline != goal.target,
            )
            for goal in goals
        ),
        table=data_table(context, metric),
        cohorts=cohort_figure(context, metric),
        funnel=funnel_figure(context, metric),
        record=details(metric, context),
    )


def _goals(context: ViewContext, metric: Metric) -> list[Goal]:
    found = [
        context.portal.get(link.source)
        for link in context.analysis.back_links.get(metric.key, ())
        if link.field == "metric"
    ]
    return [goal for goal in found if isinstance(goal, Goal)]


def _drawn(goals: list[Goal], context: ViewContext) -> Goal | None:
    """The goal whose pace is drawn: of those that are pursued the one due next, else the one due last."""
    dated = sorted(
        (goal for goal in goals if goal.due and goal.target is not None and goal.status != "dropped"), key=_due
    )
    ahead = [goal for goal in dated if goal.due and goal.due >= context.as_of]
    return ahead[0] if ahead else dated[-1] if dated else None


def _due(goal: Goal) -> str:
    return f"{goal.due} {goal.key}"


def missing_data(context: ViewContext, metric: Metric) -> Missing:
    """What was looked for: the file and column, the files of events, the parts of a ratio, or a series at all."""
    place = f"content/projects/{metric.project_id}/" if metric.project_id else "content/"
    series = metric.series
    if series and series.file:
        path, column = f"{place}{series.file}", series.column or metric.id
        first = {"week": "2026-W41", "month": "2026-09"}.get(metric.cadence or "day", "2026-10-13")
        return Missing(
            say=context.t("metrics.missing.column", file=path, column=column),
            file=path,
            example=f"date,{column}\n{first},42",
        )
    if series and series.events:
        path = f"{place}{series.events}"
        example = "user_id,event,timestamp\nu1,open,2026-10-13T09:30:00+08:00"
        why = "events" if events_readable() else "events-extra"
        return Missing(say=context.t(f"metrics.missing.{why}", file=path), file=path, example=example)
    own = context.source(metric).path
    if metric.numerator and metric.denominator:
        return Missing(
            say=context.t(
                "metrics.missing.parts", numerator=str(metric.numerator), denominator=str(metric.denominator)
            ),
            file=own,
            example=_series_example(metric.numerator.id),
        )
    return Missing(say=context.t("metrics.missing.series"), file=own, example=_series_example(metric.id))


def _series_example(metric_id: str) -> str:
    column = metric_id.replace("-", "_")
    return f"metrics:\n  {metric_id}:\n    series: {{file: metrics/daily.csv, column: {column}}}"
