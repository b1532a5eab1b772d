"""Dependency arrows of the Gantt: orthogonal lines in one path per kind, heads that keep their shape."""

from datetime import timedelta
from typing import NamedTuple

from milepost.charts.gantt_model import ROW, GanttLink, GanttPhase, GanttTask, GanttView, walk
from milepost.charts.svg import num, stretched

_AXIS = 13
_Row = GanttTask | GanttPhase
_LONG_DONE = timedelta(days=14)


class _End(NamedTuple):
    """Where a line leaves or enters a row: thousandths of the width, px from the top of the rows."""

    x: float
    y: float
    outward: int
    diamond: bool


def links_layer(view: GanttView, height: float) -> str:
    """Svg with all arrows over rows of `height` px. Links between work done long ago are left out."""
    rows = {row.id: row for row in walk(view.chart.rows) if row.finish}
    lines: dict[bool, list[str]] = {False: [], True: []}
    heads: dict[bool, list[str]] = {False: [], True: []}
    for link in view.chart.links:
        source, target = rows.get(link.source), rows.get(link.target)
        if source is None or target is None or source is target or _long_done(source, target, view):
            continue
        path, x, y, down = _route(link, source, target, view)
        lines[link.critical].append(path)
        mark = "mp-ah" if down else "mp-ahu"
        heads[link.critical].append(f'<use href="#{mark}" x="{num(x / 10)}%" y="{num(y / height * 100, 3)}%"/>')
    if not lines[False] and not lines[True]:
        return ""
    paths = "".join(f'<path class="dep{_k(k)}" d="{"".join(lines[k])}"/>' for k in lines if lines[k])
    tips = "".join(f'<g class="ah{_k(k)}">{"".join(heads[k])}</g>' for k in heads if heads[k])
    return (
        f'<svg class="mp-svg mp-gantt__links" width="100%" height="{num(height)}" aria-hidden="true">'
        f"{stretched(height, paths)}{tips}</svg>"
    )


def _k(critical: bool) -> str:
    return " k" if critical else ""


def _long_done(source: _Row, target: _Row, view: GanttView) -> bool:
    today = view.chart.today
    both = _is_done(source) and _is_done(target)
    return both and today is not None and target.finish is not None and today - target.finish > _LONG_DONE


def _is_done(row: _Row) -> bool:
    if isinstance(row, GanttTask):
        return row.tone == "done"
    return bool(row.rows) and all(_is_done(part) for part in row.rows)


def _route(link: GanttLink, source: _Row, target: _Row, view: GanttView) -> tuple[str, float, float, bool]:
    """Path of one link, then the tip of its arrow and whether it points down."""
    pixel = 1000 / view.width
    out, into = _end(source, link.kind[0], view), _end(target, link.kind[1], view)
    turn = 1 if into.y > out.y else -1
    inset = 0.0 if into.diamond else -into.outward * _inset(target, view, pixel)
    enter, tip = into.x + inset, into.y - 8 * turn
    if out.diamond:
        way = f"M{num(out.x, 1)} {num(out.y + 6 * turn)}"
        if abs(enter - out.x) >= 0.1:
            way += f"V{num(out.y + 14 * turn)}H{num(enter, 1)}"
        return way + f"V{num(tip)}", enter, tip, turn > 0
    way = f"M{num(out.x, 1)} {num(out.y)}"
    if (enter - out.x) * out.outward < 2 * pixel:
        stub = out.x + out.outward * 4 * pixel
        way += f"H{num(stub, 1)}V{num(into.y - 14 * turn)}"
    return way + f"H{num(enter, 1)}V{num(tip)}", enter, tip, turn > 0


def _inset(task: _Row, view: GanttView, pixel: float) -> float:
    """How far inside its bar an arrow lands, so that the tip stands on the bar even when that is short."""
    assert task.finish is not None
    start = task.start or task.finish
    width = (view.scale.right(max(start, task.finish)) - view.scale.left(start)) * 10
    return min(4 * pixel, width / 2)


def _end(task: _Row, side: str, view: GanttView) -> _End:
    assert task.finish is not None
    y = view.place[task.id] * ROW + _AXIS
    start = task.start or task.finish
    if isinstance(task, GanttTask) and task.milestone:
        return _End(view.milestone_at(task) * 10, y, 1, diamond=True)
    if side == "F":
        return _End(view.scale.right(max(start, task.finish)) * 10, y, 1, diamond=False)
    return _End(view.scale.left(start) * 10, y, -1, diamond=False)
