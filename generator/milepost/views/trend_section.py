"""A page's part on the past: its figures over time, or why there are none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from milepost.analysis.trends.trends import MOST_POINTS, ProjectTrend
from milepost.model.portal import Project
from milepost.views.burn_down import burn_down_figures
from milepost.views.context import ViewContext
from milepost.views.milestone_trend import milestone_figure, milestone_table
from milepost.views.plurals import counted
from milepost.views.tables import Table, day_text
from milepost.views.trend_chart import TrendFigure
from milepost.views.trend_figures import (
    FlowFacts,
    budget_figure,
    burn_up_figure,
    exposure_figure,
    flow_facts,
    flow_figure,
    slip_figure,
)

_NAMED = 4
"""Days with gaps that are named."""

_FIGURES: Mapping[str, Callable[[ViewContext, Project, ProjectTrend], TrendFigure | None]] = {
    "slip": slip_figure,
    "milestones": milestone_figure,
    "burn-up": burn_up_figure,
    "flow": flow_figure,
    "exposure": exposure_figure,
    "budget": budget_figure,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendSection:
    """A page's part on the past: figures, and why there are none, or gaps in them."""

    note: str
    figures: tuple[TrendFigure, ...] = ()
    milestones: Table | None = None
    flow: FlowFacts | None = None
    iterations: tuple[TrendFigure, ...] = ()
    definition: str = ""


def trend_section(context: ViewContext, project: Project, *names: str) -> TrendSection:
    """The figures of these names: `slip`, `milestones`, `burn-up`, `flow`, `iterations`, `exposure`, `budget`."""
    trend, note = trend_of(context, project), trend_note(context, project)
    if trend is None:
        return TrendSection(note=note)
    figures = (_FIGURES[name](context, project, trend) for name in names if name in _FIGURES)
    return TrendSection(
        note=note,
        figures=tuple(one for one in figures if one),
        milestones=milestone_table(context, project, trend) if "milestones" in names else None,
        flow=flow_facts(context, project, trend) if "flow" in names else None,
        iterations=burn_down_figures(context, project, trend) if "iterations" in names else (),
        definition=context.t("trends.definition", count=MOST_POINTS),
    )


def trend_note(context: ViewContext, project: Project) -> str:
    """Why figures over time are missing; empty where they are not."""
    history = context.analysis.history
    if history.lacks:
        return context.t(f"trends.{history.lacks}")
    trend = trend_of(context, project)
    if trend is None or len({one.day for one in trend.points}) < 2:
        return context.t("trends.too-young")
    broken = [one for one in trend.points if not one.known]
    if broken:
        days = context.formats.join([day_text(one.day, context) for one in broken[:_NAMED]])
        return counted(context, "trends.gaps", len(broken), days=days, file=broken[-1].unreadable[0])
    return ""


def trend_of(context: ViewContext, project: Project) -> ProjectTrend | None:
    """A project's history; None where it cannot be told."""
    found = context.analysis.trends
    return found.get(project.id) if found else None
