"""Roadmap of the portfolio: every project's phases, milestones, due date and P80 finish on one time axis."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from markupsafe import Markup

from milepost.charts.scales import TimeScale, window
from milepost.charts.svg import markup, num, text, text_width
from milepost.charts.time_axis import AxisWords, Unit, calendar_ticks

_HEAD, _LANE, _STEP = 24, 46, 18
_PAGE, _TABLET = 780.0, 480.0


PhaseState = Literal["done", "current", "next"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadPhase:
    """A phase from first to last day; `label` is the sentence of its title."""

    name: str
    start: date
    finish: date
    label: str
    state: PhaseState = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadMilestone:
    """A milestone at the end of `day`; `date_text` is dropped first where labels would touch."""

    name: str
    day: date
    date_text: str
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadProject:
    """A project's lane. `on_time` decides the due mark's colour; `due_label` says it in words."""

    name: str
    href: str
    phases: tuple[RoadPhase, ...] = ()
    milestones: tuple[RoadMilestone, ...] = ()
    due: date | None = None
    due_label: str = ""
    on_time: bool = True
    forecast: date | None = None
    forecast_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """All lanes with the words of the axis; `today` is drawn where it lies inside the window."""

    projects: tuple[RoadProject, ...]
    label: str
    axis: AxisWords
    today: date | None = None


def roadmap(chart: Roadmap) -> Markup:
    """Names beside one svg of lanes; empty when no project has a date."""
    days = [d for p in chart.projects for d in _dates(p)]
    scale = window(days, before=0.02, after=0.08)
    if scale is None:
        return Markup()
    names, lanes, y = "", "", _HEAD
    for project in chart.projects:
        rows = _stack(project.phases)
        height = _LANE + _STEP * max(0, max(rows, default=0))
        names += f'<div style="height:{height}px"><a href="{text(project.href)}">{text(project.name)}</a></div>'
        lanes += _lane(project, rows, scale, y + 6)
        y += height
    body = _axis(chart, scale, y) + lanes
    if chart.today and scale.contains(chart.today):
        x = num(scale.left(chart.today))
        body += f'<line class="now" x1="{x}%" x2="{x}%" y1="16" y2="{y}"/>'
    return markup(
        f'<div class="mp-road"><div class="mp-road__n">{names}</div><svg class="mp-svg" style="--h:{y}px" width="100%" '
        f'height="{y}" role="group" aria-label="{text(chart.label)}">{body}</svg></div>',
    )


def _dates(project: RoadProject) -> list[date]:
    spans = [d for p in project.phases for d in (p.start, max(p.start, p.finish))]
    marks = [m.day for m in project.milestones]
    return [*spans, *marks, *(d for d in (project.due, project.forecast) if d)]


def _stack(phases: tuple[RoadPhase, ...]) -> list[int]:
    """Line of each phase inside its lane: 0 unless phases overlap."""
    ends: list[date] = []
    rows = []
    for phase in phases:
        row = next((i for i, end in enumerate(ends) if end < phase.start), len(ends))
        last = max(phase.start, phase.finish)
        ends[row : row + 1] = [last]
        rows.append(row)
    return rows


def _axis(chart: Roadmap, scale: TimeScale, height: int) -> str:
    body, finest = "", Unit.MONTH if scale.days > 62 else Unit.DAY
    for tick in calendar_ticks(scale, chart.axis, width=_PAGE, dx=5, finest=finest):
        x, css = num(tick.x), "" if tick.phone else ' class="minor"'
        body += f'<line class="grid" x1="{x}%" x2="{x}%" y1="0" y2="{height}"/>'
        body += f'<text{css} x="{x}%" dx="5" y="13">{text(tick.text)}</text>' if tick.text else ""
    return body + '<line class="axis" x1="0" x2="100%" y1="22" y2="22"/>'


def _lane(project: RoadProject, rows: list[int], scale: TimeScale, top: int) -> str:
    body = "".join(_phase(p, scale, top + row * _STEP) for p, row in zip(project.phases, rows, strict=True))
    first, top = top, top + max(rows, default=0) * _STEP
    end = max((p.finish for p in project.phases), default=None)
    if project.forecast and (end is None or project.forecast > end):
        a = num(scale.right(end)) if end else num(scale.right(project.forecast))
        z = num(scale.right(project.forecast))
        body += (
            f"<g><title>{text(project.forecast_label)}</title>"
            f'<line class="due p80" x1="{a}%" x2="{z}%" y1="{top + 8}" y2="{top + 8}"/>'
            f'<line class="tick" x1="{z}%" x2="{z}%" y1="{top + 3}" y2="{top + 13}"/></g>'
        )
    if project.due:
        x = num(scale.right(project.due))
        css = "dm" if project.on_time else "dn"
        body += (
            f'<line class="{css}" x1="{x}%" x2="{x}%" y1="{first - 4}" y2="{top + 20}">'
            f"<title>{text(project.due_label)}</title></line>"
        )
    return body + _milestones(project, scale, top + 23)


def _phase(phase: RoadPhase, scale: TimeScale, y: int) -> str:
    left, right = scale.left(phase.start), scale.right(max(phase.start, phase.finish))
    css = {"done": "seg did", "current": "seg on", "next": "seg"}[phase.state]
    width = max(0.0, right - left - 0.15)
    body = (
        f'<rect class="{css}" x="{num(left)}%" width="{num(width)}%" y="{y}" height="16" rx="2">'
        f"<title>{text(phase.label)}</title></rect>"
    )
    hidden = _hidden(text_width(phase.name) + 8, width)
    if phase.name and hidden is not None:
        body += f'<text class="t1 {hidden}" x="{num(left)}%" dx="5" y="{y + 12}">{text(phase.name)}</text>'
    return body


def _hidden(size: float, room: float) -> str | None:
    """Class that takes a label away where `room` percent are fewer than `size` px; None when it never fits."""
    if size <= room / 100 * _TABLET:
        return "minor"
    return "mid" if size <= room / 100 * _PAGE else None


def _milestones(project: RoadProject, scale: TimeScale, y: int) -> str:
    body = ""
    marks = sorted(project.milestones, key=lambda m: m.day)
    edges = [*(scale.right(m.day) for m in marks), 100.0]
    for mark, (at, following) in zip(marks, pairwise(edges), strict=True):
        name, when = _hidden(text_width(mark.name) + 20, following - at), None
        if name is not None:
            when = _hidden(text_width(f"{mark.name} {mark.date_text}") + 20, following - at)
        words = ""
        if name is not None:
            dated = f'<tspan class="{when}"> {text(mark.date_text)}</tspan>' if when else ""
            words = f'<text class="t1 {name}" x="9" y="4">{text(mark.name)}{dated}</text>'
        shape = f'<title>{text(mark.label)}</title><path class="dia" d="M0-5 5 0 0 5-5 0Z"/>{words}'
        if mark.href:
            shape = f'<a href="{text(mark.href)}">{shape}</a>'
        body += f'<svg x="{num(at)}%" y="{y}" overflow="visible">{shape}</svg>'
    return body
