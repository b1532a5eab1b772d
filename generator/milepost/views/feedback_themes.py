"""Feedback themes: their Pareto, their rows with actions and effect, and what was done about what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from milepost.analysis.calendars import calendar_of
from milepost.analysis.effect import effect
from milepost.analysis.feedback_counts import in_window
from milepost.analysis.releases import is_out
from milepost.charts.pareto import ParetoItem, ParetoWords, pareto
from milepost.model.parts import Expectation
from milepost.model.portal import Project
from milepost.model.records.feedback import FeedbackItem
from milepost.model.records.metric import Metric
from milepost.model.records.release import Release
from milepost.model.records.task import Task
from milepost.model.records.theme import Theme
from milepost.model.reference import Ref
from milepost.rules.expected_effects import effect_window
from milepost.rules.release_history import out_on
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Details, Status, details
from milepost.views.metric_facts import MetricFacts, metric_facts
from milepost.views.metric_values import with_unit
from milepost.views.record_states import record_status

Items = Mapping[Ref, Sequence[FeedbackItem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A task that answers a theme, and the release that brings it."""

    link: Anchor
    status: Status | None
    release: Anchor | None
    release_status: Status | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What the theme's metric was before its newest release came out, and since: seen together, not proved."""

    link: Anchor
    before: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """A theme; `agrees` is None where no count is declared, `effect` without a release or values on both sides."""

    theme: Theme
    link: Anchor
    summary: str
    severity: int | None
    status: Status
    counted: int
    in_window: int
    declared: int | None
    window: str
    agrees: bool | None
    tasks: tuple[TaskLine, ...]
    metric: MetricFacts | None
    effect: Effect | None
    decline_reason: str
    record: Details


def theme_rows(context: ViewContext, project: Project, items: Items) -> tuple[ThemeRow, ...]:
    """One row each, the most named first."""
    rows = [_row(context, project, theme, items.get(theme.key, ())) for theme in project.all(Theme).values()]
    return tuple(sorted(rows, key=lambda row: -row.counted))


def theme_pareto(context: ViewContext, rows: Sequence[ThemeRow]) -> Markup:
    """The themes by counted items; empty without any."""
    words = ParetoWords(
        name=context.labels.type("themes"),
        share=context.t("feedback.pareto.share"),
        value=context.t("feedback.pareto.value"),
        running=context.t("feedback.pareto.running"),
    )
    return pareto(
        tuple(
            ParetoItem(
                name=row.link.text,
                value=row.counted,
                value_text=str(row.counted),
                href=row.link.href,
                note=row.status.word,
            )
            for row in rows
        ),
        words=words,
    )


def pareto_finding(context: ViewContext, rows: Sequence[ThemeRow]) -> str:
    """The chart's title: how few themes make up four fifths of what was said."""
    total = sum(row.counted for row in rows)
    running, number = 0, 0
    for row in rows:
        if running >= 0.8 * total:
            break
        running, number = running + row.counted, number + 1
    named = sum(row.counted > 0 for row in rows)
    return context.t(
        "feedback.pareto.finding", number=number, count=named, first=rows[0].link.text, items=rows[0].counted
    )


def answered(rows: Sequence[ThemeRow]) -> tuple[ThemeRow, ...]:
    """Themes about which something was decided: tasks, or the reason why not."""
    return tuple(row for row in rows if row.tasks or row.decline_reason)


def _row(context: ViewContext, project: Project, theme: Theme, items: Sequence[FeedbackItem]) -> ThemeRow:
    counted = in_window(items, theme.window, context.as_of, calendar_of(context.portal, project))
    metric = context.portal.find(theme.metric, Metric, theme.project_id)
    return ThemeRow(
        theme=theme,
        link=context.link(theme),
        summary=context.text(theme.summary),
        severity=theme.severity,
        status=record_status(theme, context),
        counted=len(items),
        in_window=counted,
        declared=theme.count,
        window=_window(context, theme),
        agrees=None if theme.count is None else theme.count == counted,
        tasks=tuple(_task(context, theme, ref) for ref in theme.actions),
        metric=metric_facts(context, metric) if metric else None,
        effect=_effect(context, theme, metric) if metric else None,
        decline_reason=context.text(theme.decline_reason),
        record=details(theme, context),
    )


def _effect(context: ViewContext, theme: Theme, metric: Metric) -> Effect | None:
    found = (context.portal.find(ref, Task, theme.project_id) for ref in theme.actions)
    releases = (context.portal.find(task.release, Release, task.project_id) for task in found if task)
    days = [day for one in releases if one and is_out(one) and (day := out_on(one))]
    if not days:
        return None
    series = context.analysis.series.get(metric.key)
    seen = effect(Expectation(), metric, series, max(days), as_of=context.as_of, window=effect_window(context.portal))
    if seen.before is None or seen.since is None:
        return None
    before, since = (with_unit(context, metric, value) for value in (seen.before, seen.since))
    return Effect(link=context.link(metric), before=before, since=since)


def _window(context: ViewContext, theme: Theme) -> str:
    if theme.window is None:
        return context.t("feedback.window.all")
    return context.t("ui.elapsed-days" if theme.window.elapsed else "ui.working-days", count=theme.window.days)


def _task(context: ViewContext, theme: Theme, ref: Ref) -> TaskLine:
    task = context.portal.find(ref, Task, theme.project_id)
    release = context.portal.find(task.release, Release, task.project_id) if task else None
    return TaskLine(
        link=context.link_to(ref, ("tasks",), theme.project_id),
        status=record_status(task, context) if task else None,
        release=context.link(release) if release else None,
        release_status=record_status(release, context, "channel") if release else None,
    )
