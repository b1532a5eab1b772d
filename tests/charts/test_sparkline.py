import math

import pytest
from charts.chart_reading import HOSTILE, having, parse

from milepost.charts.sparkline import connected, sparkline


@pytest.mark.parametrize("values", [[], [None], [math.nan, math.inf]])
def test_nothing_known_draws_nothing(values: list[float | None]) -> None:
    assert sparkline(values) == ""


@pytest.mark.parametrize("values", [[5], [0, 0], [-3, -3, -3], [1e300, 1], list(range(500))])
def test_unusual_series_are_drawable(values: list[float]) -> None:
    root = parse(sparkline(values, target=2))
    assert having(root, "bandline")
    assert all(0 <= float(c.get("cy", "")) <= 24 for c in root.iter("circle"))


def test_gaps_break_the_line_and_the_dot_is_the_last_known_value() -> None:
    root = parse(sparkline([1, 2, None, 3, 4, None], label=HOSTILE))
    assert len(having(root, "l1")) == 2
    assert having(root, "d1")[-1].get("cx") == "76.8%"


def test_lonely_values_are_dots() -> None:
    assert len(having(parse(sparkline([1, None, 2, None, 3])), "d1")) == 4


def test_runs_keep_their_places() -> None:
    assert list(connected([None, 1, 2, None, 3])) == [[(1, 1), (2, 2)], [(4, 3)]]
