"""Axis and calendar of the Gantt: two lines of periods, rest days, names of holidays, today and the due date."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from milepost.charts.gantt_model import GanttView
from milepost.charts.scales import DAY, runs_of_days
from milepost.charts.svg import frame, num, text, text_width
from milepost.charts.time_axis import NARROW, AxisWords, Label, Unit, fits, period_name, period_starts


class Words(NamedTuple):
    """A label in the strip above the rows, how it is anchored and from which level of width it is shown."""

    label: Label
    anchor: str
    level: str = ""


def axis_row(view: GanttView) -> str:
    """Heads of the name column and two lines of periods, with today and the due date on the upper one."""
    words = view.chart.words
    axis = _periods(view) + _flags(view)
    return (
        f'<div class="mp-gantt__row mp-gantt__axis"><div class="mp-gantt__n"><span>{text(words.task)}</span>'
        f"<span>{text(words.owner)}</span><span>{text(words.total_float)}</span></div>{frame(axis, 42)}</div>"
    )


def name_strip(view: GanttView) -> list[Words]:
    """Names of holidays and the forecast line that find room in the strip above the first row."""
    chart, scale, page = view.chart, view.scale, view.levels[-1][0]
    wanted: list[Words] = []
    if chart.forecast and scale.contains(chart.forecast.day):
        right = scale.right(chart.forecast.day)
        room = right / 100 * page + 5 + text_width(chart.forecast.text) <= page
        label = Label(x=right, text=chart.forecast.text, dx=5 if room else -5, end=not room)
        wanted.append(Words(label, "" if room else "e"))
    for days in chart.day_names:
        if scale.contains(days.start) or scale.contains(days.finish):
            middle = (scale.left(days.start) + scale.right(days.finish)) / 2
            wanted.append(Words(Label(x=middle, text=days.name, dx=-text_width(days.name) / 2), "m"))
    levels = _levels([w.label for w in wanted], view, {})
    return [w._replace(level=level) for w, level in zip(wanted, levels, strict=True) if level is not None]


def _levels(
    labels: list[Label],
    view: GanttView,
    taken: Mapping[str, list[tuple[float, float]]],
) -> list[str | None]:
    """Class per label: the narrowest level of width at which it fits beside `taken`; None when at no level."""
    found: list[str | None] = [None] * len(labels)
    for width, level in reversed(view.levels):
        kept = [i for i in range(len(labels)) if found[i] is not None or level == "mid"]
        for i, room in zip(kept, fits([labels[i] for i in kept], width, taken.get(level, ())), strict=True):
            if room and found[i] in (None, _WIDER[level]):
                found[i] = level
    return found


_WIDER = {"": "minor", "minor": "mid", "mid": None}


def calendar_layer(view: GanttView, strip: list[Words]) -> str:
    """Rest and make-up days, period lines, names, today, due and forecast, drawn once under all rows."""
    chart, scale = view.chart, view.scale
    named = {day for days in chart.day_names for day in _days(days.start, days.finish)}
    body = ""
    for first, last in runs_of_days(d for d in chart.off_days if scale.contains(d)):
        if view.shows_weekends or (last - first).days >= 2 or any(d in named for d in _days(first, last)):
            body += _column("off", first, last, view)
    if view.shows_weekends:
        for first, last in runs_of_days(d for d in chart.makeup_days if scale.contains(d)):
            body += _column("mku", first, last, view)
    body += "".join(_line("axis", view.x(scale.left(d))) for d in period_starts(scale, view.upper)[1:])
    if view.lower in (Unit.MONTH, Unit.QUARTER):
        body += "".join(_line("grid", view.x(scale.left(d))) for d in period_starts(scale, view.lower)[1:])
    for word in strip:
        css = " ".join(filter(None, (word.anchor, word.level)))
        anchor = f' class="{css}"' if css else ""
        dx = "" if word.anchor == "m" else f' dx="{word.label.dx:.0f}"'
        body += f'<text{anchor} x="{view.x(word.label.x)}%"{dx} y="13">{text(word.label.text)}</text>'
    if chart.forecast and scale.contains(chart.forecast.day):
        body += _line("ev", view.x(scale.right(chart.forecast.day)))
    if chart.due and scale.contains(chart.due.day):
        body += _line("due", view.x(scale.right(chart.due.day)))
    if chart.today and scale.contains(chart.today):
        body += _line("now", view.x(scale.left(chart.today)))
    return f'<svg class="mp-svg" width="100%" height="100%" aria-hidden="true">{body}</svg>'


def _days(first: date, last: date) -> list[date]:
    return [first + i * DAY for i in range(max(0, (last - first).days) + 1)]


def _column(css: str, first: date, last: date, view: GanttView) -> str:
    left, right = view.scale.left(first), view.scale.right(last)
    return f'<rect class="{css}" x="{view.x(left)}%" width="{view.x(right - left)}%" height="100%"/>'


def _line(css: str, x: str) -> str:
    return f'<line class="{css}" x1="{x}%" x2="{x}%" y1="0" y2="100%"/>'


def _names(view: GanttView, unit: Unit, words: AxisWords) -> list[Label]:
    """Labels of one axis line; a month carries its year at the first and at each new year."""
    scale, labels = view.scale, []
    for i, start in enumerate(period_starts(scale, unit)):
        if unit in (Unit.DAY, Unit.WEEK):
            if unit is Unit.WEEK and start.weekday():
                continue
            name = str(start.day)
        else:
            several = scale.start.year != scale.finish.year and unit is view.upper
            name = period_name(start, unit, words, with_year=several and (i == 0 or start.month == 1))
        labels.append(Label(x=scale.left(start), text=name, dx=1 if unit is view.lower else 4))
    return labels


def _periods(view: GanttView) -> str:
    lower = _names(view, view.lower, view.chart.words.axis)
    body = ""
    for label, level in zip(lower, _levels(lower, view, {}), strict=True):
        if level is not None:
            css = "minor" if level == "" else level
            body += f'<text class="{css}" x="{view.x(label.x)}%" dx="1" y="36">{text(label.text)}</text>'
    upper = _names(view, view.upper, view.chart.words.axis)
    if len(upper) > 1 and not fits([upper[1], upper[0]], view.width)[1]:
        upper = upper[1:]
    taken = {level: _flag_room(view, width) for width, level in view.levels}
    for label, level in zip(upper, _levels(upper, view, taken), strict=True):
        if level is not None:
            css = f"t1 {level}" if level else "t1"
            body += f'<text class="{css}" x="{view.x(label.x)}%" dx="4" y="15">{text(label.text)}</text>'
    return body


def _flag(view: GanttView, width: float) -> list[tuple[float, float]]:
    """Pixels that today's flag takes in a plot of `width` px: right of its line unless that leaves the plot."""
    chart = view.chart
    if chart.today is None or not view.scale.contains(chart.today):
        return []
    at, size = view.scale.left(chart.today) / 100 * width, text_width(chart.words.today) + 10
    start = at - size if _turned(view) else at
    return [(start - 2, start + size + 2)]


