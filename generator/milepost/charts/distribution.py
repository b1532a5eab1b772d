"""Forecast curve: chance of each finish day as bars, their running sum as a line, P10 to P90 and the due date."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from milepost.charts.plot_axes import FOOT, date_labels, grid_lines, gutter, y_axis
from milepost.charts.scales import DAY, LinearScale, TimeScale, finite
from milepost.charts.svg import num, plot, stretched, text, text_width
from milepost.charts.time_axis import NARROW_PLOT, AxisWords


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChance:
    """Share of samples (0 to 1) that finish on `day`, with the sentence of its bar."""

    day: date
    share: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentile:
    """A day by which `share` of the samples finish; `major` ones (P50, P80) are marked big."""

    share: float
    day: date
    text: str
    major: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A forecast. Days without a chance may be missing; `due_text` carries the chance to meet `due`."""

    days: tuple[DayChance, ...]
    percentiles: tuple[Percentile, ...]
    label: str
    axis: AxisWords
    due: date | None = None
    due_text: str = ""
    height: int = 260


def distribution(chart: Distribution) -> Markup:
    """The plot with its percent axis; empty when no day has a chance."""
    chances = sorted(((d.day, v, d.label) for d in chart.days if (v := finite(d.share)) and v > 0), key=lambda c: c[0])
    if not chances:
        return Markup()
    marks = [p.day for p in chart.percentiles] + ([chart.due] if chart.due else [])
    first, last = min([chances[0][0], *marks]), max([chances[-1][0], *marks])
    x = TimeScale(start=max(first, date.min + DAY) - DAY, finish=min(last, date.max - DAY) + DAY)
    y = LinearScale(low=0, high=100, top=24, bottom=chart.height - FOOT)
    levels = (0.0, 10.0, 50.0, 80.0, 100.0)
    highest, total, line = max(v for _, v, _ in chances), 0.0, f"0,{num(y.bottom, 1)}"
    bars, reached = "", dict[date, float]()
    for day, share, label in chances:
        size = share / highest * 74
        css = "soft" if chart.due and day <= chart.due else "late"
        bars += (
            f'<rect class="{css}" x="{num(x.left(day) + 8 / x.days)}%" width="{num(84 / x.days)}%" '
            f'y="{num(y.bottom - size, 1)}" height="{num(size, 1)}"><title>{text(label)}</title></rect>'
        )
        line += f" {num(x.left(day) * 10, 1)},{num(y(total * 100), 1)}"
        total = min(1.0, total + share)
        reached[day] = total
        line += f" {num(x.right(day) * 10, 1)},{num(y(total * 100), 1)}"
    line += f" 1000,{num(y(total * 100), 1)}"
    body = grid_lines(levels, y) + bars + _due(chart, x, y)
    body += stretched(chart.height, f'<polyline class="l1" points="{line}"/>')
    body += "".join(_mark(p, reached, x, y) for p in chart.percentiles)
    labels = [(v, num(v)) for v in levels]
    gutters = (gutter(labels), 0)
    body += date_labels(x, chart.axis, chart.height, gutters)
    axis = y_axis(labels, y, chart.height)
    return plot(y_axis=axis, body=body, height=chart.height, label=chart.label, gutters=gutters)


def _due(chart: Distribution, x: TimeScale, y: LinearScale) -> str:
    if chart.due is None:
        return ""
    at = x.right(chart.due)
    before = text_width(chart.due_text) + 8 <= at / 100 * NARROW_PLOT
    side = 'class="t1 e" dx="-6"' if before else 'class="t1" dx="6"'
    return (
        f'<rect class="tint" width="{num(at)}%" y="{num(y.top)}" height="{num(y.bottom - y.top)}"/>'
        f'<line class="due" x1="{num(at)}%" x2="{num(at)}%" y1="4" y2="{num(y.bottom)}"/>'
        f'<text {side} x="{num(at)}%" y="14">{text(chart.due_text)}</text>'
    )


def _mark(point: Percentile, reached: dict[date, float], x: TimeScale, y: LinearScale) -> str:
    at, level = x.right(point.day), y(reached.get(point.day, point.share) * 100)
    before = at / 100 * NARROW_PLOT - text_width(point.text) - 9 >= 0
    weight = "tb" if point.major else "minor"
    side = f'class="t1 halo {weight} e" dx="-9"' if before else f'class="t1 halo {weight}" dx="9"'
    down = -5 if before else 14
    dot, radius = ("inkf", 5) if point.major else ("d1", 4)
    return (
        f'<circle class="{dot} dot" cx="{num(at)}%" cy="{num(level, 1)}" r="{radius}"/>'
        f'<text {side} x="{num(at)}%" y="{num(level + down, 1)}">{text(point.text)}</text>'
    )
