"""The Gantt: an ordered list with one small svg per row, over a calendar layer and a layer of dependency arrows."""

from datetime import date

from markupsafe import Markup

from milepost.charts.gantt_axis import axis_row, calendar_layer, name_strip
from milepost.charts.gantt_links import links_layer
from milepost.charts.gantt_model import ROW, GanttChart, GanttPhase, GanttTask, GanttView, view_of, walk
from milepost.charts.svg import markup, text, text_width

_BAR_CLASS = {"critical": " k", "float": "", "done": " x", "cancelled": " x"}


def gantt(chart: GanttChart) -> Markup:
    """Rows, axis, calendar and arrows; empty when no row has a date. Needs `svg.shared_defs` on the page.

    A bar's x and width decode through the chart's time scale to exactly the first and the last day of work.
    """
    view = view_of(chart)
    if view is None:
        return Markup()
    strip, body = name_strip(view), "".join(_row(row, view) for row in chart.rows)
    height = ROW * len(view.place)
    today = ""
    if chart.today and view.scale.contains(chart.today):
        at = f"--x:{view.x(view.scale.left(chart.today))};--y:{_first_open(view)}"
        today = f'<i class="mp-gantt__at" style="{at}"></i>'
    return markup(
        f'<div class="mp-gantt__scroll{" mp-gantt__scroll--wide" if view.wide else ""}">'
        f'<div class="mp-gantt" role="group" aria-label="{text(chart.words.label)}" '
        f'style="--h:{ROW}px;--w:{view.width}px;--p:{18 if strip else 0}px">{axis_row(view)}'
        f'<div class="mp-gantt__body">{today}<div class="mp-gantt__bg">{calendar_layer(view, strip)}'
        f"{links_layer(view, height)}</div><ol>{body}</ol></div></div></div>",
    )


def _first_open(view: GanttView) -> int:
    """Row of the first task that is not over: where a long chart opens."""
    open_rows = (
        view.place[row.id]
        for row in walk(view.chart.rows)
        if isinstance(row, GanttTask) and row.finish and row.tone in ("critical", "float")
    )
    return next(open_rows, 0)


def _row(row: GanttTask | GanttPhase, view: GanttView) -> str:
    return _phase(row, view) if isinstance(row, GanttPhase) else _task(row, view)


def _phase(phase: GanttPhase, view: GanttView) -> str:
    linked = f'<a href="{text(phase.href)}">{text(phase.name)}</a>' if phase.href else ""
    name = f"<b>{text(phase.name)}</b>" if phase.rows or not linked else linked
    head = (
        f'<span class="mp-gantt__n">{name}<span>{text(phase.note)}</span><span></span></span>'
        f"{_lane(_bracket(phase, view), phase.label)}"
    )
    if not phase.rows:
        return f'<li class="mp-gantt__row mp-gantt__row--ph">{head}</li>'
    rows = "".join(_row(row, view) for row in phase.rows)
    opened = ' open="open"' if phase.opened else ""
    # Beside what unfolds: a link inside of it is one that a keyboard cannot tell from it.
    go = f'<a class="mp-gantt__go" href="{text(phase.href)}" aria-label="{text(phase.name)}">→</a>' if linked else ""
    return (
        f'<li>{go}<details{opened}><summary class="mp-gantt__row mp-gantt__row--ph">{head}</summary>'
        f"<ol>{rows}</ol></details></li>"
    )


def _task(task: GanttTask, view: GanttView) -> str:
    marks = ""
    if task.finish is not None:
        marks = _milestone(task, task.finish, view) if task.milestone else _bar(task, task.finish, view)
    critical = " mp-gantt__row--crit" if task.tone == "critical" else ""
    anchor = f' id="{text(task.anchor)}"' if task.anchor else ""
    return (
        f'<li class="mp-gantt__row{critical}"{anchor}><div class="mp-gantt__n">'
        f'<a href="{text(task.href)}" tabindex="-1">{text(task.name)}</a>'
        f"<span>{text(task.owner)}</span><span>{text(task.float_text)}</span></div>"
        f"{_linked_lane(marks, task, view)}</li>"
    )


def _linked_lane(marks: str, task: GanttTask, view: GanttView) -> str:
    """The lane as the row's link: its label is what readers hear, and what hover and focus show beside the bar."""
    at = f' style="--x:{view.x(view.scale.left(task.start or task.finish))}"' if task.finish else ""
    return (
        f'<a class="mp-gantt__l" href="{text(task.href)}" aria-label="{text(task.label)}"{at}>'
        f'<svg class="mp-svg" width="100%" height="28" aria-hidden="true">{marks}</svg></a>'
    )


