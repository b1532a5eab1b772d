import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.day_index import OutsideCalendarError
from milepost.analysis.holiday_data import DayName, UnknownCalendarBaseError

CHINA = WorkCalendar.from_base("cn")
MAKE_UP_DAYS = [date(2026, *day) for day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), 16),
        (date(2026, 10, 1), date(2026, 10, 31), 18),
        (date(2026, 1, 1), date(2026, 12, 31), 248),
        (date(2026, 3, 2), date(2026, 3, 1), 0),
    ],
)
def test_working_days_of_china(first: date, last: date, days: int) -> None:
    assert CHINA.working_days_between(first, last) == days


def test_make_up_days_of_china_are_the_weekend_days_that_are_worked() -> None:
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [day for day in year if day.weekday() >= 5 and CHINA.is_working(day)] == MAKE_UP_DAYS


@pytest.mark.parametrize(
    ("day", "count", "result"),
    [
        (date(2026, 2, 12), 3, date(2026, 2, 24)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 10, 10), -3, date(2026, 9, 30)),
        (date(2026, 2, 16), 0, date(2026, 2, 16)),
    ],
)
def test_shifting_over_chinese_holidays(day: date, count: int, result: date) -> None:
    assert CHINA.add_working_days(day, count) == result


def test_days_are_named_in_both_languages() -> None:
    assert CHINA.name_of(date(2026, 2, 17)) == DayName(zh="春节", en="Spring Festival")
    assert CHINA.name_of(date(2026, 2, 14)) == DayName(zh="春节调休上班", en="Make-up workday (Spring Festival)")
    assert CHINA.name_of(date(2026, 3, 2)) is None


def test_years_without_data_are_plain_weeks_and_not_covered() -> None:
    beyond = date(2027, 2, 8)
    assert not CHINA.covers(beyond)
    assert CHINA.covers(date(2026, 12, 31))
    assert CHINA.covers(date(2004, 1, 1))
    assert not CHINA.covers(date(2003, 12, 31))
    assert CHINA.is_working(beyond)
    assert not CHINA.is_working(date(2027, 2, 7))


def test_own_days_override_the_base_and_may_complete_a_year() -> None:
    own = WorkCalendar.from_base(
        "cn",
        holidays={date(2027, 2, 8): DayName(zh="春节", en="Spring Festival")},
        workdays={date(2026, 2, 17): DayName(zh="值班", en="On duty")},
        covered_years=[2027],
    )
    assert own.covers(date(2027, 2, 8))
    assert not own.is_working(date(2027, 2, 8))
    assert own.is_working(date(2026, 2, 17))
    assert own.name_of(date(2026, 2, 17)) == DayName(zh="值班", en="On duty")


def test_base_none_covers_every_year_and_may_have_no_weekend() -> None:
    daily = WorkCalendar.from_base("none", weekend=())
    assert daily.covers(date(1, 1, 1))
    assert daily.covers(date(9999, 12, 31))
    assert daily.working_days_between(date(2026, 1, 1), date(2026, 12, 31)) == 365


def test_a_country_has_its_holidays() -> None:
    germany = WorkCalendar.from_base("DE")
    assert not germany.is_working(date(2026, 10, 3))
    assert not germany.is_working(date(2026, 5, 1))
    name = germany.name_of(date(2026, 12, 25))
    assert name is not None
    assert name.en == "Christmas Day"
    assert germany.covers(date(2026, 1, 1))
    assert not germany.covers(date(1900, 1, 1))


def test_a_country_has_its_make_up_days() -> None:
    russia = WorkCalendar.from_base("ru")
    assert russia.is_working(date(2025, 11, 1))
    assert russia.name_of(date(2025, 11, 1)) == DayName(zh="调休上班", en="Make-up workday")
    assert russia.name_of(date(2025, 6, 12)) == DayName(zh="俄罗斯日", en="Russia Day")


@pytest.mark.parametrize("base", ["zz", "", "cn "])
def test_an_unknown_base_is_refused(base: str) -> None:
    if base.strip() == "cn":
        assert WorkCalendar.from_base(base).data is not None
    else:
        with pytest.raises(UnknownCalendarBaseError):
            WorkCalendar.from_base(base)


@pytest.mark.parametrize("weekend", [range(7), [7]])
def test_a_week_without_work_or_with_an_eighth_day_is_refused(weekend: list[int]) -> None:
    with pytest.raises(ValueError, match="week"):
        WorkCalendar.from_base(weekend=weekend)


def test_shifting_past_the_last_year_is_refused() -> None:
    with pytest.raises(OutsideCalendarError):
        WorkCalendar().add_working_days(date(9999, 12, 30), 10)


def test_importing_the_calendar_loads_no_holiday_package() -> None:
    code = "import sys, milepost.analysis.calendar; print({'holidays', 'chinese_calendar'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@given(day=DAYS, count=st.integers(-300, 300).filter(bool))
def test_shifting_agrees_with_counting_day_by_day(day: date, count: int) -> None:
    calendar = WorkCalendar.from_base("cn")
    step = timedelta(days=1 if count > 0 else -1)
    expected, left = day, abs(count)
    while left:
        expected += step
        left -= calendar.is_working(expected)
    assert WorkCalendar.from_base("cn").add_working_days(day, count) == expected


@given(first=DAYS, last=DAYS)
def test_counting_agrees_with_asking_each_day(first: date, last: date) -> None:
    span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    assert WorkCalendar.from_base("cn").working_days_between(first, last) == sum(map(CHINA.is_working, span))


@given(day=DAYS, count=st.integers(1, 200))
def test_the_distance_to_a_shifted_day_is_the_shift(day: date, count: int) -> None:
    assert CHINA.working_days_later(day, CHINA.add_working_days(day, count)) == count
    assert CHINA.working_days_later(CHINA.add_working_days(day, count), day) == -count
    assert CHINA.last_working_day(day) <= day <= CHINA.first_working_day(day)
