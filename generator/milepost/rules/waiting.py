"""How long something has been waiting."""

from datetime import date

from milepost.analysis.calendar import WorkCalendar


def working_days_since(calendar: WorkCalendar, day: date, as_of: date) -> int:
    """The working days after `day` that were over at the start of `as_of`; 0 when it is not past."""
    if day >= as_of:
        return 0
    return calendar.working_days_later(day, as_of) - (1 if calendar.is_working(as_of) else 0)
