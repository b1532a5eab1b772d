"""The days that were promised for milestones, commit by commit."""

from functools import partial
from itertools import pairwise
from typing import cast

from milepost.analysis.calendars import calendar_of
from milepost.analysis.trends.point import TrendPoint
from milepost.analysis.trends.trends import ProjectTrend
from milepost.model.portal import Project
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.views.context import ViewContext
from milepost.views.plurals import counted
from milepost.views.tables import Cell, Column, Row, Table, day_cell, day_text, link_cell
from milepost.views.trend_arrows import SPAN
from milepost.views.trend_chart import Colour, Line, TrendFigure, Words, trend_figure

_DRAWN = 5
"""Milestones in one chart: as many as there are colours."""


def milestone_figure(context: ViewContext, project: Project, trend: ProjectTrend) -> TrendFigure | None:
    """The next open milestones that were promised on more than one day; a line that rises is a promise that slips."""
    dates = trend.points[-1].milestones
    told = [name for name in _in_time(trend) if sum(name in one.milestones for one in trend.points) > 1]
    moved = [name for name in told if _moves(name, trend)]
    lines = [
        Line(
            name=_title(context, project, name),
            legend=_title(context, project, name),
            value=partial(_promised, name),
            said=partial(_said, context, name),
            colour=cast("Colour", number),
        )
        for number, name in enumerate(told[:_DRAWN], start=1)
    ]
    if not lines:
        return None
    finding = counted(context, "trends.milestones-moved", len(moved), known=len(told)) if moved else ""
    words = Words(
        finding=finding or counted(context, "trends.milestones-kept", len(told)),
        sub=context.t("trends.milestones-chart-sub", count=len(lines), total=len(dates)),
        label=context.t("trends.milestones"),
    )
    return trend_figure(context, trend.points, lines, words, dates=True)


def milestone_table(context: ViewContext, project: Project, trend: ProjectTrend) -> Table | None:
    """Each open milestone: what was promised first, four weeks ago, and now."""
    t, calendar = context.t, calendar_of(context.portal, project)
    rows = []
    for name in _in_time(trend):
        now = trend.points[-1].milestones[name]
        told = [(one.day, one.milestones[name]) for one in trend.points if name in one.milestones]
        said_on = day_text(told[0][0], context)
        month_ago = [promised for day, promised in told if day <= context.as_of - SPAN]
        days = calendar.working_days_later(told[0][1], now)
        rows.append(
            Row(
                head=link_cell(context.link(context.portal.get(Ref(project.id, Task.collection, name)))),
                cells=(
                    day_cell(told[0][1], context, sub=t("trends.said-on", day=said_on)),
                    day_cell(month_ago[-1] if month_ago else None, context),
                    day_cell(now, context),
                    Cell(text=context.formats.signed(days) if days else "0"),
                ),
            )
        )
    if not rows or len(trend.points) < 2:
        return None
    names = ("first-said", "month-ago", "now", "slip-days")
    columns = (Column(label=t("trends.milestone")), *(Column(label=t(f"trends.{name}"), number=True) for name in names))
    return Table(label=t("trends.milestones"), columns=columns, rows=tuple(rows))


def _in_time(trend: ProjectTrend) -> list[str]:
    """The open milestones by the days that are promised today."""
    return [name for name, _ in sorted(trend.points[-1].milestones.items(), key=lambda pair: (pair[1], pair[0]))]


def _moves(name: str, trend: ProjectTrend) -> bool:
    days = [one.milestones[name] for one in trend.points if name in one.milestones]
    return any(before != after for before, after in pairwise(days))


def _title(context: ViewContext, project: Project, name: str) -> str:
    task = context.portal.get(Ref(project.id, Task.collection, name))
    return context.title(task) if task else name


def _promised(name: str, point: TrendPoint) -> float | None:
    day = point.milestones.get(name)
    return float(day.toordinal()) if day else None


def _said(context: ViewContext, name: str, point: TrendPoint) -> str:
    return day_text(point.milestones.get(name), context)
