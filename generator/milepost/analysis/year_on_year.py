"""A metric against the year before: the same weekdays, around Spring Festival the same days before or after it."""

from datetime import date, timedelta

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.metric_trend import LEAST_DAYS, Trend, like_with_like, trend_of
from milepost.analysis.series import MetricSeries, Observation
from milepost.model.periods import is_month

_YEAR = timedelta(weeks=52)
"""A year of whole weeks: each weekday meets itself."""
_BEFORE, _AFTER = timedelta(days=14), timedelta(days=21)
"""How far around Spring Festival the days follow it and not the calendar year."""
_LUNAR_YEARS = """
2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17
2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08
"""
SPRING_FESTIVAL = {day.year: day for day in map(date.fromisoformat, _LUNAR_YEARS.split())}
"""The first day of the lunar year."""


def year_on_year(series: MetricSeries | None, as_of: date, calendar: WorkCalendar) -> Trend | None:
    """The last 7 days, or the newest week or month, against those of the year before; None where these have no values.

    Where the calendar keeps Spring Festival and the month in which it falls differs, January and February are compared
    together, once both are over.
    """
    known = series.known(as_of) if series else ()
    if not known:
        return None
    by_start = {one.period.start: one for one in known}
    last = known[-1].period
    if last.start.year <= 2:
        return None
    if is_month(last):
        return _month(by_start, last.start, calendar)
    if last.start != last.end:
        earlier = by_start.get(_year_before(last.start, calendar, whole_weeks=True))
        return trend_of(known[-1:], [earlier]) if earlier else None
    now = [by_start[day] for back in range(7) if (day := last.start - timedelta(days=back)) in by_start]
    before = [one for found in now if (one := by_start.get(_year_before(found.period.start, calendar)))]
    return like_with_like(now, before, calendar) if min(len(now), len(before)) >= LEAST_DAYS else None


def _month(by_start: dict[date, Observation], month: date, calendar: WorkCalendar) -> Trend | None:
    festivals = [_festival(year, calendar) for year in (month.year, month.year - 1)]
    moved = month.month <= 2 and all(festivals) and len({day.month for day in festivals if day}) > 1
    if moved and month.month == 1:
        return None
    months = [date(month.year, number, 1) for number in ((1, 2) if moved else (month.month,))]
    now = [one for start in months if (one := by_start.get(start))]
    before = [one for start in months if (one := by_start.get(start.replace(year=start.year - 1)))]
    if not len(now) == len(before) == len(months):
        return None
    return trend_of(now, before, "two-months" if moved else "all")


def _year_before(day: date, calendar: WorkCalendar, *, whole_weeks: bool = False) -> date:
    """The day that it is held against."""
    now, before = _festival(day.year, calendar), _festival(day.year - 1, calendar)
    if now and before and now - _BEFORE <= day <= now + _AFTER:
        apart = now - before
        return day - (timedelta(weeks=round(apart.days / 7)) if whole_weeks else apart)
    return day - _YEAR


def _festival(year: int, calendar: WorkCalendar) -> date | None:
    """The first day of the lunar year, where the calendar keeps it."""
    day = SPRING_FESTIVAL.get(year)
    return day if day and calendar.name_of(day) and not calendar.is_working(day) else None
