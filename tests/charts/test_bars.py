import math
from datetime import date

import pytest
from charts.chart_reading import HOSTILE, having, parse, percent, words_of

from milepost.charts import bars
from milepost.charts.scales import TimeScale


@pytest.mark.parametrize(("share", "width"), [(0, 0), (0.5, 50), (1, 100), (7, 100), (-1, 0)])
def test_progress_stays_on_its_track(share: float, width: float) -> None:
    root = parse(bars.progress_bar(share, elapsed=0.62, label=HOSTILE))
    assert percent(having(root, "fill")[0], "width") == width
    assert percent(having(root, "tick")[0], "x1") == 62


@pytest.mark.parametrize("share", [None, math.nan])
def test_unknown_shares_draw_nothing(share: float | None) -> None:
    assert bars.progress_bar(share) == bars.share_bar(share) == ""


@pytest.mark.parametrize(
    ("due", "fill"),
    [(date(2026, 12, 9), "fill-g"), (date(2026, 12, 3), "fill-w"), (date(2026, 11, 27), "fill-b"), (None, "fill")],
)
def test_forecast_colour_follows_the_due_date(due: date | None, fill: str) -> None:
    axis = date(2026, 11, 1), date(2026, 12, 31)
    root = parse(bars.forecast_range(p50=date(2026, 12, 2), p80=date(2026, 12, 7), due=due, axis=axis))
    (bar,), scale = having(root, fill), TimeScale(start=axis[0], finish=axis[1])
    assert scale.day_at_right(percent(bar, "x")) == date(2026, 12, 2)
    assert scale.day_at_right(percent(bar, "x") + percent(bar, "width")) == date(2026, 12, 7)
    assert bool(having(root, "dsh")) == (due is not None)


def test_forecast_of_one_day_has_a_width() -> None:
    day = date(2026, 1, 1)
    assert percent(having(parse(bars.forecast_range(p50=day, p80=day, due=day, axis=(day, day))), "fill-g")[0], "width")


@pytest.mark.parametrize(("estimate", "rest"), [(50, "soft"), (58, "fill-w"), (70, "fill-b")])
def test_budget_colour_follows_the_estimate(estimate: float, rest: str) -> None:
    root = parse(bars.budget_bar(spent=40, estimate=estimate, approved=56))
    assert percent(having(root, rest)[0], "width") > percent(having(root, "fill")[0], "width")


def test_budget_edge_values() -> None:
    assert bars.budget_bar(spent=0, estimate=0, approved=None) == ""
    assert not having(parse(bars.budget_bar(spent=5, estimate=math.nan, approved=None)), "tick")
    parse(bars.budget_bar(spent=-5, estimate=3, approved=0))


def test_tornado_grows_from_a_common_zero() -> None:
    root = parse(bars.tornado_bar(low=-2, high=4, reach=4, risk=True))
    (best,), (worst,) = having(root, "soft"), having(root, "inkf")
    assert percent(best, "x") + percent(best, "width") == pytest.approx(50) == percent(worst, "x")
    assert percent(worst, "width") == pytest.approx(2 * percent(best, "width"), abs=0.02)
    assert bars.tornado_bar(low=0, high=0, reach=0) == ""
    parse(bars.tornado_bar(low=1, high=9, reach=4))


@pytest.mark.parametrize("effect", [(1.9, 2.6, 3.3, 2.0), (0, 0, 0, 0), (-3, -2, -1, None), (math.nan, 1, math.nan, 2)])
def test_effects_are_drawable(effect: tuple[float, float, float, float | None]) -> None:
    low, value, high, expected = effect
    interval = bars.Interval(
        low=low,
        value=value,
        high=high,
        value_text=HOSTILE,
        expected=expected,
        expected_text=HOSTILE,
    )
    root = parse(bars.effect_bar(interval))
    assert bool(having(root, "exp")) == (expected is not None)
    assert "alert" in words_of(root)
