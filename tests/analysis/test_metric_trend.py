"""Week on week and year on year, against the calendar of a team in China."""

from datetime import date, timedelta

import pytest

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.metric_trend import trend
from milepost.analysis.series import MetricSeries, Observation
from milepost.analysis.year_on_year import year_on_year
from milepost.model.periods import parse_period

CN = WorkCalendar.from_base("cn", weekend=(5, 6))
PLAIN = WorkCalendar()


def days(first, last, value):
    """A value for each day, from what is said of it."""
    count = (last - first).days + 1
    found = [first + timedelta(days=n) for n in range(count)]
    return MetricSeries(
        total=tuple(Observation(period=parse_period(str(day)), value=value(day)) for day in found), segments={}
    )


def work_and_rest(day):
    """100 on working days, 200 on days off; 10 more in 2026 than in 2025."""
    return (100 if CN.is_working(day) else 200) + (10 if day.year == 2026 else 0)


def periods(**values):
    return MetricSeries(
        total=tuple(
            Observation(period=parse_period(name.lstrip("p").replace("_", "-")), value=value)
            for name, value in values.items()
        ),
        segments={},
    )


def test_plain_weeks_are_compared_as_they_are():
    found = trend(days(date(2026, 6, 1), date(2026, 6, 14), lambda day: day.day), date(2026, 6, 15), PLAIN)
    assert (found.now, found.before, found.kind, found.relative) == (11, 4, "all", 7 / 4)


@pytest.mark.parametrize(
    ("last", "now", "before", "kind"),
    [
        # five working days against a week of two holidays and a make-up Saturday, on 9 May
        (date(2026, 5, 17), 110, 110, "working"),
        # the week of National Day against one of four working days
        (date(2026, 10, 7), 210, 210, "off"),
        (date(2026, 6, 14), (110 * 5 + 210 * 2) / 7, (110 * 5 + 210 * 2) / 7, "all"),
    ],
)
def test_holidays_and_make_up_days_do_not_look_like_a_change(last, now, before, kind):
    found = trend(days(last - timedelta(days=13), last, work_and_rest), last + timedelta(days=1), CN)
    assert (found.now, found.before, found.kind) == (pytest.approx(now), pytest.approx(before), kind)


def test_weeks_without_like_days_cannot_be_compared():
    calendar = WorkCalendar(
        holidays={date(2026, 6, 8) + timedelta(days=n): "off" for n in range(5)}, weekend=frozenset()
    )
    found = trend(days(date(2026, 6, 1), date(2026, 6, 14), lambda _: 1), date(2026, 6, 15), calendar)
    assert (found.kind, found.now) == ("working", 1)
    longer = WorkCalendar(holidays={date(2026, 6, 8) + timedelta(days=n): "off" for n in range(7)}, weekend=frozenset())
    assert trend(days(date(2026, 6, 1), date(2026, 6, 14), lambda _: 1), date(2026, 6, 15), longer) is None


def test_the_same_weekdays_a_year_ago():
    series = days(date(2025, 6, 1), date(2026, 6, 14), work_and_rest)
    found = year_on_year(series, date(2026, 6, 15), CN)
    assert (found.difference, found.kind) == (pytest.approx(10), "all")
    assert year_on_year(days(date(2025, 12, 1), date(2026, 6, 14), work_and_rest), date(2026, 6, 15), CN) is None


def test_spring_festival_meets_itself():
    """The lunar year began on 29 January 2025 and on 17 February 2026."""
    eve = {2025: date(2025, 1, 29), 2026: date(2026, 2, 17)}

    def by_distance(day):
        return 1000 - abs((day - eve[day.year]).days) if day.year in eve else 0

    series = days(date(2025, 1, 1), date(2026, 2, 23), by_distance)
    found = year_on_year(series, date(2026, 2, 24), CN)
    assert found.difference == pytest.approx(0)
    assert year_on_year(series, date(2026, 2, 24), PLAIN).difference != pytest.approx(0)


def test_weeks_and_months_a_year_ago():
    assert year_on_year(periods(p2025_W24=5, p2026_W24=8), date(2026, 6, 15), CN).difference == 3
    # 16 to 22 February 2026 holds Spring Festival, as 27 January to 2 February 2025 did
    assert year_on_year(periods(p2025_W05=5, p2025_W08=1, p2026_W08=8), date(2026, 2, 23), CN).difference == 3
    assert year_on_year(periods(p2025_05=5, p2026_05=8), date(2026, 6, 15), CN).difference == 3
    assert year_on_year(periods(p2025_05=5, p2026_04=8), date(2026, 6, 15), CN) is None


def test_january_and_february_go_together_when_the_festival_moved():
    values = {"p2025_01": 5, "p2025_02": 9, "p2026_01": 10, "p2026_02": 6}
    found = year_on_year(periods(**values), date(2026, 3, 1), CN)
    assert (found.now, found.before, found.kind) == (8, 7, "two-months")
    january = {name: value for name, value in values.items() if name != "p2026_02"}
    assert year_on_year(periods(**january), date(2026, 2, 1), CN) is None
    assert year_on_year(periods(**values), date(2026, 3, 1), PLAIN).difference == -3


def test_nothing_to_compare():
    assert trend(None, date(2026, 3, 1), CN) is None
    assert year_on_year(periods(), date(2026, 3, 1), CN) is None
