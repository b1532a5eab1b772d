"""A chart of a project's states over time, whose points lead to the commits that made them, with its table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Generic, Literal, Protocol, TypeVar

from markupsafe import Markup

from milepost.charts.curve import CurveChart, Dash, Mark, Series, curve_chart
from milepost.charts.legend import legend
from milepost.charts.line_model import Point
from milepost.charts.scales import Ticks, nice_ticks
from milepost.charts.svg import TickFormat
from milepost.views.activity import commit_address
from milepost.views.chart_words import axis_words
from milepost.views.context import Anchor, ViewContext
from milepost.views.tables import Cell, Column, Row, Table, day_cell, day_text, link_cell

Colour = Literal[1, 2, 3, 4, 5]
_STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364)
"""Days between two dates of an axis; from a week on they are Mondays."""
_WEEK, _MOST_TICKS = 7, 6


class Dated(Protocol):
    """A state after the commit `sha` of a day; it may not be `known`."""

    @property
    def day(self) -> date: ...
    @property
    def sha(self) -> str: ...
    @property
    def known(self) -> bool: ...


P = TypeVar("P", bound=Dated)


@dataclass(frozen=True, kw_only=True)  # a generic class with slots cannot be called by its full name
class Line(Generic[P]):
    """One line: its name, how it is explained, what it draws of a point, how that is said, and at its end shortly."""

    name: str
    legend: str
    value: Callable[[P], float | None]
    said: Callable[[P], str]
    colour: Colour
    dash: Dash = ""
    area: bool = False
    short: Callable[[P], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands around a chart: the finding is its title, `sub` says what is plotted in which unit."""

    finding: str
    sub: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendFigure:
    """A chart over time with its words."""

    words: Words
    chart: Markup
    legend: Markup
    table: Table


def trend_figure(  # noqa: PLR0913 - what makes a chart
    context: ViewContext,
    points: Sequence[P],
    lines: Sequence[Line[P]],
    words: Words,
    *,
    dates: bool = False,
    beside: Sequence[tuple[Series, str]] = (),
) -> TrendFigure | None:
    """None where there are fewer than two days to draw; values hold until the next commit.

    The values of `dates` are ordinals. `beside` are lines that no commit makes, each with its legend.
    """
    drawn = [line for line in lines if any(_value(line, one) is not None for one in points)]
    values = [value for line in drawn for one in points if (value := _value(line, one)) is not None]
    if len({one.day for one in points if one.known}) < 2 or not values:
        return None
    tick_format: TickFormat = partial(_day_of if dates else _number, context)
    chart = CurveChart(
        series=(*(_series(context, line, points) for line in drawn), *(series for series, _ in beside)),
        label=words.label,
        axis=axis_words(context),
        ticks=date_ticks(int(min(values)), int(max(values))) if dates else nice_ticks([0.0, *values], whole=True),
        height=240,
    )
    return TrendFigure(
        words=words,
        chart=curve_chart(chart, tick_format=tick_format),
        legend=legend(
            [
                *((f"line-{line.colour}", line.legend) for line in drawn),
                *((f"line-{series.colour}", words) for series, words in beside),
            ]
        ),
        table=_table(context, points, drawn, words.label),
    )


def date_ticks(first: int, last: int) -> Ticks:
    """Ordinals of dates that enclose two, at most six: Mondays where they are a week apart or more."""
    step = next((one for one in _STEPS if (last - first) / one <= _MOST_TICKS - 2), _STEPS[-1])
    start = first - (first - 1) % _WEEK if step >= _WEEK else first - 1
    values = [start]
    while values[-1] <= last:
        values.append(values[-1] + step)
    return Ticks(values=tuple(float(one) for one in values), digits=0)


def _value(line: Line[P], point: P) -> float | None:
    return line.value(point) if point.known else None


def _series(context: ViewContext, line: Line[P], points: Sequence[P]) -> Series:
    marks = []
    for point in _changes(points, [line]):
        value = _value(line, point)
        if value is not None:
            title = f"{day_text(point.day, context)}: {line.name} {line.said(point)}"
            marks.append(Mark(day=point.day, value=value, title=title, href=_commit(context, point).href))
    return Series(
        points=tuple(Point(day=one.day, value=_value(line, one)) for one in points),
        text=f"{line.name} {(line.short or line.said)(points[-1])}" if points[-1].known else line.name,
        colour=line.colour,
        dash=line.dash,
        area=line.area,
        step=True,
        marks=tuple(marks),
    )


def _changes(points: Sequence[P], lines: Sequence[Line[P]]) -> list[P]:
    """The points at which a line takes another value, the first ones included."""
    found, before = [], None
    for point in points:
        values = [_value(line, point) for line in lines]
        if values != before:
            found.append(point)
        before = values
    return found


def _table(context: ViewContext, points: Sequence[P], lines: Sequence[Line[P]], label: str) -> Table:
    t = context.t
    columns = (
        Column(label=t("trends.day")),
        *(Column(label=line.name, number=True) for line in lines),
        Column(label=t("trends.commit")),
    )
    rows = tuple(
        Row(
            head=day_cell(one.day, context),
            cells=(
                *(Cell(text=line.said(one) if one.known else t("trends.unreadable")) for line in lines),
                link_cell(_commit(context, one)) if one.sha else Cell(text=t("trends.today")),
            ),
        )
        for one in reversed(_changes(points, lines))
    )
    return Table(label=label, columns=columns, rows=rows)


def _commit(context: ViewContext, point: Dated) -> Anchor:
    return Anchor(text=point.sha[:7], href=commit_address(context, point.sha) if point.sha else "")


def _number(context: ViewContext, value: float, digits: int) -> str:
    return context.formats.number(value, digits) if digits else context.formats.big(value)


def _day_of(context: ViewContext, ordinal: float, _digits: int) -> str:
    return day_text(date.fromordinal(max(int(ordinal), 1)), context)
