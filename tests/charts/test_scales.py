import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.charts.scales import LinearScale, TimeScale, finite, nice_ticks, runs_of_days, window

DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))


@given(DATES, st.integers(0, 6000), st.integers(0, 6000))
def test_written_percentages_lead_back_to_their_days(start: date, length: int, offset: int) -> None:
    scale = TimeScale(start=start, finish=start + timedelta(days=length))
    day = start + timedelta(days=min(offset, length))
    assert scale.day_at_left(round(scale.left(day), scale.digits)) == day
    assert scale.day_at_right(round(scale.right(day), scale.digits)) == day


def test_a_window_of_one_day_is_full_width() -> None:
    scale = TimeScale(start=date(2026, 1, 1), finish=date(2026, 1, 1))
    assert (scale.left(scale.start), scale.middle(scale.start), scale.right(scale.start)) == (0, 50, 100)


def test_days_outside_are_cut_at_the_edges() -> None:
    scale = TimeScale(start=date(2026, 1, 1), finish=date(2026, 1, 10))
    assert scale.left(date(2020, 1, 1)) == scale.right(date(2020, 1, 1)) == 0
    assert scale.left(date(2030, 1, 1)) == 100


def test_scales_refuse_empty_domains() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        TimeScale(start=date(2026, 1, 2), finish=date(2026, 1, 1))
    with pytest.raises(ValueError, match="high > low"):
        LinearScale(low=1, high=1, top=0, bottom=10)


def test_linear_scale_counts_downwards_and_inverts() -> None:
    scale = LinearScale(low=-10, high=10, top=20, bottom=220)
    assert (scale(-10), scale(0), scale(10), scale(99)) == (220, 120, 20, 20)
    assert scale.value_at(scale(3.7)) == pytest.approx(3.7)


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=8))
def test_ticks_enclose_every_finite_value(values: list[float]) -> None:
    ticks = nice_ticks(values)
    known = [v for v in values if finite(v) is not None]
    assert ticks.low < ticks.high
    assert all(math.isfinite(t) for t in ticks.values)
    slack = (ticks.high - ticks.low) * 1e-6
    assert all(ticks.low - slack <= v <= ticks.high + slack for v in known)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], (0, 0.25, 0.5, 0.75, 1)),
        ([0, 100], (0, 25, 50, 75, 100)),
        ([-3, 4], (-4, -2, 0, 2, 4)),
        ([5, 5], (4.5, 4.75, 5, 5.25, 5.5)),
        ([0, 0], (0, 0.25, 0.5, 0.75, 1)),
        ([0.1, 0.3], (0.1, 0.15, 0.2, 0.25, 0.3)),
    ],
)
def test_ticks_are_round_numbers(values: list[float], expected: tuple[float, ...]) -> None:
    assert nice_ticks(values).values == pytest.approx(expected)


def test_adjacent_days_become_one_run() -> None:
    d = [date(2026, 10, n) for n in (1, 2, 3, 10)]
    assert runs_of_days([d[3], d[1], d[0], d[2], d[1]]) == [(d[0], d[2]), (d[3], d[3])]
    assert runs_of_days([]) == []


def test_window_holds_all_days_even_at_the_end_of_time() -> None:
    assert window([]) is None
    scale = window([date.min, date.max])
    assert scale is not None
    assert (scale.start, scale.finish) == (date.min, date.max)


@pytest.mark.parametrize("top", [1, 2, 3, 4, 7, 9, 10, 11, 18, 40, 1000])
def test_counts_have_no_halves(top):
    ticks = nice_ticks([0, top], whole=True)
    assert all(value.is_integer() for value in ticks.values)
    assert ticks.digits == 0
    assert ticks.values[0] == 0
    assert ticks.values[-1] >= top
    assert len(ticks.values) <= 7
