"""What a component in hand-written Markdown shows: a heading that leads to its page, a chart or a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from milepost.analysis.components import Component
from milepost.analysis.risk import band_of, current_score, is_open, threats
from milepost.analysis.vitals import milestones
from milepost.charts.legend import legend
from milepost.model.portal import Project
from milepost.model.records.goal import Goal
from milepost.model.reference import Ref
from milepost.views.addresses import HOME, page_of, project_page
from milepost.views.answer import health_reason, health_status
from milepost.views.context import Anchor, ViewContext
from milepost.views.embedded_table import record_table
from milepost.views.goal_rows import GoalRow, goal_rows
from milepost.views.metric_facts import metric_facts
from milepost.views.metric_figure import metric_figure
from milepost.views.milestone_rows import milestone_rows
from milepost.views.plan import finding, gantt_legend
from milepost.views.plan_facts import plan_facts
from milepost.views.plan_gantt import gantt_of
from milepost.views.portfolio import portfolio_roadmap
from milepost.views.risk_register import matrix_chart, register_columns, register_row, risk_marks
from milepost.views.tables import Cell, Column, Row, Table

_NOTHING = Markup()


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A component ready to show.

    Attributes:
        title: its heading; leads to the page where everything is.
        sub: the finding, or how much there is.
        empty: what is said instead, where there is nothing.
        goals: goals, which have a table of their own.
    """

    title: Anchor
    sub: str = ""
    chart: Markup = _NOTHING
    legend: Markup = _NOTHING
    key: Markup = _NOTHING
    table: Table | None = None
    goals: tuple[GoalRow, ...] = ()
    empty: str = ""


def embedded(context: ViewContext, component: Component) -> Embedded:
    """The component for the page and language of `context`."""
    return _KINDS[component.name](context, component)


def _gantt(context: ViewContext, component: Component) -> Embedded:
    project, phase = component.project, component.phase
    assert project is not None
    facts = plan_facts(context, project)
    only = next((one for one in facts.all_phases() if one.phase is phase), None) if phase else None
    chart = gantt_of(context, project, facts, only).chart
    name = context.title(project.record)
    title = (
        context.t("components.gantt-phase", project=name, phase=context.title(phase))
        if phase
        else context.t("components.gantt", project=name)
    )
    return Embedded(
        title=Anchor(text=title, href=context.href(project_page(project.id, "plan/#gantt"))),
        sub="" if phase else finding(context, project, facts.plan),
        chart=chart,
        legend=gantt_legend(context) if chart else Markup(),
        empty="" if chart else context.t("components.no-dates"),
    )


def _metric(context: ViewContext, component: Component) -> Embedded:
    metric = component.metric
    assert metric is not None
    figure = metric_figure(context, metric)
    return Embedded(
        title=context.link(metric),
        sub=metric_facts(context, metric).finding if figure.chart else "",
        chart=figure.chart,
        legend=figure.legend,
        key=figure.key,
        empty="" if figure.chart else context.t("components.no-data"),
    )


def _risks(context: ViewContext, component: Component) -> Embedded:
    settings, t = context.portal.settings.risk_matrix, context.t
    risks = [
        risk
        for project in _projects(context, component)
        for risk in threats(project)
        if is_open(risk) and component.band in ("", band_of(current_score(risk), settings.bands))
    ]
    title = t("components.risks")
    if component.band:
        title = t("components.risks-band", band=t(f"risks.bands.{component.band}"))
    chart = matrix_chart(risk_marks(risks, context), context) if component.matrix else Markup()
    swatches = [("inherent", t("risks.legend-inherent")), ("residual", t("risks.legend-residual"))]
    rows = tuple(
        register_row(risk, context, number=number if component.matrix else None, money=False)
        for number, risk in enumerate(risks, 1)
    )
    return Embedded(
        title=Anchor(text=title, href=context.href(_page(component, "risks/"))),
        chart=chart,
        legend=legend(swatches) if chart else Markup(),
        table=Table(label=title, columns=register_columns(context, money=False), rows=rows) if rows else None,
        empty="" if rows else t("components.none"),
    )


