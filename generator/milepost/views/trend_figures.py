"""What became of a project from day to day: promised dates, scope, flow, risks, money."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from milepost.analysis.budget import Totals
from milepost.analysis.calendars import calendar_of
from milepost.analysis.trends.flow import WORKED_ON, durations, percentile, throughput
from milepost.analysis.trends.point import TrendPoint
from milepost.analysis.trends.trends import ProjectTrend
from milepost.charts.curve import Dash
from milepost.model.portal import Project
from milepost.views.context import ViewContext
from milepost.views.plurals import counted
from milepost.views.tables import Cell, Column, Row, Table, day_text
from milepost.views.trend_arrows import SPAN
from milepost.views.trend_chart import Colour, Line, TrendFigure, Words, trend_figure

_WEEKS = 4
_DAY = timedelta(days=1)


def slip_figure(context: ViewContext, project: Project, trend: ProjectTrend) -> TrendFigure | None:
    """The promised finish over time against what was asked for: later is higher."""
    t, day = context.t, context.formats.sentence
    known = [one for one in trend.points if one.finish]
    if not known or not known[0].finish or not known[-1].finish:
        return None
    first, last = known[0].finish, known[-1].finish
    days = calendar_of(context.portal, project).working_days_later(first, last)
    key = "later" if days > 0 else "earlier" if days < 0 else "same"
    lines = [
        Line[TrendPoint](
            name=t("trends.promised"),
            legend=t("trends.promised-legend"),
            value=lambda one: _ordinal(one.finish),
            said=lambda one: day_text(one.finish, context),
            colour=1,
        ),
        Line(
            name=t("trends.due"),
            legend=t("trends.due-legend"),
            value=lambda one: _ordinal(one.due),
            said=lambda one: day_text(one.due, context),
            colour=5,
            dash="ds",
        ),
    ]
    finding = counted(
        context, f"trends.slip-{key}", abs(days), first=day(first), last=day(last), since=day(known[0].day)
    )
    words = Words(finding=finding, sub=t("trends.slip-sub"), label=t("trends.slip"))
    return trend_figure(context, trend.points, lines, words, dates=True)


def burn_up_figure(context: ViewContext, _project: Project, trend: ProjectTrend) -> TrendFigure | None:
    """What is done and what is to be done: two lines that meet at the end."""
    t, now = context.t, trend.points[-1]
    before = _before(trend, context.as_of - SPAN)
    lines = [
        _count(context, "scope", lambda one: one.scope, 5, dash="ds"),
        _count(context, "done", lambda one: one.done, 1, area=True),
    ]
    finding = t("trends.burn-up-finding", done=now.done, scope=now.scope)
    if before:
        finding = t(
            "trends.burn-up-month",
            done=now.done,
            scope=now.scope,
            finished=context.formats.signed(now.done - before.done),
            grown=context.formats.signed(now.scope - before.scope),
        )
    words = Words(finding=finding, sub=t("trends.tasks-sub"), label=t("trends.burn-up"))
    return trend_figure(context, trend.points, lines, words)


def flow_figure(context: ViewContext, _project: Project, trend: ProjectTrend) -> TrendFigure | None:
    """Cumulative flow: done, with what is being worked on, with what waits; the distance of the lines is the work."""
    t = context.t
    lately = sum(context.as_of - SPAN <= one.done < context.as_of for one in trend.completions)
    lines = [
        _count(context, "scope", lambda one: one.scope, 5, dash="ds", area=True),
        _count(context, "begun", lambda one: one.done + _working(one), 2, area=True),
        _count(context, "done", lambda one: one.done, 1, area=True),
    ]
    finding = t(
        "trends.flow-finding",
        pace=context.formats.number(lately / _WEEKS, 1),
        working=_working(trend.points[-1]),
    )
    words = Words(finding=finding, sub=t("trends.flow-sub"), label=t("trends.flow"))
    return trend_figure(context, trend.points, lines, words)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowFacts:
    """How long work takes, in working days, and how much of it is known; empty texts where nothing is."""

    cycle: str
    lead: str
    weeks: Table | None


def flow_facts(context: ViewContext, project: Project, trend: ProjectTrend) -> FlowFacts:
    """Cycle and lead time in working days, and what became done week by week."""
    calendar, t = calendar_of(context.portal, project), context.t
    said = []
    for name, lead in (("cycle", False), ("lead", True)):
        days = durations(trend.completions, calendar.working_days_between, lead=lead)
        half, most = percentile(days, 50), percentile(days, 85)
        said.append(t(f"trends.{name}", p50=half, p85=most, count=len(days)) if days else "")
    rows = tuple(
        Row(head=Cell(text=context.formats.span(monday, monday + 6 * _DAY)), cells=(Cell(text=str(count)),))
        for monday, count in reversed([*throughput(trend.completions, trend.since, context.as_of - _DAY).items()])
    )
    columns = (Column(label=t("trends.week")), Column(label=t("trends.done"), number=True))
    table = Table(label=t("trends.throughput"), columns=columns, rows=rows) if trend.completions else None
    return FlowFacts(cycle=said[0], lead=said[1], weeks=table)


def exposure_figure(context: ViewContext, project: Project, trend: ProjectTrend) -> TrendFigure | None:
    """What open threats are expected to cost after treatment; their number where no money is given."""
    t, currency = context.t, context.currency(project)
    if not any(one.exposure.get(currency) for one in trend.points):
        lines = [
            _count(context, "open-risks", lambda one: one.open_risks, 1),
            _count(context, "over-appetite", lambda one: one.over_appetite, 2),
        ]
        finding = counted(context, "trends.risks-finding", trend.points[-1].open_risks)
        words = Words(finding=finding, sub=t("trends.risks-sub"), label=t("trends.exposure"))
        return trend_figure(context, trend.points, lines, words)
    lines = [
        Line[TrendPoint](
            name=t("trends.exposure"),
            legend=t("trends.exposure-legend"),
            value=lambda one: float(one.exposure.get(currency, 0)),
            said=lambda one: context.formats.money(_whole(one.exposure.get(currency)), currency),
            short=lambda one: context.formats.big(one.exposure.get(currency, 0)),
            colour=1,
            area=True,
        )
    ]
    known = [one for one in trend.points if one.known]
    now, first = (_whole(one.exposure.get(currency)) for one in (known[-1], known[0]))
    key = "up" if now > first else "down" if now < first else "same"
    finding = t(
        f"trends.exposure-{key}",
        now=context.formats.money(now, currency),
        change=context.formats.money(abs(now - first), currency),
        since=context.formats.sentence(known[0].day),
    )
    words = Words(
        finding=finding,
        sub=t("trends.exposure-sub", currency=context.formats.currency(currency)),
        label=t("trends.exposure"),
    )
    return trend_figure(context, trend.points, lines, words)


def budget_figure(context: ViewContext, project: Project, trend: ProjectTrend) -> TrendFigure | None:
    """What was planned to be spent, and what was spent, as the files said it day by day."""
    t, currency = context.t, context.currency(project)
    if not any(currency in one.budget for one in trend.points):
        return None

    def line(name: Literal["planned", "actual"], colour: Colour, dash: Dash = "") -> Line[TrendPoint]:
        def amount(one: TrendPoint) -> Decimal:
            totals = one.budget.get(currency, Totals())
            return _whole(totals.planned if name == "planned" else totals.actual)

        return Line(
            name=t(f"trends.{name}"),
            legend=t(f"trends.{name}-legend"),
            value=lambda one: float(amount(one)),
            said=lambda one: context.formats.money(amount(one), currency),
            short=lambda one: context.formats.big(amount(one)),
            colour=colour,
            dash=dash,
        )

    known = [one.budget[currency].planned for one in trend.points if currency in one.budget]
    change = known[-1] - known[0]
    key = "up" if change > 0 else "down" if change < 0 else "same"
    money = context.formats.money
    finding = t(
        f"trends.budget-{key}", now=money(_whole(known[-1]), currency), change=money(_whole(abs(change)), currency)
    )
    words = Words(
        finding=finding,
        sub=t("trends.budget-sub", currency=context.formats.currency(currency)),
        label=t("trends.budget"),
    )
    return trend_figure(context, trend.points, [line("planned", 5, "ds"), line("actual", 1)], words)


def _count(  # noqa: PLR0913 - what makes a line
    context: ViewContext,
    name: str,
    value: Callable[[TrendPoint], int],
    colour: Colour,
    *,
    dash: Dash = "",
    area: bool = False,
) -> Line[TrendPoint]:
    return Line(
        name=context.t(f"trends.{name}"),
        legend=context.t(f"trends.{name}-legend"),
        value=value,
        said=lambda one: str(value(one)),
        colour=colour,
        dash=dash,
        area=area,
    )


def _working(point: TrendPoint) -> int:
    return sum(point.states.get(state, 0) for state in WORKED_ON)


def _before(trend: ProjectTrend, day: date) -> TrendPoint | None:
    """The newest state of a day or before it."""
    return next((one for one in reversed(trend.points) if one.known and one.day <= day), None)


def _ordinal(day: date | None) -> float | None:
    return float(day.toordinal()) if day else None


def _whole(amount: Decimal | None) -> Decimal:
    return Decimal(round(amount or 0))
