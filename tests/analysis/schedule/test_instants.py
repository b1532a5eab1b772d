import pytest
from analysis.schedule.networks import WEEKLY, march
from hypothesis import given
from hypothesis import strategies as st

from milepost.analysis.schedule.instants import BeforeWindowError, TimeLine, day_of, evening, is_evening, morning

LINE = TimeLine.of(WEEKLY, march(1).toordinal(), march(31).toordinal())
INSTANTS = st.integers(morning(march(1)), evening(march(31)))


def test_a_day_has_a_morning_and_an_evening() -> None:
    assert day_of(morning(march(6))) == day_of(evening(march(6))) == march(6)
    assert [is_evening(morning(march(6))), is_evening(evening(march(6)))] == [False, True]
    assert morning(march(6)) < evening(march(6)) < morning(march(7))


@pytest.mark.parametrize("instant", [evening(march(6)), morning(march(7)), evening(march(8)), morning(march(9))])
def test_instants_with_no_working_day_between_them_count_the_same(instant: int) -> None:
    assert LINE.done(instant) == LINE.done(evening(march(6)))
    assert LINE.shift(instant, 1, elapsed=False) == evening(march(9))
    assert LINE.shift(instant, -1, elapsed=False) == morning(march(6))


@pytest.mark.parametrize("instant", [evening(march(6)), morning(march(7))])
def test_calendar_days_keep_the_side_of_the_day(instant: int) -> None:
    assert LINE.shift(instant, 3, elapsed=True) == instant + 6
    assert LINE.shift(instant, 0, elapsed=False) == instant


def test_before_the_window_nothing_is_known() -> None:
    with pytest.raises(BeforeWindowError):
        LINE.done(LINE.first * 2 - 4)
    with pytest.raises(BeforeWindowError):
        LINE.day(-1)
    with pytest.raises(BeforeWindowError):
        LINE.last_begun(LINE.first * 2 - 8)


@given(INSTANTS, st.integers(-5, 5), st.booleans())
def test_the_latest_instant_before_is_the_last_whose_shift_is_not_after(instant: int, lag: int, elapsed: bool) -> None:
    last = LINE.latest_before(instant, lag, elapsed=elapsed)
    same = instant + 1 >> 1  # the evening of a day and the morning of the next are one
    assert LINE.shift(last, lag, elapsed=elapsed) + 1 >> 1 <= same
    assert LINE.shift(last + 2, lag, elapsed=elapsed) + 1 >> 1 > same
