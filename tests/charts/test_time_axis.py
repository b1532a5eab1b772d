from datetime import date, timedelta

import pytest
from charts.chart_reading import WORDS

from milepost.charts.scales import TimeScale
from milepost.charts.time_axis import (
    AxisWords,
    Label,
    Unit,
    calendar_ticks,
    fits,
    period_name,
    period_start,
    period_starts,
)


def scale(days: int, start: date = date(2026, 8, 5)) -> TimeScale:
    return TimeScale(start=start, finish=start + timedelta(days=days - 1))


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("days", [1, 2, 40, 400, 1500])
def test_periods_begin_at_their_starts_and_cover_the_window(unit: Unit, days: int) -> None:
    window = scale(days, date(2024, 1, 31))
    starts = period_starts(window, unit)
    assert starts[0] == window.start
    assert starts == sorted(set(starts))
    assert all(period_start(d, unit) == d for d in starts[1:])
    every_day = [window.start + timedelta(days=i) for i in range(days)]
    assert {period_start(d, unit) for d in every_day} == {period_start(d, unit) for d in starts}


def test_weeks_start_on_monday() -> None:
    assert period_start(date(2026, 10, 14), Unit.WEEK) == date(2026, 10, 12)


def test_names_follow_the_words_of_a_language() -> None:
    chinese = AxisWords(
        months=tuple(f"{n} 月" for n in range(1, 13)),
        quarter="{quarter} 季度",
        month_of_year="{year} 年 {month}",
    )
    day = date(2026, 10, 14)
    assert period_name(day, Unit.MONTH, chinese) == "10 月"
    assert period_name(day, Unit.MONTH, chinese, with_year=True) == "2026 年 10 月"
    assert period_name(day, Unit.QUARTER, chinese) == "4 季度"
    assert period_name(day, Unit.DAY, chinese) == "10-14"
    assert period_name(day, Unit.YEAR, WORDS) == "2026"


def test_labels_that_would_touch_are_dropped_in_order() -> None:
    labels = [Label(x=0, text="first"), Label(x=1, text="second"), Label(x=50, text="third")]
    assert fits(labels, 300) == [True, False, True]
    assert fits(labels[:1], 300, [(10, 20)]) == [False]
    assert fits([Label(x=99, text="runs out of the plot")], 300) == [False]


@pytest.mark.parametrize("days", [1, 3, 15, 60, 120, 300, 700, 1500, 9000])
def test_ticks_are_few_named_and_apart(days: int) -> None:
    ticks = calendar_ticks(scale(days), WORDS)
    named = [t for t in ticks if t.text]
    assert 1 <= len(named) <= 12
    shown = [Label(x=t.x, text=t.text) for t in named]
    assert fits(shown, 560) == [True] * len(shown)
    assert any(t.phone for t in ticks)


def test_the_year_is_said_when_the_window_crosses_one() -> None:
    texts = [t.text for t in calendar_ticks(scale(300), WORDS) if t.text]
    assert any("2027" in t for t in texts)
    assert not any("2026" in t for t in [t.text for t in calendar_ticks(scale(120), WORDS, finest=Unit.MONTH)])


def test_a_new_year_is_named_even_where_an_older_name_must_give_way() -> None:
    window = TimeScale(start=date(2025, 10, 14), finish=date(2027, 1, 10))
    chinese = AxisWords(months=tuple(f"{n} 月" for n in range(1, 13)), month_of_year="{year} 年 {month}")
    names = [tick.text for tick in calendar_ticks(window, chinese) if tick.text]
    assert "2026 年 1 月" in names
    assert "11 月" in names or "2025 年 11 月" in names