def _goals(context: ViewContext, component: Component) -> Embedded:
    project = component.project
    assert project is not None
    rows = goal_rows(context, project.all(Goal).values())
    return Embedded(
        title=Anchor(
            text=context.t("components.goals", project=context.title(project.record)),
            href=context.href(project_page(project.id, "goals/")),
        ),
        goals=rows,
        empty="" if rows else context.t("components.none"),
    )


def _milestones(context: ViewContext, component: Component) -> Embedded:
    project = component.project
    assert project is not None
    plan, field = context.analysis.statused[project.id], context.labels.field
    rows = milestone_rows(context, milestones(project, plan), plan)
    title = context.t("components.milestones", project=context.title(project.record))
    table = Table(
        label=title,
        columns=(
            Column(label=field("tasks", "milestone")),
            Column(label=field("tasks", "due"), number=True),
            Column(label=context.t("plan.finish"), number=True),
            Column(label=field("tasks", "status"), bare=True),
        ),
        rows=tuple(
            Row(head=Cell(links=(one.what,)), cells=(Cell(text=one.due), Cell(text=one.day), Cell(status=one.status)))
            for one in rows
        ),
    )
    return Embedded(
        title=Anchor(text=title, href=context.href(project_page(project.id, "plan/#gantt"))),
        table=table if rows else None,
        empty="" if rows else context.t("components.none"),
    )


def _roadmap(context: ViewContext, component: Component) -> Embedded:
    projects = [one for one in _projects(context, component) if one.record.status != "closed"]
    chart, key = portfolio_roadmap(context, projects)
    return Embedded(
        title=Anchor(text=context.t("components.roadmap"), href=context.href(f"{HOME}#roadmap")),
        chart=chart,
        legend=key,
        empty="" if chart else context.t("components.no-dates"),
    )


def _health(context: ViewContext, component: Component) -> Embedded:
    rows = []
    for project in _projects(context, component):
        health = context.analysis.health[project.id]
        status, why = health_status(context, health), health_reason(context, health, project)
        rows.append(Row(head=Cell(links=(context.link(project.record),)), cells=(Cell(status=status), Cell(text=why))))
    title = context.t("components.health")
    table = Table(
        label=title,
        columns=(
            Column(label=context.labels.type("project")),
            Column(label=context.labels.field("project", "status"), bare=True),
            Column(label=context.t("components.health-why"), full=True, bare=True),
        ),
        rows=tuple(rows),
    )
    return Embedded(
        title=Anchor(text=title, href=context.href(_page(component, ""))),
        table=table if rows else None,
        empty="" if rows else context.t("components.none"),
    )


def _table(context: ViewContext, component: Component) -> Embedded:
    title, found = record_table(context, component, _projects(context, component))
    return Embedded(
        title=Anchor(text=title, href=context.href(_page_of_table(component))),
        sub=found.sub,
        table=found.table if found.table.rows else None,
        empty="" if found.table.rows else context.t("components.none"),
    )


def _projects(context: ViewContext, component: Component) -> list[Project]:
    return [component.project] if component.project else list(context.portal.projects.values())


def _page(component: Component, tail: str) -> str:
    return project_page(component.project.id, tail) if component.project else tail


def _page_of_table(component: Component) -> str:
    """The page with all records of the collection; across projects there is one for some of them."""
    if component.project and component.collection != "people":
        return page_of(Ref(component.project.id, component.collection, ""))
    across = ("tasks", "risks", "decisions", "requirements")
    return f"{component.collection}/" if component.collection in across else HOME


_KINDS: Mapping[str, Callable[[ViewContext, Component], Embedded]] = {
    "gantt": _gantt,
    "goals": _goals,
    "health": _health,
    "metric": _metric,
    "milestones": _milestones,
    "risks": _risks,
    "roadmap": _roadmap,
    "table": _table,
}
