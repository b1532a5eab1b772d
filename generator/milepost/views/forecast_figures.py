"""The figures of a forecast: chance by day, what moves the finish, how often a task drives it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from milepost.analysis.forecast.result import Finish, Forecast
from milepost.charts.bars import share_bar, tornado_bar
from milepost.charts.distribution import DayChance, Distribution, Percentile, distribution
from milepost.model.portal import Project
from milepost.model.records.task import Task
from milepost.views.chart_words import axis_words
from milepost.views.context import Anchor, ViewContext
from milepost.views.plurals import counted
from milepost.views.tables import Cell, Column, Row, Table, day_text, link_cell

_ROWS = 10
_DECIMALS = 1
_SHOWN = 0.05
"""Working days from which on a risk counts as moving the finish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishFigure:
    """The curve of the finish, its finding, how it was drawn, and its numbers."""

    chart: Markup
    finding: str
    drawn: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedFigure:
    """A ranking with its finding; `left_out` rows are not shown."""

    table: Table
    finding: str
    left_out: int


class _Mover(NamedTuple):
    """A task or risk that moves the finish, in working days; `days` is what a risk costs on average."""

    what: Anchor
    kind: str
    best: float
    worst: float
    correlation: float
    days: float | None = None


def finish_figure(context: ViewContext, forecast: Forecast) -> FinishFigure:
    """Chance by day, P10 to P90, the due date."""
    t, formats, finish = context.t, context.formats, forecast.finish
    chart = distribution(
        Distribution(
            days=tuple(
                DayChance(day=day, share=share, label=f"{formats.iso(day)}: {formats.percent(share, 1)}")
                for day, share in forecast.days.items()
            ),
            percentiles=tuple(
                Percentile(
                    share=percent / 100,
                    day=day,
                    text=f"P{percent} {formats.short(day)}",
                    major=percent in (50, 80),
                )
                for percent, day in finish.percentiles.items()
            ),
            label=t("forecast.curve-label"),
            axis=axis_words(context),
            due=finish.due,
            due_text=t("forecast.curve-due", day=formats.short(finish.due), chance=chance_text(context, finish))
            if finish.due
            else "",
        )
    )
    return FinishFigure(
        chart=chart,
        finding=_finish_finding(context, finish),
        drawn=t("forecast.drawn", samples=formats.number(forecast.samples), seed=forecast.seed),
        table=_numbers(context, forecast),
    )


def chance_text(context: ViewContext, finish: Finish) -> str:
    """The chance of meeting the due date; a small one is not rounded to never, a large one not to always."""
    if finish.chance is None:
        return "–"
    if 0 < finish.chance < 0.01:
        return "<1%"
    return ">99%" if 0.99 < finish.chance < 1 else context.formats.percent(finish.chance)


def _finish_finding(context: ViewContext, finish: Finish) -> str:
    t, day = context.t, context.formats.short
    if finish.chance is None:
        return t("forecast.finding-no-due", p50=day(finish.p50), p80=day(finish.p80))
    return t("forecast.finding", chance=chance_text(context, finish), p50=day(finish.p50), p80=day(finish.p80))


def _numbers(context: ViewContext, forecast: Forecast) -> Table:
    """The running chance at the end of each day that some sample finishes on."""
    t, formats = context.t, context.formats
    total, rows = 0.0, []
    for day, share in sorted(forecast.days.items()):
        total += share
        rows.append(
            Row(
                head=Cell(text=formats.iso(day)),
                cells=(Cell(text=formats.percent(share, _DECIMALS)), Cell(text=formats.percent(total, _DECIMALS))),
            )
        )
    return Table(
        label=t("forecast.curve-label"),
        columns=(
            Column(label=t("forecast.day")),
            Column(label=t("forecast.on-day"), number=True),
            Column(label=t("forecast.by-day"), number=True),
        ),
        rows=tuple(rows),
    )


