"""Effects against numbers worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from milepost.analysis.effect import Window, effect
from milepost.analysis.series import MetricSeries, Observation
from milepost.model.field_types import Change
from milepost.model.parts import Expectation
from milepost.model.periods import Period, parse_period
from milepost.model.records.metric import Metric

ON = date(2026, 3, 2)  # a Monday
LATER = date(2026, 6, 1)


def day(number, value, parts=None):
    """A day by its distance from the one on which something happened."""
    at = ON + timedelta(days=number)
    upper, lower = parts or (None, None)
    return Observation(period=Period(at, at, at.isoformat()), value=value, numerator=upper, denominator=lower)


def seen(total, change="+5", unit="", by=date(2026, 3, 29), as_of=LATER, window=None, **metric):
    expected = Expectation.model_construct(metric=None, change=Change(Decimal(change), unit), by=by)
    about = Metric.model_construct(**{"cadence": "day", "min_sample": None, **metric})
    series = MetricSeries(total=tuple(total), segments={})
    return effect(expected, about, series, ON, as_of=as_of, window=window or Window())


def weeks(before, since, wobble=1):
    """Four weeks on each side, each weekday alternately more and less than its value."""
    found = []
    for number in range(-28, 28):
        values = before if number < 0 else since
        found.append(day(number, values[number % 7] + (wobble if (number // 7) % 2 else -wobble)))
    return found


WEEK = (10, 10, 10, 10, 10, 24, 24)  # mean 14


def test_the_same_weekdays_are_compared():
    found = seen(weeks(WEEK, tuple(value + 7 for value in WEEK)))
    assert (found.before, found.since, found.difference) == (14, 21, 7)
    assert (found.before_count, found.since_count, found.verdict) == (28, 28, "met")
    # Within each weekday the values are off by 1: 28 squares over 21 degrees of freedom are 4/3 on each side.
    # The variance of a mean of 28 is 4/84; both together 2/21, its root 0.308607. t(42) is 2.018082.
    assert found.low == pytest.approx(7 - 0.622794, abs=1e-4)
    assert found.high == pytest.approx(7 + 0.622794, abs=1e-4)


def test_missing_days_do_not_shift_the_mix_of_weekdays():
    all_days = weeks(WEEK, WEEK)
    no_weekends = [one for one in all_days if one.period.start < ON or one.period.start.weekday() < 5]
    found = seen(no_weekends)
    assert (found.before, found.since, found.difference) == (10, 10, 0)
    assert found.before_count == 20


def test_percent_and_points():
    found = seen(weeks(WEEK, tuple(value * 1.5 for value in WEEK)), "+50", "%")
    assert found.difference == pytest.approx(50)
    assert found.low == pytest.approx(50 - 0.622794 / 14 * 100, abs=1e-3)
    rates = [day(number, 0.25 if number < 0 else 0.3) for number in range(-28, 28)]
    assert seen(rates, "+5", "pp").difference == pytest.approx(5)
    assert (
        seen([day(number, 0 if number < 0 else 5) for number in range(-28, 28)], "+5", "%").verdict == "not-enough-data"
    )


def test_ratios_are_pooled():
    total = []
    for number in range(-28, 28):
        lower = 100 if number % 2 else 300
        upper = (20 if number % 2 else 90) + (0 if number < 0 else 4)
        total.append(day(number, upper / lower, (upper, lower)))
    found = seen(total, "+1.5", "pp", kind="ratio")
    # 14 × (20 + 90) of 14 × 400 before; 14 × (24 + 94) of as many since
    assert (found.before, found.since) == (pytest.approx(0.275), pytest.approx(0.295))
    assert found.difference == pytest.approx(2)
    # Residuals before: 20 − 27.5 and 90 − 82.5; 28 squares of 7.5 are 1575, times 28/27 over 5600² is 5.20833e-5.
    # Since: 24 − 29.5 and 94 − 88.5; 847 gives 2.80093e-5. The root of both is 0.0089495, t(54) is 2.004879.
    assert found.high - found.difference == pytest.approx(2.004879 * 0.0089495 * 100, rel=1e-3)
    assert seen(total, "+1.5", "pp", min_sample=5600).verdict == "met"
    assert seen(total, "+1.5", "pp", min_sample=5601).verdict == "not-enough-data"


def periods(labels, values):
    return [Observation(period=parse_period(label), value=value) for label, value in zip(labels, values, strict=True)]


def test_weeks_and_months():
    labels = [f"2026-W{number:02}" for number in range(1, 21)]
    found = seen(periods(labels, [8, 12] * 4 + [100] + [20, 24] * 5 + [0]), "+12", cadence="week")
    assert (found.before_count, found.since_count) == (8, 8)  # 2 March begins week 10
    labels = ["2025-12", *(f"2026-0{number}" for number in range(1, 7))]  # March is neither before nor after
    found = seen(periods(labels, [1, 2, 3, 50, 11, 12, 13]), "+10", cadence="month", as_of=date(2026, 7, 1))
    assert (found.before, found.since, found.difference, found.verdict) == (2, 12, 10, "met")
    # Each side has the variance 1, its mean 1/3; the root of both is 0.816497, t(4) is 2.776445.
    assert found.high - found.difference == pytest.approx(2.776445 * 0.816497, abs=0.02)


@pytest.mark.parametrize(
    ("more", "change", "verdict"),
    [
        (5, "+5", "met"),
        (4.9, "+5", "partly"),
        (0.7, "+5", "partly"),  # the interval is ±0.62
        (0.6, "+5", "missed"),
        (-3, "+5", "missed"),
        (-5, "-5", "met"),
        (-1, "-5", "partly"),
        (0.6, "-5", "missed"),
        (0.6, "0", "met"),
        (0.7, "0", "missed"),
    ],
)
def test_verdicts(more, change, verdict):
    assert seen(weeks(WEEK, tuple(value + more for value in WEEK)), change).verdict == verdict


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [(date(2026, 3, 29), "too-early"), (date(2026, 3, 30), "met"), (date(2026, 3, 10), "too-early")],
)
def test_nothing_is_said_before_the_day_is_over(as_of, verdict):
    assert seen(weeks(WEEK, tuple(value + 7 for value in WEEK)), as_of=as_of).verdict == verdict


@pytest.mark.parametrize(
    ("days", "share", "verdict"), [(14, 0.5, "met"), (13, 0.5, "not-enough-data"), (13, 0.4, "met")]
)
def test_too_few_days(days, share, verdict):
    total = [
        one for one in weeks(WEEK, tuple(value + 7 for value in WEEK)) if one.period.start < ON + timedelta(days=days)
    ]
    assert seen(total, window=Window(share=share)).verdict == verdict


def test_the_window_is_a_setting():
    found = seen(weeks(WEEK, WEEK), window=Window(days=14))
    assert (found.before_count, found.since_count) == (14, 14)


def test_nothing_to_see():
    found = seen([])
    assert (found.before, found.difference, found.verdict) == (None, None, "not-enough-data")
    assert seen([day(-1, 5), day(0, 6)]).verdict == "not-enough-data"