def _lane(marks: str, label: str) -> str:
    if not marks:
        return '<svg class="mp-svg" width="100%" height="28" aria-hidden="true"/>'
    return f'<svg class="mp-svg" width="100%" height="28" role="img"><title>{text(label)}</title>{marks}</svg>'


def _bracket(phase: GanttPhase, view: GanttView) -> str:
    if phase.start is None or phase.finish is None:
        return ""
    left, right = _edges(phase.start, phase.finish, view)
    a, z = view.x(left), view.x(right)
    return (
        f'<rect class="ph" x="{a}%" width="{view.x(right - left)}%" y="11" height="3"/>'
        f'<line class="pt" x1="{a}%" x2="{a}%" y1="11" y2="19"/><line class="pt" x1="{z}%" x2="{z}%" y1="11" y2="19"/>'
    )


def _edges(start: date, finish: date, view: GanttView) -> tuple[float, float]:
    """Left and right percent of first and last day; a finish before its start counts as one day."""
    return view.scale.left(start), view.scale.right(max(start, finish))


def _bar(task: GanttTask, finish: date, view: GanttView) -> str:
    start = task.start or finish
    left, right = _edges(start, finish, view)
    css, x, width = _BAR_CLASS[task.tone], view.x(left), right - left
    full = f'x="{x}%" width="{view.x(width)}%" y="7" height="12" rx="1.5"'
    progress = min(1.0, max(0.0, task.progress))
    if task.tone == "done":
        marks = f'<rect class="bp x" {full}/>'
    else:
        marks = f'<rect class="b{css}" {full}/>'
        if progress:
            done = f'x="{x}%" width="{view.x(width * progress)}%"'
            marks += f'<rect class="bp{css}" {done} y="7" height="12" rx="1.5"/>'
    marks += _baseline(task, (start, finish), view)
    reach = right
    if task.float_finish and task.float_finish > finish and task.tone in ("critical", "float"):
        reach = view.scale.right(task.float_finish)
        z = view.x(reach)
        marks += f'<line class="fl" x1="{view.x(right)}%" x2="{z}%" y1="13" y2="13"/>'
        marks += f'<line class="axis" x1="{z}%" x2="{z}%" y1="9" y2="17"/>'
    marks += _deadline(task, view)
    if task.note:
        css = f" {task.note_tone}" if task.note_tone else ""
        marks += _beside(task.note, (left, reach), 7, f"nt{css} halo", view)
    return marks


def _baseline(task: GanttTask, now: tuple[date, date], view: GanttView) -> str:
    if task.baseline is None or task.baseline == now:
        return ""
    left, right = _edges(*task.baseline, view)
    return f'<rect class="bl" x="{view.x(left)}%" width="{view.x(right - left)}%" y="21.5" height="2.5"/>'


def _milestone(task: GanttTask, finish: date, view: GanttView) -> str:
    at = view.milestone_at(task)
    done = task.tone in ("done", "cancelled")
    marks = ""
    if task.baseline and task.baseline[1] != finish:
        marks = f'<use class="ms o" href="#mp-mo" x="{view.x(view.scale.right(task.baseline[1]))}%" y="13"/>'
    marks += f'<use class="ms{" x" if done else ""}" href="#mp-ms" x="{view.x(at)}%" y="13"/>'
    marks += _deadline(task, view)
    words = " ".join(filter(None, (task.date_text, task.note)))
    css = f"nt {task.note_tone} halo" if task.note_tone else "t1 halo"
    return marks + (_beside(words, (at, at), 11, css, view) if words else "")


def _deadline(task: GanttTask, view: GanttView) -> str:
    if task.deadline is None or not view.scale.contains(task.deadline):
        return ""
    missed = " bad" if task.deadline_missed else ""
    return f'<use class="dl{missed}" href="#mp-dl" x="{view.x(view.scale.right(task.deadline))}%" y="4"/>'


def _beside(words: str, span: tuple[float, float], gap: int, css: str, view: GanttView) -> str:
    """Words after a mark, or before it where they would run out of the chart; on phones only if they fit there."""
    size = text_width(words) + gap
    for width, level in view.levels:
        hidden = f" {level}" if level else ""
        if span[1] / 100 * width + size <= width:
            return f'<text class="{css}{hidden}" x="{view.x(span[1])}%" dx="{gap}" y="17">{text(words)}</text>'
        if span[0] / 100 * width - size >= 0:
            return f'<text class="{css} e{hidden}" x="{view.x(span[0])}%" dx="-{gap}" y="17">{text(words)}</text>'
    return ""
