"""Curves over time with names at the ends of their lines: S-curve, burn-up, slip chart, exposure trend."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from markupsafe import Markup

from milepost.charts.line_model import Point, ordered
from milepost.charts.plot_axes import FOOT, date_labels, grid_lines, gutter, y_axis, y_labels
from milepost.charts.scales import DAY, LinearScale, Ticks, TimeScale, finite, nice_ticks
from milepost.charts.svg import TickFormat, num, plain_tick, plot, stretched, text, text_width
from milepost.charts.time_axis import AxisWords

Dash = Literal["", "ds", "da", "do", "so"]
"""Dash instead of the series' own: long, short, dotted, solid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point that says more: a title, and a link where it has an address."""

    day: date
    value: float
    title: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line. `colour` 1 to 5 is the series colour with its own dash; `text` is its name at the end.

    `step` holds each value until the next point; `area` tints down to the axis or to `area_to`; `marks` are points
    on it.
    """

    points: tuple[Point, ...]
    text: str
    colour: Literal[1, 2, 3, 4, 5]
    dash: Dash = ""
    step: bool = False
    area: bool = False
    area_to: float | None = None
    strong: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A straight dashed line: a level (budget, due date) or a day (`day`) with its words."""

    text: str
    value: float | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveChart:
    """Lines on one time axis. `hold` are values that the y axis must show; `ticks` replace the computed ones."""

    series: tuple[Series, ...]
    label: str
    axis: AxisWords
    rules: tuple[Rule, ...] = ()
    today: date | None = None
    hold: tuple[float, ...] = (0.0,)
    ticks: Ticks | None = None
    height: int = 260


def curve_chart(chart: CurveChart, *, tick_format: TickFormat = plain_tick) -> Markup:
    """The plot with its y axis; a missing value breaks its line; empty when nothing is known."""
    runs = [_runs(s) for s in chart.series]
    days = [d for lines in runs for run in lines for d, _ in run]
    if not days:
        return Markup()
    days += [r.day for r in chart.rules if r.day]
    first, last = min(days), max(days)
    x = TimeScale(start=first, finish=max(last, min(first, date.max - DAY) + DAY))
    values = [v for lines in runs for run in lines for _, v in run] + [s.area_to for s in chart.series]
    ticks = chart.ticks or nice_ticks([*values, *(r.value for r in chart.rules), *chart.hold])
    y = ticks.scale(top=16, bottom=chart.height - FOOT)
    labels = y_labels(ticks, tick_format)
    body = grid_lines(ticks.values, y) + "".join(_rule(r, x, y) for r in chart.rules)
    if chart.today and x.contains(chart.today):
        at = num(x.middle(chart.today))
        body += f'<line class="now" x1="{at}%" x2="{at}%" y1="14" y2="{num(y.bottom)}"/>'
    pairs = list(zip(chart.series, runs, strict=True))
    lines = "".join(_area(s, run, x, y) for s, rs in pairs for run in rs)
    lines += "".join(_line(s, run, x, y) for s, rs in reversed(pairs) for run in rs)
    body += stretched(chart.height, lines) + "".join(_marks(s, x, y) for s in chart.series)
    room = max([0.0, *(text_width(s.text) + 14 for s, rs in pairs if rs)])
    gutters = (gutter(labels), round(room))
    body += _ends(pairs, x, y) + date_labels(x, chart.axis, chart.height, gutters)
    axis = y_axis(labels, y, chart.height)
    return plot(y_axis=axis, body=body, height=chart.height, label=chart.label, gutters=gutters)


def _runs(series: Series) -> list[list[tuple[date, float]]]:
    runs: list[list[tuple[date, float]]] = [[]]
    for point in ordered(series.points):
        value = finite(point.value)
        if value is None:
            runs.append([])
        else:
            runs[-1].append((point.day, value))
    return [run for run in runs if run]


def _points(series: Series, run: list[tuple[date, float]], x: TimeScale, y: LinearScale) -> list[str]:
    out: list[str] = []
    for day, value in run:
        at, level = num(x.middle(day) * 10, 1), num(y(value), 1)
        if series.step and out:
            out.append(f"{at},{out[-1].split(',')[1]}")
        out.append(f"{at},{level}")
    return out


def _area(series: Series, run: list[tuple[date, float]], x: TimeScale, y: LinearScale) -> str:
    if not series.area or len(run) < 2:
        return ""
    floor = num(y(series.area_to) if series.area_to is not None else y.bottom, 1)
    points = _points(series, run, x, y)
    corners = f"{points[-1].split(',')[0]},{floor} {points[0].split(',')[0]},{floor}"
    return f'<polygon class="area" points="{" ".join(points)} {corners}"/>'


def _line(series: Series, run: list[tuple[date, float]], x: TimeScale, y: LinearScale) -> str:
    if len(run) < 2:
        return ""
    css = f"l{series.colour}{' ' + series.dash if series.dash else ''}"
    return f'<polyline class="{css}" points="{" ".join(_points(series, run, x, y))}"/>'


def _marks(series: Series, x: TimeScale, y: LinearScale) -> str:
    out = ""
    for mark in series.marks:
        at, level = num(x.middle(mark.day)), num(y(mark.value), 1)
        title = f"<title>{text(mark.title)}</title>"
        dot = f'<circle class="d{series.colour} dot" cx="{at}%" cy="{level}" r="3.5">{title}</circle>'
        out += f'<a href="{text(mark.href)}">{dot}</a>' if mark.href else dot
    return out


def _rule(rule: Rule, x: TimeScale, y: LinearScale) -> str:
    level = finite(rule.value)
    if level is not None:
        at = num(y(level), 1)
        return (
            f'<line class="due" x1="0" x2="100%" y1="{at}" y2="{at}"/>'
            f'<text class="halo" x="0" dx="4" y="{num(y(level) - 5, 1)}">{text(rule.text)}</text>'
        )
    if rule.day is None:
        return ""
    at, after = num(x.middle(rule.day)), x.middle(rule.day) < 70
    side = 'dx="5"' if after else 'class="e" dx="-5"'
    return (
        f'<line class="ev" x1="{at}%" x2="{at}%" y1="14" y2="{num(y.bottom)}"/>'
        f'<text x="{at}%" {side} y="12">{text(rule.text)}</text>'
    )


def _ends(pairs: list[tuple[Series, list[list[tuple[date, float]]]]], x: TimeScale, y: LinearScale) -> str:
    """Dots and names at the last points; names that would touch are pushed apart."""
    ends = sorted(((y(rs[-1][-1][1]), x.middle(rs[-1][-1][0]), s) for s, rs in pairs if rs), key=lambda e: e[:2])
    out, free = "", -100.0
    crowd = max(0.0, 15.0 * len(ends) + 2 - (y.bottom - y.top))
    for level, at, series in ends:
        name = max(level, free + (15 if not crowd else 11))
        free = name
        out += f'<circle class="d{series.colour} dot" cx="{num(at)}%" cy="{num(level, 1)}" r="4"/>'
        if series.text:
            css = "t1 tb halo" if series.strong else "t1 halo"
            out += f'<text class="{css}" x="{num(at)}%" dx="8" y="{num(name + 4, 1)}">{text(series.text)}</text>'
    return out
