"""Working days: weekends, holidays and make-up days of a calendar, and the arithmetic over them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Self

from milepost.analysis.day_index import DayIndex, days_in_year
from milepost.analysis.holiday_data import DayName, HolidayData, SpecialDays, holiday_data

SATURDAY_AND_SUNDAY = frozenset({5, 6})
_NO_DAYS: Mapping[date, DayName] = MappingProxyType({})
_NOTHING_SPECIAL = SpecialDays(holidays=_NO_DAYS, workdays=_NO_DAYS)
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """Which days are worked.

    A day is worked when it is a make-up workday, or when it is neither on the weekend nor a holiday. The calendar's
    own days come before those of its base data; where both lists name a day, it is worked. Years that the data does
    not cover are plain weeks: `covers` tells, so that nobody takes them for known.

    Attributes:
        weekend: days of the week that are not worked, Monday 0 to Sunday 6; may be empty.
        holidays: days off, by name.
        workdays: make-up workdays, by name.
        data: holidays of a country; None for a calendar that stands on its own and covers every year.
        covered_years: years that `holidays` and `workdays` hold completely.
        assume_weekdays: whether the author accepts plain weeks in years that are not covered.

    Raises:
        ValueError: no day of the week is worked, or a weekend day is no number from 0 to 6.
    """

    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    holidays: Mapping[date, DayName] = field(default_factory=dict)
    workdays: Mapping[date, DayName] = field(default_factory=dict)
    data: HolidayData | None = None
    covered_years: frozenset[int] = frozenset()
    assume_weekdays: bool = False
    index: DayIndex = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.weekend <= set(range(_WEEK)):
            raise ValueError("a weekend day is a number from 0 (Monday) to 6 (Sunday)")
        if len(self.weekend) == _WEEK:
            raise ValueError("a calendar needs at least one working day in the week")
        object.__setattr__(self, "index", DayIndex(self._flags_of_year))

    @classmethod
    def from_base(  # noqa: PLR0913  # one argument for each field of a calendar record
        cls,
        base: str = "none",
        *,
        weekend: Iterable[int] = SATURDAY_AND_SUNDAY,
        holidays: Mapping[date, DayName] = _NO_DAYS,
        workdays: Mapping[date, DayName] = _NO_DAYS,
        covered_years: Iterable[int] = (),
        assume_weekdays: bool = False,
    ) -> Self:
        """Build a calendar on `none`, `cn` or an ISO country code; its own days override the base's.

        Raises:
            UnknownCalendarBaseError: the base names no known data.
            ValueError: as for the class.
        """
        return cls(
            weekend=frozenset(weekend),
            holidays=holidays,
            workdays=workdays,
            data=holiday_data(base),
            covered_years=frozenset(covered_years),
            assume_weekdays=assume_weekdays,
        )

    def is_working(self, day: date) -> bool:
        position = self._position(day)
        return self.index.counts[position + 1] > self.index.counts[position]

    def add_working_days(self, day: date, count: int) -> date:
        """Return the count-th working day after `day` (before it if negative); `day` itself for 0.

        Raises:
            OutsideCalendarError: the result lies beyond year 9999 or before year 1.
        """
        if count == 0:
            return day
        ordinal = day.toordinal()
        # Twice the calendar days that the count takes on plain weeks; a long holiday may still need another round.
        span = 2 * _WEEK * (abs(count) // (_WEEK - len(self.weekend)) + 2)
        while True:
            low, high = min(ordinal, ordinal - span), max(ordinal, ordinal + span)
            self.index.reach(low if count < 0 else ordinal, high if count > 0 else ordinal)
            counts, days, position = self.index.counts, self.index.days, ordinal - self.index.first
            number = counts[position + 1] + count - 1 if count > 0 else counts[position] + count
            if 0 <= number < len(days):
                return date.fromordinal(days[number])
            span *= 2

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days from first to last, both included; 0 when last comes before first."""
        if last < first:
            return 0
        self.index.reach(first.toordinal(), last.toordinal())
        return self.index.counts[self._position(last) + 1] - self.index.counts[self._position(first)]

    def working_days_by_week(self, first: date, last: date) -> list[tuple[int, int]]:
        """The ordinals of the Mondays of all weeks from first to last, with the days of that span worked in each."""
        start, end = first.toordinal(), last.toordinal()
        self.index.reach(start, end)
        counts, zero = self.index.counts, self.index.first
        return [
            (monday, counts[min(monday + _WEEK, end + 1) - zero] - counts[max(monday, start) - zero])
            for monday in range(start - (start - 1) % _WEEK, end + 1, _WEEK)  # day 1 was a Monday
        ]

    def working_days_later(self, day: date, other: date) -> int:
        """Count by how many working days `other` ends later than `day`; negative when it ends earlier."""
        self.index.reach(min(day, other).toordinal(), max(day, other).toordinal())
        return self.index.counts[self._position(other) + 1] - self.index.counts[self._position(day) + 1]

    def first_working_day(self, day: date) -> date:
        """Return the first working day on or after `day`."""
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def last_working_day(self, day: date) -> date:
        """Return the last working day on or before `day`."""
        return day if self.is_working(day) else self.add_working_days(day, -1)

    def name_of(self, day: date) -> DayName | None:
        """Return the name of the holiday or make-up workday; None for an ordinary day."""
        if day in self.workdays:
            return self.workdays[day]
        if day in self.holidays:
            return self.holidays[day]
        special = self._special_days(day.year)
        return special.workdays.get(day) or special.holidays.get(day)

    def covers(self, day: date) -> bool:
        """Whether the holidays of the day's year are known."""
        return self.data is None or day.year in self.covered_years or self.data.special_days(day.year) is not None

    def _special_days(self, year: int) -> SpecialDays:
        found = self.data.special_days(year) if self.data else None
        return found or _NOTHING_SPECIAL

    def _position(self, day: date) -> int:
        ordinal = day.toordinal()
        self.index.reach(ordinal, ordinal)
        return ordinal - self.index.first

    def _flags_of_year(self, year: int) -> bytearray:
        start = date(year, 1, 1)
        length = days_in_year(year)
        week = [number % _WEEK not in self.weekend for number in range(start.weekday(), start.weekday() + _WEEK)]
        flags = bytearray((week * (length // _WEEK + 1))[:length])
        special = self._special_days(year)
        first = start.toordinal()
        for days, flag in ((special.holidays, 0), (special.workdays, 1), (self.holidays, 0), (self.workdays, 1)):
            for day in days:
                if day.year == year:
                    flags[day.toordinal() - first] = flag
        return flags
