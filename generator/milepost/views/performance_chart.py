"""The S-curve: planned value, earned value and actual cost over time, dotted to the estimate at completion."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup

from milepost.analysis.budget import month_ends
from milepost.analysis.earned_schedule import EarnedSchedule
from milepost.analysis.earned_value import EarnedValue
from milepost.analysis.performance import Performance
from milepost.analysis.performance_curve import CurvePoint
from milepost.charts.curve import CurveChart, Series, curve_chart
from milepost.charts.legend import legend
from milepost.charts.line_model import Point
from milepost.views.budget_tables import amount, with_unit
from milepost.views.chart_words import axis_words
from milepost.views.context import ViewContext
from milepost.views.performance_words import Readings
from milepost.views.tables import Cell, Column, Row, Table, day_cell

_WAN, _THOUSAND = 10_000, 1_000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceFigure:
    """The chart; the finding is its title, `sub` says what is plotted in which unit."""

    finding: str
    sub: str
    chart: Markup
    legend: Markup
    table: Table


def performance_figure(
    context: ViewContext,
    performance: Performance,
    schedule: EarnedSchedule | None,
    readings: Readings,
    points: tuple[CurvePoint, ...],
) -> PerformanceFigure | None:
    """None when there are fewer than two days to draw."""
    if len(points) < 2:
        return None
    t, figures, zh = context.t, performance.total, context.formats.zh
    large = max(figures.bac, figures.ac, figures.eac or 0) >= 10 * _WAN
    scale = (_WAN if zh else _THOUSAND) if large else 1
    end = _forecast_end(performance, schedule, figures)
    names = {"pv": figures.pv if points[-1].pv is None else points[-1].pv, "ev": figures.ev, "ac": figures.ac}
    written = {
        name: f"{t(f'performance.chart.{name}')} {_short(context, value, scale)}"
        for name, value in {**names, "eac": figures.eac}.items()
    }
    series = [
        Series(points=_points(points, "pv", scale), text=written["pv"], colour=5, dash="ds"),
        Series(points=_points(points, "ev", scale), text=written["ev"], colour=1, strong=True),
        Series(points=_points(points, "ac", scale), text=written["ac"], colour=2),
    ]
    keys = [("line-5", "pv"), ("line-1", "ev"), ("line-2", "ac")]
    if end and figures.eac is not None:
        line = (_point(performance.day, figures.ac, scale), _point(end, figures.eac, scale))
        series.append(Series(points=line, text=written["eac"], colour=2, dash="do"))
        keys.append(("line-2-dotted", "eac"))
    chart = CurveChart(
        series=tuple(one for one in series if any(point.value is not None for point in one.points)),
        label=t("performance.chart.label"),
        axis=axis_words(context),
        today=context.as_of,
        height=280,
    )
    unit = "元" if zh and performance.currency == "CNY" else performance.currency
    if large:
        unit = t("money.wan" if zh else "performance.chart.thousand", unit=unit)
    return PerformanceFigure(
        finding=finding(context, figures, readings),
        sub=t("performance.chart.sub" if end else "performance.chart.sub-known", unit=unit),
        chart=curve_chart(chart),
        legend=legend((swatch, t(f"performance.chart.{name}-legend")) for swatch, name in keys),
        table=_table(context, performance, points),
    )


def finding(context: ViewContext, figures: EarnedValue, readings: Readings) -> str:
    """`CNY 12,570 over cost, CNY 30,499 of due work not done`."""
    if not (figures.ev or figures.ac or figures.pv):
        return context.t("performance.chart.before")
    cost = round(figures.cv)
    key = "over" if cost < 0 else "under" if cost > 0 else "level"
    if figures.sv is None:
        return context.t(f"performance.chart.{key}", cost=readings.short(abs(figures.cv)))
    work = round(figures.sv)
    key += "-behind" if work < 0 else "-ahead" if work > 0 else "-level"
    return context.t(
        f"performance.chart.{key}", cost=readings.short(abs(figures.cv)), work=readings.short(abs(figures.sv))
    )


def _forecast_end(performance: Performance, schedule: EarnedSchedule | None, figures: EarnedValue) -> date | None:
    """The finish at this pace; None when it cannot be said, or no work has both cost and value."""
    finish = schedule.finish if schedule else None
    return finish if finish and figures.eac is not None and finish > performance.day else None


def _points(points: tuple[CurvePoint, ...], name: str, scale: int) -> tuple[Point, ...]:
    found = [(one.day, getattr(one, name)) for one in points]
    return tuple(_point(day, value, scale) for day, value in found if value is not None)


def _point(day: date, value: Decimal, scale: int) -> Point:
    return Point(day=day, value=float(value / scale))


def _short(context: ViewContext, value: Decimal | None, scale: int) -> str:
    return "" if value is None else context.formats.number(value / scale, 1 if scale > 1 else 0)


def _table(context: ViewContext, performance: Performance, points: tuple[CurvePoint, ...]) -> Table:
    """The ends of months, the last complete day and the last planned one."""
    shown = {performance.day, points[-1].day, *month_ends(points[0].day + _DAY, points[-1].day)}
    currency, t = performance.currency, context.t

    def cell(value: Decimal | None) -> Cell:
        return Cell(text="" if value is None else amount(Decimal(round(value)), currency, currency, context))

    rows = tuple(
        Row(head=day_cell(one.day, context), cells=(cell(one.pv), cell(one.ev), cell(one.ac)))
        for one in points
        if one.day in shown
    )
    columns = (
        Column(label=with_unit(context, t("performance.chart.day"), currency)),
        *(Column(label=name.upper(), number=True, tip=t(f"performance.tip.{name}")) for name in ("pv", "ev", "ac")),
    )
    return Table(label=t("performance.chart.label"), columns=columns, rows=rows)
