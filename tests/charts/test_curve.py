import math
from datetime import date, timedelta
from itertools import pairwise

import pytest
from charts.chart_reading import HOSTILE, WORDS, having, parse, percent, words_of

from milepost.charts.curve import CurveChart, Rule, Series, curve_chart
from milepost.charts.line_model import Point

START = date(2026, 1, 5)


def line(*values: float | None, **fields: object) -> Series:
    points = tuple(Point(day=START + timedelta(days=7 * i), value=v) for i, v in enumerate(values))
    return Series(**{"points": points, "text": "EV", "colour": 1} | fields)


def chart(*series: Series, **fields: object) -> CurveChart:
    return CurveChart(**{"series": series, "label": "S-curve", "axis": WORDS} | fields)


@pytest.mark.parametrize("values", [(), (None,), (math.nan, None)])
def test_nothing_known_draws_nothing(values: tuple[float | None, ...]) -> None:
    assert curve_chart(chart(line(*values))) == ""


@pytest.mark.parametrize("values", [(0,), (5, 5, 5), (-4, 3), tuple(range(500))])
def test_unusual_series_are_drawable(values: tuple[float, ...]) -> None:
    parse(curve_chart(chart(line(*values), today=START)))


def test_a_missing_value_breaks_the_line() -> None:
    assert len(having(parse(curve_chart(chart(line(1, 2, None, 3, 4)))), "l1")) == 2


def test_steps_hold_until_the_next_value() -> None:
    (steps,) = having(parse(curve_chart(chart(line(1, 3, step=True)))), "l1")
    (x0, y0), (x1, y1), (x2, y2) = (tuple(map(float, p.split(","))) for p in steps.get("points", "").split())
    assert (y1, x2) == (y0, x1)
    assert x0 < x1
    assert y2 < y1


def test_an_area_reaches_down_to_its_level() -> None:
    root = parse(curve_chart(chart(line(8, 9, area=True, area_to=5), hold=(0, 12))))
    floor = float(having(root, "area")[0].get("points", "").split()[-1].split(",")[1])
    labels = {"".join(t.itertext()): float(t.get("y", "")) - 4 for t in root.iter("text") if t.get("class") == "e"}
    assert floor == pytest.approx(labels["5"], abs=0.1)


def test_names_at_line_ends_do_not_touch() -> None:
    root = parse(curve_chart(chart(*(line(1, 10 + n / 10, text=f"line {n}") for n in range(4)))))
    ys = sorted(float(t.get("y", "")) for t in root.iter("text") if "line" in words_of(t))
    assert min(b - a for a, b in pairwise(ys)) >= 14.9


def test_levels_and_days_are_ruled() -> None:
    rules = (Rule(text="budget 56", value=56), Rule(text="vendor late", day=START + timedelta(days=3)))
    root = parse(curve_chart(chart(line(1, 2), rules=rules, today=START + timedelta(days=1))))
    assert len(having(root, "due")) == len(having(root, "ev")) == len(having(root, "now")) == 1
    assert {"budget 56", "vendor late"} <= {words_of(t) for t in root.iter("text")}
    assert 0 < percent(having(root, "now")[0], "x1") < 100


def test_outside_text_is_escaped() -> None:
    html = curve_chart(
        chart(
            line(1, 2, text=HOSTILE), label=HOSTILE, rules=(Rule(text=HOSTILE, value=1), Rule(text=HOSTILE, day=START))
        ),
    )
    assert "<script" not in html
    parse(html)
