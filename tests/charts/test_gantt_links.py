import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from charts.chart_reading import having, parse, percent
from charts.gantt_plans import START, chart_of, one

from milepost.charts.gantt import gantt
from milepost.charts.gantt_model import ROW, GanttLink, GanttPhase, GanttTask, LinkKind, view_of


def pair(**second: object) -> tuple[GanttTask, GanttTask]:
    later = {"id": "b", "start": START + timedelta(days=7), "finish": START + timedelta(days=11)}
    return one(), one(**later | second)


def points(path: str) -> list[tuple[float, float]]:
    """Corners of a path of M, H and V."""
    x = y = 0.0
    out = []
    for command, numbers in re.findall(r"([MHV])([^MHV]+)", path):
        values = [float(n) for n in numbers.split()]
        x, y = (values[0], values[1]) if command == "M" else (values[0], y) if command == "H" else (x, values[0])
        out.append((x, y))
    return out


@pytest.mark.parametrize("kind", ["FS", "SS", "FF", "SF"])
@pytest.mark.parametrize("gap", [-6, -1, 0, 7])
def test_arrows_leave_and_enter_on_the_bars(kind: LinkKind, gap: int) -> None:
    a, b = pair(start=START + timedelta(days=5 + gap), finish=START + timedelta(days=9 + gap))
    chart = chart_of(a, b, links=(GanttLink(source="a", target="b", kind=kind),))
    view, root = view_of(chart), parse(gantt(chart))
    assert view is not None
    (path,) = having(root, "dep")
    corners = points(path.get("d", ""))
    scale = view.scale
    out = scale.right(a.finish) if kind[0] == "F" else scale.left(a.start)
    assert corners[0] == (pytest.approx(out * 10, abs=0.06), 13)
    assert scale.left(b.start) * 10 <= corners[-1][0] <= scale.right(b.finish) * 10
    assert corners[-1][1] == ROW + 13 - 8
    assert all(p[0] == q[0] or p[1] == q[1] for p, q in pairwise(corners))
    (head,) = root.iterfind(".//g[@class='ah']/use")
    assert percent(head, "y") / 100 * 2 * ROW == pytest.approx(corners[-1][1], abs=0.01)


def test_an_arrow_upwards_has_its_head_upwards() -> None:
    a, b = pair()
    root = parse(gantt(chart_of(b, a, links=(GanttLink(source="a", target="b"),))))
    (head,) = root.iterfind(".//g[@class='ah']/use")
    assert head.get("href") == "#mp-ahu"


def test_critical_links_are_apart() -> None:
    a, b = pair()
    root = parse(gantt(chart_of(a, b, links=(GanttLink(source="a", target="b", critical=True),))))
    assert len(having(root, "dep", "k")) == len(having(root, "ah", "k")) == 1


def test_unknown_rows_loops_and_long_done_work_have_no_arrows() -> None:
    a, b = pair(tone="done")
    done = one(tone="done")
    links = (
        GanttLink(source="a", target="gone"),
        GanttLink(source="a", target="a"),
        GanttLink(source="a", target="b"),
    )
    assert not having(parse(gantt(chart_of(done, b, links=links, today=date(2026, 6, 1)))), "dep")
    assert having(parse(gantt(chart_of(a, b, links=links, today=date(2026, 6, 1)))), "dep")


def test_milestones_are_left_below_and_met_above() -> None:
    a, b = pair(milestone=True)
    c = one(id="c", start=START + timedelta(days=14), finish=START + timedelta(days=18))
    links = (GanttLink(source="a", target="b"), GanttLink(source="b", target="c"))
    chart = chart_of(a, b, c, links=links)
    view = view_of(chart)
    assert view is not None
    (path,) = having(parse(gantt(chart)), "dep")
    into, out = (points("M" + part) for part in path.get("d", "").split("M")[1:])
    at = view.scale.right(b.finish) * 10
    assert into[-1][0] == pytest.approx(at, abs=0.06)
    assert out[0] == (pytest.approx(at, abs=0.06), ROW + 13 + 6)


def test_phases_are_linked_from_bracket_to_bracket() -> None:
    a, b = pair()
    first = GanttPhase(id="p", name="P", label="P", start=a.start, finish=a.finish, rows=(a,))
    second = GanttPhase(id="q", name="Q", label="Q", start=b.start, finish=b.finish, rows=(b,))
    chart = chart_of(first, second, links=(GanttLink(source="p", target="q"),))
    view = view_of(chart)
    assert view is not None
    (path,) = having(parse(gantt(chart)), "dep")
    corners = points(path.get("d", ""))
    assert corners[0] == (pytest.approx(view.scale.right(a.finish) * 10, abs=0.06), 13)
    assert corners[-1][1] == 2 * ROW + 13 - 8
    assert view.scale.left(b.start) * 10 <= corners[-1][0] <= view.scale.right(b.finish) * 10
