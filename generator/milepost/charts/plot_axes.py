"""Axes that line charts share: y labels in their gutter, grid lines, dates under the plot."""

from collections.abc import Sequence

from milepost.charts.scales import LinearScale, Ticks, TimeScale
from milepost.charts.svg import TickFormat, num, text, text_width
from milepost.charts.time_axis import NARROW, AxisWords, calendar_ticks

FOOT = 26
"""Height under a plot that its dates take, in px."""


def y_labels(ticks: Ticks, tick_format: TickFormat) -> list[tuple[float, str]]:
    return [(v, tick_format(v, ticks.digits)) for v in ticks.values]


def gutter(labels: Sequence[tuple[float, str]]) -> float:
    """Width in px that the labels need, as a whole number."""
    return float(round(max([38.0, *(text_width(name) + 12 for _, name in labels)])))


def y_axis(labels: Sequence[tuple[float, str]], y: LinearScale, height: float) -> str:
    width = gutter(labels)
    names = "".join(
        f'<text class="e" x="{num(width - 8)}" y="{num(y(v) + 4, 1)}">{text(name)}</text>' for v, name in labels
    )
    h = num(height)
    return f'<svg class="mp-svg" style="--h:{h}px" width="{num(width)}" height="{h}" aria-hidden="true">{names}</svg>'


def grid_lines(values: Sequence[float], y: LinearScale) -> str:
    return "".join(f'<line class="grid" x1="0" x2="100%" y1="{num(y(v), 1)}" y2="{num(y(v), 1)}"/>' for v in values)


def date_labels(scale: TimeScale, words: AxisWords, height: float, gutters: tuple[float, float]) -> str:
    """Names of periods under the plot; those that would touch on a phone, beside the gutters, go there."""
    hidden = ' class="minor"'
    return "".join(
        f'<text{"" if tick.phone else hidden} x="{num(tick.x)}%" y="{num(height - 8)}">{text(tick.text)}</text>'
        for tick in calendar_ticks(scale, words, narrow=NARROW - sum(gutters))
        if tick.text
    )
