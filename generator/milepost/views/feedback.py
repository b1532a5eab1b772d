"""The feedback page of a project: themes as a Pareto, their course, scores, what was done, every item."""

from dataclasses import dataclass

from markupsafe import Markup

from milepost.analysis.feedback_counts import by_theme, course
from milepost.charts.line import metric_chart
from milepost.charts.line_model import MetricChart, Point
from milepost.model.portal import Project
from milepost.model.records.feedback import Feedback, FeedbackItem
from milepost.views.chart_words import axis_words
from milepost.views.context import ViewContext
from milepost.views.feedback_answer import batches_of, feedback_answer
from milepost.views.feedback_batches import Batch, Survey, batch, surveys
from milepost.views.feedback_themes import ThemeRow, answered, pareto_finding, theme_pareto, theme_rows
from milepost.views.frame import Head, head


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Items received over time: the chart, what it shows, and the numbers behind it."""

    chart: Markup
    finding: str
    sub: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; `loose` counts the items that name no known theme."""

    head: Head
    rows: tuple[ThemeRow, ...]
    pareto: Markup
    pareto_finding: str
    loose: int
    course: Course | None
    surveys: tuple[Survey, ...]
    answered: tuple[ThemeRow, ...]
    batches: tuple[Batch, ...]
    file: str


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    items = batches_of(context, project)
    everything = [item for several in items.values() for item in several]
    themes = by_theme(context.portal, project, everything)
    rows = theme_rows(context, project, themes)
    pareto = theme_pareto(context, rows)
    named = {id(item) for several in themes.values() for item in several}
    batches = sorted(project.all(Feedback).values(), key=lambda one: str(one.collected_on or ""), reverse=True)
    return View(
        head=head(context, context.t("ui.page.feedback"), project, feedback_answer(context, project, items)),
        rows=rows,
        pareto=pareto,
        pareto_finding=pareto_finding(context, rows) if pareto else "",
        loose=sum(id(item) not in named for item in everything),
        course=_course(context, everything),
        surveys=surveys(context, project),
        answered=answered(rows),
        batches=tuple(batch(context, one, items[one.key]) for one in batches),
        file=f"content/projects/{project.id}/voice.yml",
    )


def _course(context: ViewContext, items: list[FeedbackItem]) -> Course | None:
    found = course(items)
    if found is None or len(found.counts) < 2:
        return None
    unit = "week" if found.every == 7 else "month"
    top = max(found.counts, key=lambda one: one.items)
    label = context.t(f"feedback.course.{unit}")
    return Course(
        chart=metric_chart(
            MetricChart(
                points=tuple(Point(day=one.start, value=one.items) for one in found.counts),
                label=label,
                axis=axis_words(context),
                every=found.every,
                hold=(0.0,),
                height=300,
            )
        ),
        finding=context.t(f"feedback.course.finding-{unit}", items=top.items, day=context.formats.sentence(top.start)),
        sub=label,
        rows=tuple((context.formats.iso(one.start), one.items) for one in found.counts),
    )