def influence_figure(context: ViewContext, project: Project, forecast: Forecast) -> RankedFigure | None:
    """The tornado: tasks at their shortest and longest, risks that stay away or occur; None where nothing varies."""
    t, formats = context.t, context.formats
    found = [
        _Mover(context.link(project.all(Task)[one.task]), "tasks", one.best, one.worst, one.correlation)
        for one in forecast.tasks
    ]
    found += [
        _Mover(context.link(context.portal.get(one.risk)), "risks", one.best, one.worst, one.correlation, one.days)
        for one in forecast.risks
        if abs(one.days) >= _SHOWN
    ]
    found.sort(key=lambda one: one.best - one.worst)
    if not found:
        return None
    reach = max(abs(end) for one in found for end in (one.best, one.worst))
    rows = [
        Row(
            head=link_cell(one.what),
            cells=(
                Cell(text=context.labels.type(one.kind)),
                Cell(chart=_tornado(context, one, reach)),
                Cell(text=formats.signed(one.best, 1)),
                Cell(text=formats.signed(one.worst, 1)),
                Cell(text=formats.number(one.correlation, 2)),
                Cell(text="" if one.days is None else formats.signed(one.days, 1)),
            ),
        )
        for one in found[:_ROWS]
    ]
    return RankedFigure(
        table=Table(
            label=t("forecast.influences"),
            columns=(
                Column(label=t("forecast.what")),
                Column(label=t("forecast.kind"), bare=True),
                Column(label=t("forecast.earlier-later"), full=True, bare=True),
                Column(label=t("forecast.best"), number=True, tip=t("forecast.best-tip")),
                Column(label=t("forecast.worst"), number=True, tip=t("forecast.worst-tip")),
                Column(label=t("forecast.correlation"), number=True, tip=t("forecast.correlation-tip")),
                Column(label=t("forecast.risk-days"), number=True, tip=t("forecast.risk-days-tip")),
            ),
            rows=tuple(rows),
        ),
        finding=t("forecast.influence-finding", what=found[0].what.text, worst=formats.signed(found[0].worst, 1)),
        left_out=max(len(found) - _ROWS, 0),
    )


def _tornado(context: ViewContext, one: _Mover, reach: float) -> Markup:
    signed = context.formats.signed
    label = context.t("forecast.influence-label", best=signed(one.best, 1), worst=signed(one.worst, 1))
    return tornado_bar(low=one.best, high=one.worst, reach=reach, risk=one.kind == "risks", label=label)


def criticality_figure(context: ViewContext, project: Project, forecast: Forecast) -> RankedFigure:
    """In which share of the samples each open task drives the finish, beside its float today."""
    t, formats, places = context.t, context.formats, context.analysis.statused[project.id].schedule.activities
    found = sorted(
        ((name, share) for name, share in forecast.criticality.items() if share > 0),
        key=lambda one: (-one[1], places[one[0]].finish_at, one[0]),
    )
    always = sum(share >= 0.995 for _, share in found)
    rows = [
        Row(
            head=link_cell(context.link(project.all(Task)[name])),
            cells=(
                Cell(chart=share_bar(share, fill="inkf" if places[name].critical else "fill", height=6)),
                Cell(text=formats.percent(share)),
                Cell(strong="0") if places[name].critical else Cell(text=str(places[name].total_float)),
            ),
        )
        for name, share in found[:_ROWS]
    ]
    return RankedFigure(
        table=Table(
            label=t("forecast.criticality"),
            columns=(
                Column(label=context.labels.type("tasks")),
                Column(label=t("forecast.criticality"), full=True, bare=True),
                Column(label=t("forecast.share"), number=True),
                Column(label=t("plan.total-float"), number=True),
            ),
            rows=tuple(rows),
        ),
        finding=counted(context, "forecast.criticality-finding", always, some=len(found))
        if always
        else t("forecast.criticality-none", some=len(found)),
        left_out=max(len(found) - _ROWS, 0),
    )


def day_or_range(context: ViewContext, first: date, last: date) -> str:
    """`9 Dec`, or `9 Dec / 14 Dec` where the two differ."""
    return day_text(first, context) if first == last else f"{day_text(first, context)} / {day_text(last, context)}"
