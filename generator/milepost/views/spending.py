"""The curve of spending: what was planned by now and what was spent, with the figures by month."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from markupsafe import Markup

from milepost.analysis.budget import SpendingPoint, line_totals, month_ends, spending, spending_lines
from milepost.charts.curve import CurveChart, Series, curve_chart
from milepost.charts.line_model import Point
from milepost.model.portal import Project
from milepost.views.budget_tables import amount, with_unit
from milepost.views.chart_words import axis_words
from milepost.views.context import ViewContext
from milepost.views.tables import Cell, Column, Row, Table

_WAN = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingFigure:
    """A curve in one currency; the finding is its title, `unit` says in which unit it is drawn."""

    finding: str
    unit: str
    chart: Markup
    table: Table


def spending_figures(context: ViewContext, project: Project) -> tuple[SpendingFigure, ...]:
    """One figure a currency of the lines that have periods or dated entries."""
    main = context.currency(project)
    names = dict.fromkeys(name for line in spending_lines(project) for name in line_totals(line, main))
    figures = []
    for name in names:
        points = spending(project, name, main, context.as_of)
        if len(points) > 1:
            figures.append(_figure(context, points, name))
    return tuple(figures)


def _figure(context: ViewContext, points: tuple[SpendingPoint, ...], currency: str) -> SpendingFigure:
    t, zh = context.t, context.formats.zh
    large = zh and max(max(one.planned, one.actual or 0) for one in points) >= 10 * _WAN
    scale = Decimal(_WAN if large else 1)
    now = max((one for one in points if one.actual is not None), key=lambda one: one.day, default=None)
    series = [
        Series(
            points=tuple(Point(day=one.day, value=float(one.planned / scale)) for one in points),
            text=t("money.curve-planned"),
            colour=5,
            dash="ds",
        )
    ]
    if now is not None:
        known = tuple(Point(day=one.day, value=float(one.actual / scale)) for one in points if one.actual is not None)
        series.append(Series(points=known, text=t("money.curve-actual"), colour=1, step=True, strong=True))
    chart = CurveChart(
        series=tuple(series), label=t("money.curve-label"), axis=axis_words(context), today=context.as_of, height=240
    )
    unit = context.formats.currency(currency)
    return SpendingFigure(
        finding=_finding(context, now, currency),
        unit=t("money.wan", unit=unit) if large else unit,
        chart=curve_chart(chart),
        table=_months(context, points, currency),
    )


def _finding(context: ViewContext, now: SpendingPoint | None, currency: str) -> str:
    if now is None or now.actual is None:
        return context.t("money.curve-before")
    money = context.formats.money
    gap = now.actual - now.planned
    key = "money.curve-over" if gap > 0 else "money.curve-under"
    said = money(Decimal(round(abs(gap))), currency)
    return context.t(key, actual=money(Decimal(round(now.actual)), currency), gap=said)


def _months(context: ViewContext, points: tuple[SpendingPoint, ...], currency: str) -> Table:
    """Planned and spent in each month; the month of the as-of day up to the day before it."""
    by_day = {one.day: one for one in points}
    rows, before = [], points[0]
    now = context.as_of - timedelta(days=1)
    for end in month_ends(points[0].day + timedelta(days=1), points[-1].day):
        one = by_day[end] if end in by_day else points[-1]
        current = before.day <= now < end
        actual = by_day[now].actual if current and now in by_day else one.actual
        start = before.actual or Decimal(0)
        rows.append(
            Row(
                head=Cell(
                    text=f"{end:%Y-%m}", sub=context.t("money.until", day=context.formats.short(now)) if current else ""
                ),
                cells=(
                    Cell(text=amount(Decimal(round(one.planned - before.planned)), currency, currency, context)),
                    Cell(text=amount(actual - start, currency, currency, context) if actual is not None else ""),
                    Cell(text=amount(Decimal(round(one.planned)), currency, currency, context)),
                    Cell(text=amount(actual, currency, currency, context) if actual is not None else ""),
                ),
            )
        )
        before = one
    t = context.t
    columns = (
        Column(label=with_unit(context, t("money.month"), currency)),
        Column(label=t("money.month-planned"), number=True),
        Column(label=t("money.month-actual"), number=True),
        Column(label=t("money.sum-planned"), number=True),
        Column(label=t("money.sum-actual"), number=True),
    )
    return Table(label=t("money.by-month"), columns=columns, rows=tuple(rows))
