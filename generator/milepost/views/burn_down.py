"""What was left to do in an iteration, day by day, beside an even pace."""

from dataclasses import replace
from datetime import date, timedelta

from milepost.analysis.calendars import calendar_of
from milepost.analysis.trends.point import Load, TrendPoint
from milepost.analysis.trends.trends import ProjectTrend
from milepost.charts.curve import Series
from milepost.charts.line_model import Point
from milepost.model.portal import Project
from milepost.model.records.iteration import Iteration
from milepost.views.context import ViewContext
from milepost.views.plurals import counted
from milepost.views.trend_chart import Line, TrendFigure, Words, trend_figure

_DAY = timedelta(days=1)


def burn_down_figures(context: ViewContext, project: Project, trend: ProjectTrend) -> tuple[TrendFigure, ...]:
    """One for each iteration with two days of history, the newest first."""
    dated = [one for one in project.all(Iteration).values() if one.start and one.due and one.start <= context.as_of]
    newest = sorted(dated, key=lambda one: (str(one.start), one.id), reverse=True)
    figures = (_figure(context, project, trend, one) for one in newest)
    return tuple(one for one in figures if one)


def _figure(context: ViewContext, project: Project, trend: ProjectTrend, iteration: Iteration) -> TrendFigure | None:
    start, due, name = iteration.start, iteration.due, iteration.id
    assert start
    assert due
    points = _within(trend.points, name, start, due)
    known = [one.iterations[name] for one in points if name in one.iterations]
    if not known or not known[0].tasks:
        return None
    t = context.t
    line = Line[TrendPoint](
        name=t("trends.left"),
        legend=t("trends.left-legend"),
        value=lambda one: one.iterations[name].left if name in one.iterations else None,
        said=lambda one: str(one.iterations[name].left) if name in one.iterations else "",
        colour=1,
        area=True,
    )
    pace = Series(
        points=(Point(day=start, value=known[0].left), Point(day=due, value=0.0)), text="", colour=5, dash="ds"
    )
    words = Words(
        finding=_finding(context, project, iteration, known),
        sub=t("trends.burn-down-sub"),
        label=t("trends.burn-down", title=context.title(iteration)),
    )
    return trend_figure(context, points, [line], words, beside=((pace, t("trends.pace-legend")),))


def _within(points: tuple[TrendPoint, ...], name: str, start: date, due: date) -> list[TrendPoint]:
    """The states from the start, that of the evening before it first, to the end."""
    before = [one for one in points if one.day < start and name in one.iterations]
    inside = [one for one in points if start <= one.day <= due]
    return [*(replace(one, day=start) for one in before[-1:] if not inside or inside[0].day > start), *inside]


def _finding(context: ViewContext, project: Project, iteration: Iteration, known: list[Load]) -> str:
    left, tasks = known[-1].left, known[-1].tasks
    facts = {"title": context.title(iteration), "tasks": tasks}
    if not left:
        return context.t("trends.burn-down-done", **facts)
    assert iteration.start
    assert iteration.due
    if iteration.due < context.as_of:
        return counted(context, "trends.burn-down-over", left, **facts)
    days = calendar_of(context.portal, project).working_days_between
    gone, all_ = days(iteration.start, context.as_of - _DAY), days(iteration.start, iteration.due)
    even = round(known[0].left * (1 - gone / all_)) if all_ else 0
    key = "behind" if left > even else "ahead" if left < even else "even"
    return counted(context, f"trends.burn-down-{key}", left, **facts, by=abs(left - even))