def _turned(view: GanttView) -> bool:
    """Today's flag stands left of its line because it would leave the plot of a phone."""
    chart = view.chart
    assert chart.today is not None
    return view.scale.left(chart.today) / 100 * NARROW + text_width(chart.words.today) + 10 > NARROW


def _flag_room(view: GanttView, width: float) -> list[tuple[float, float]]:
    """Pixels that today's flag and the due label take on the upper line."""
    label = _due_label(view)
    due = [label.extent(width)] if label and fits([label], width, _flag(view, width))[0] else []
    return [*_flag(view, width), *due]


def _due_label(view: GanttView) -> Label | None:
    """The due date's words left of its line, else right of it; None where neither has room on a page."""
    chart, scale = view.chart, view.scale
    if not chart.due or not scale.contains(chart.due.day):
        return None
    for width, _ in view.levels:
        for end in (True, False):
            label = Label(x=scale.right(chart.due.day), text=chart.due.text, dx=-4 if end else 4, end=end)
            if fits([label], width, _flag(view, width))[0]:
                return label
    return None


def _flags(view: GanttView) -> str:
    chart, body, label = view.chart, "", _due_label(view)
    if label:
        taken = {level: _flag(view, width) for width, level in view.levels}
        level = _levels([label], view, taken)[0]
        css = " ".join(filter(None, ("t1", "e" if label.end else "", level)))
        body += f'<text class="{css}" x="{view.x(label.x)}%" dx="{label.dx:.0f}" y="15">{text(label.text)}</text>'
    if chart.today and view.scale.contains(chart.today):
        # in em, because the root font grows on wide screens
        size = text_width(chart.words.today) / 12 + 0.8
        shift = -size if _turned(view) else 0.0
        body += (
            f'<svg x="{view.x(view.scale.left(chart.today))}%" y="5" overflow="visible">'
            f'<rect class="flag" x="{num(shift)}em" width="{num(size)}em" height="1.25em"/>'
            f'<text class="flagt" x="{num(shift + 0.4)}em" y=".97em">{text(chart.words.today)}</text></svg>'
        )
    return body
