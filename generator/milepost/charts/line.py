"""Metric chart: daily values pale, their mean strong, target band, thresholds, pace, hatched gaps, lettered events."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from milepost.charts.event_lane import event_lines, event_marks, lane_height
from milepost.charts.line_model import MetricChart, Point, TargetBand, Threshold, ordered
from milepost.charts.plot_axes import FOOT, date_labels, grid_lines, gutter, y_axis, y_labels
from milepost.charts.scales import DAY, LinearScale, TimeScale, finite, nice_ticks
from milepost.charts.svg import TickFormat, markup, num, plain_tick, plot, polyline, stretched, text, text_width
from milepost.charts.time_axis import NARROW_PLOT

Run = list[tuple[date, float]]


class _Plot(NamedTuple):
    """Both scales of one chart; `top` and `bottom` of the plot in px are those of `y`."""

    x: TimeScale
    y: LinearScale
    every: int

    def at(self, day: date) -> float:
        """Percent of a point: the middle of its day, or the start of a longer period."""
        return self.x.middle(day) if self.every == 1 else self.x.left(day)


def metric_chart(chart: MetricChart, *, tick_format: TickFormat = plain_tick) -> Markup:
    """The plot with its y axis; empty when no point has a value. Needs `svg.shared_defs` on the page."""
    daily, mean = _runs(chart.points, chart.every), _runs(chart.mean, chart.every)
    scale = _window(chart, [*daily, *mean])
    if scale is None:
        return Markup()
    ticks = nice_ticks(_levels(chart, [*daily, *mean]))
    events = [e for e in chart.events if scale.contains(e.day)]
    top = 12 + lane_height(events, scale)
    field = _Plot(scale, ticks.scale(top=top, bottom=chart.height - FOOT), chart.every)
    labels = y_labels(ticks, tick_format)
    strong, right = mean or daily, 0.0
    body = grid_lines(ticks.values, field.y) + "".join(_band(b, field) for b in chart.bands)
    body += _gaps(chart, daily or mean, field) + event_lines(events, scale, bottom=field.y.bottom)
    body += "".join(_threshold(t.value, t.tone, field) for t in chart.thresholds)
    lines = (_lines(daily, "l0", field) if mean else "") + _pace(chart, field) + _lines(strong, "l1", field)
    body += stretched(chart.height, lines) + _lonely(strong, field) + event_marks(events, scale)
    body += "".join(_jump(point, chart.jump_text, field) for point in chart.jumps)
    named = field.at(strong[-1][-1][0]) + (text_width(chart.last_text) + 14) / NARROW_PLOT * 100
    body += "".join(_threshold_name(t, field, [*daily, *mean], named) for t in chart.thresholds)
    last_day, last_value = strong[-1][-1]
    x, y = field.at(last_day), field.y(last_value)
    body += f'<circle class="d1 dot" cx="{num(x)}%" cy="{num(y, 1)}" r="4.5"/>'
    if chart.last_text:
        size = text_width(chart.last_text) + 14
        right = size if x / 100 * NARROW_PLOT + size > NARROW_PLOT else 0.0
        down = 14 if y + 18 < field.y.bottom else -8
        body += f'<text class="t1 tb halo" x="{num(x)}%" dx="8" y="{num(y + down, 1)}">{text(chart.last_text)}</text>'
    gutters = (gutter(labels), right)
    body += date_labels(scale, chart.axis, chart.height, gutters)
    axis = y_axis(labels, field.y, chart.height)
    return plot(y_axis=axis, body=body, height=chart.height, label=chart.label, gutters=gutters)


def event_key(chart: MetricChart) -> Markup:
    """Key of the lettered events below the plot; empty without any."""
    shapes = {"release": " mp-key--sq", "decision": " mp-key--di", "campaign": ""}
    entries = ""
    for event in chart.events:
        if event.letter:
            name = f'<a href="{text(event.href)}">{text(event.text)}</a>' if event.href else text(event.text)
            entries += (
                f'<li><span class="mp-key{shapes[event.kind]}"><span>{text(event.letter)}</span></span><span>{name}'
                f' <span class="mp-mute">{text(event.date_text)}</span></span></li>'
            )
    return markup(f'<ul class="mp-legend">{entries}</ul>') if entries else Markup()


def _runs(points: Sequence[Point], every: int) -> list[Run]:
    """Stretches of known values whose days follow each other."""
    runs: list[Run] = []
    last = 0
    for point in ordered(points):
        value = finite(point.value)
        if value is None:
            continue
        number = point.day.toordinal()
        if runs and number - last <= every:
            runs[-1].append((point.day, value))
        else:
            runs.append([(point.day, value)])
        last = number
    return runs


def _window(chart: MetricChart, runs: list[Run]) -> TimeScale | None:
    """From the first value to the last value, target or end of the pace line, with a little air."""
    days = [d for run in runs for d, _ in run]
    if not days:
        return None
    days += [b.finish for b in chart.bands] + [p.day for p in chart.pace or ()]
    first, last = min(days), max(days)
    air = max(1, (last - first).days // 60)
    last = max(last + min(air, (date.max - last).days) * DAY, min(first, date.max - 6 * DAY) + 6 * DAY)
    return TimeScale(start=first, finish=last)


def _levels(chart: MetricChart, runs: list[Run]) -> list[float | None]:
    edges = [edge for b in chart.bands for edge in (b.low, b.high)]
    values = [v for run in runs for _, v in run]
    return [*values, *edges, *(t.value for t in chart.thresholds), *(p.value for p in chart.pace or ()), *chart.hold]


def _lines(runs: list[Run], css: str, field: _Plot) -> str:
    out = ""
    for run in runs:
        if len(run) > 1:
            points = polyline((field.at(d) * 10 for d, _ in run), (field.y(v) for _, v in run))
            out += f'<polyline class="{css}" points="{points}"/>'
    return out


def _lonely(runs: list[Run], field: _Plot) -> str:
    """Dots for values without a neighbour, which no line could show."""
    return "".join(
        f'<circle class="d1" cx="{num(field.at(run[0][0]))}%" cy="{num(field.y(run[0][1]), 1)}" r="2"/>'
        for run in runs[:-1]
        if len(run) == 1
    )


def _jump(point: Point, words: str, field: _Plot) -> str:
    value = finite(point.value)
    if value is None:
        return ""
    title = f"<title>{text(f'{point.day.isoformat()} {words}')}</title>"
    return f'<circle class="odd" cx="{num(field.at(point.day))}%" cy="{num(field.y(value), 1)}" r="5">{title}</circle>'


def _pace(chart: MetricChart, field: _Plot) -> str:
    known = [(p.day, v) for p in chart.pace or () if (v := finite(p.value)) is not None]
    return _lines([known], "l5 da", field)


def _band(band: TargetBand, field: _Plot) -> str:
    if not (band.start <= field.x.finish and band.finish >= field.x.start):
        return ""
    low, high = finite(band.low), finite(band.high)
    top = field.y.top if high is None else field.y(high)
    bottom = field.y.bottom if low is None else field.y(low)
    a, z = field.x.left(band.start), field.x.right(max(band.start, band.finish))
    edges = [y for y, edge in ((top, high), (bottom, low)) if edge is not None]
    lines = "".join(
        f'<line class="bandline" x1="{num(a)}%" x2="{num(z)}%" y1="{num(y, 1)}" y2="{num(y, 1)}"/>' for y in edges
    )
    size = text_width(band.text) + 6
    inside = a / 100 * NARROW_PLOT + size <= NARROW_PLOT
    held = top == bottom  # one value for a band: its name stands where the curve has not got to yet
    begin, end = f'class="bandt halo" x="{num(a)}%" dx="6"', f'class="bandt halo e" x="{num(z)}%" dx="-6"'
    place, y = (begin if inside and not held else end), top - 5 if held else min(top + 15, field.y.bottom - 4)
    return (
        f'<rect class="band" x="{num(a)}%" width="{num(z - a)}%" y="{num(top, 1)}" '
        f'height="{num(max(0.0, bottom - top), 1)}"/>{lines}'
        f'<text {place} y="{num(y, 1)}">{text(band.text)}</text>'
    )


def _threshold(value: float, tone: str, field: _Plot) -> str:
    if finite(value) is None:
        return ""
    y = num(field.y(value), 1)
    return f'<line class="th {tone}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'


def _threshold_name(limit: Threshold, field: _Plot, runs: list[Run], named: float) -> str:
    """At the end and on the side of its line where the fewest values lie, and over them: it could not be read below.

    The name of the newest value reaches to `named`, in percent.
    """
    if finite(limit.value) is None:
        return ""
    level, wide = field.y(limit.value), (text_width(limit.text) + 8) / NARROW_PLOT * 100
    points = [(field.at(day), field.y(value)) for run in runs for day, value in run]

    def met(place: tuple[bool, int]) -> int:
        at_end, down = place
        near = [y for x, y in points if (x > 100 - wide if at_end else x < wide)]
        if at_end and named > 100 - wide:
            return len(points)  # where the newest value is named
        return sum(level + down - 13 < y < level + down + 3 for y in near)

    places = [(at_end, down) for at_end in (False, True) for down in (-5, 14)]
    inside = [one for one in places if field.y.top < level + one[1] - 9 < field.y.bottom - 12]
    at_end, down = min(inside or places, key=met)
    place = 'e" x="100%" dx="-4"' if at_end else '" x="0" dx="4"'
    return f'<text class="tht {limit.tone} halo {place} y="{num(level + down, 1)}">{text(limit.text)}</text>'


def _gaps(chart: MetricChart, runs: list[Run], field: _Plot) -> str:
    """Hatched spans between stretches, called by the gap that overlaps them or by the general word."""
    out, height = "", num(field.y.bottom - field.y.top, 1)
    for before, after in pairwise(runs):
        first, last = before[-1][0] + chart.every * DAY, after[0][0] - DAY
        a, z = field.x.left(first), field.x.right(last)
        name = next((g.name for g in chart.gaps if g.start <= last and g.finish >= first), chart.gap_text)
        out += (
            f'<rect class="gap" x="{num(a)}%" width="{num(z - a)}%" y="{num(field.y.top, 1)}" height="{height}">'
            f"<title>{text(name)}</title></rect>"
        )
        if name and (z - a) >= 2:
            at = f'x="{num((a + z) / 2)}%" y="{num(field.y.bottom - 12, 1)}"'
            out += f'<text class="m halo minor" {at}>{text(name)}</text>'
    return out
