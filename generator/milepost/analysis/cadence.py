"""The days and times that a cadence makes."""

import re
from datetime import date, datetime, time, timedelta

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.week import monday_of

_CADENCE = re.compile(
    r"(?P<every>daily|weekly|biweekly|monthly|quarterly|yearly)(?: (?P<day>[a-z]{3}|\d{1,2}))?(?: (?P<at>\d{2}:\d{2}))?"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


def time_of(cadence: str | None) -> str:
    """The clock time of a cadence, `10:00`; empty when it has none."""
    match = _CADENCE.fullmatch(cadence or "")
    if match:
        return match["at"] or ""
    hour = re.search(r"BYHOUR=(\d{1,2})", cadence or "")
    minute = re.search(r"BYMINUTE=(\d{1,2})", cadence or "")
    return f"{int(hour[1]):02}:{int(minute[1]) if minute else 0:02}" if hour else ""


def days_of(cadence: str, anchor: date, first: date, last: date, calendar: WorkCalendar) -> tuple[date, ...]:
    """The days of a cadence from `first` to `last`, both included.

    `anchor` is a day of the series, or its beginning: it says which week counts for `biweekly`, and which day or
    month where the cadence names none. `daily` means working days; a day of the month that a month lacks is its last.
    """
    if "FREQ=" in cadence:
        return _rule_days(cadence, anchor, first, last)
    match = _CADENCE.fullmatch(cadence)
    if match is None:
        return ()
    span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if match["every"] == "daily":
        return tuple(day for day in span if calendar.is_working(day))
    if match["every"] in _MONTHS:
        return tuple(day for day in span if _in_month(day, match["day"], anchor, _MONTHS[match["every"]]))
    weekday = _WEEKDAYS.index(match["day"]) if match["day"] in _WEEKDAYS else anchor.weekday()
    weeks = 2 if match["every"] == "biweekly" else 1
    monday = monday_of(anchor)
    return tuple(day for day in span if day.weekday() == weekday and ((monday_of(day) - monday).days // 7) % weeks == 0)


def _rule_days(cadence: str, anchor: date, first: date, last: date) -> tuple[date, ...]:
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - costs 20 ms, few files need it

    start = datetime.combine(min(anchor, first), time())
    try:
        rule = rrulestr(cadence.removeprefix("RRULE:"), dtstart=start, ignoretz=True)
        found = rule.between(datetime.combine(first, time()), datetime.combine(last, time.max), inc=True)
    except (ValueError, TypeError):
        return ()
    return tuple(dict.fromkeys(one.date() for one in found))


def _in_month(day: date, typed: str | None, anchor: date, months: int) -> bool:
    distance = (day.year - anchor.year) * 12 + day.month - anchor.month
    if distance % months:
        return False
    if typed in _WEEKDAYS:  # the first such day of the month
        return day.weekday() == _WEEKDAYS.index(typed) and day.day <= 7
    wanted = int(typed) if typed else anchor.day
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day.day == min(wanted, (following - timedelta(days=1)).day)
