"""Reads the holidays and make-up workdays of China and other countries from the packages that know them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol


class UnknownCalendarBaseError(ValueError):
    """A calendar's base is neither `none`, `cn` nor the ISO code of a country with known holidays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayName:
    """What a day is called, in both languages of the portal."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDays:
    """The named days of one year: days off, and days worked although they fall on a weekend."""

    holidays: Mapping[date, DayName]
    workdays: Mapping[date, DayName]


class HolidayData(Protocol):
    """Special days by year."""

    def special_days(self, year: int) -> SpecialDays | None:
        """The year's special days; None where the data ends."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChineseHolidays:
    """The State Council's yearly arrangement, as far as it is published in the package `chinesecalendar`."""

    _years: dict[int, SpecialDays] = field(default_factory=dict, compare=False, repr=False)

    def special_days(self, year: int) -> SpecialDays | None:
        if not self._years:
            self._years.update(_chinese_years())
        return self._years.get(year)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryHolidays:
    """Public holidays of a country, from the package `holidays`.

    Raises:
        UnknownCalendarBaseError: at construction, when the package has no such country.
    """

    country: str
    _years: dict[int, SpecialDays] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        import holidays  # noqa: PLC0415  # takes 0.1 s, which a portal without such a calendar need not pay

        if self.country not in holidays.list_supported_countries():
            raise UnknownCalendarBaseError(f"no holidays are known for the calendar base {self.country!r}")

    def special_days(self, year: int) -> SpecialDays | None:
        if year not in self._years:
            found = _country_year(self.country, year)
            if found is None:
                return None
            self._years[year] = found
        return self._years[year]


def holiday_data(base: str) -> HolidayData | None:
    """The data behind a calendar's base: None for `none`, else China's or a country's.

    Raises:
        UnknownCalendarBaseError: the base names nothing known.
    """
    name = base.strip().lower()
    if name == "none":
        return None
    return ChineseHolidays() if name == "cn" else CountryHolidays(country=name.upper())


def _chinese_years() -> dict[int, SpecialDays]:
    import chinese_calendar  # noqa: PLC0415  # only portals with a Chinese calendar need it

    names = {
        one.value: (
            DayName(zh=one.chinese, en=one.value),
            DayName(zh=f"{one.chinese}调休上班", en=f"Make-up workday ({one.value})"),
        )
        for one in chinese_calendar.Holiday
    }
    off: dict[int, dict[date, DayName]] = {}
    worked: dict[int, dict[date, DayName]] = {}
    for day, value in chinese_calendar.holidays.items():
        off.setdefault(day.year, {})[day] = names[value][0]
    for day, value in chinese_calendar.workdays.items():
        worked.setdefault(day.year, {})[day] = names[value][1]
    return {year: SpecialDays(holidays=days, workdays=worked.get(year, {})) for year, days in off.items()}


def _country_year(country: str, year: int) -> SpecialDays | None:
    import holidays  # noqa: PLC0415  # see CountryHolidays

    def read(language: str | None) -> Any:
        return holidays.country_holidays(country, years=year, expand=False, language=language)

    probe = read(None)
    if not type(probe).start_year <= year <= type(probe).end_year:
        return None
    languages = probe.supported_languages
    own = probe.default_language
    chinese, english = (read(wanted if wanted in languages else own) for wanted in ("zh_CN", "en_US"))
    # A holiday may be told under another date only if the package is at fault; the English name then stands for both.
    named = {day: DayName(zh=chinese.get(day, name), en=name) for day, name in english.items()}
    make_up = DayName(zh="调休上班", en="Make-up workday")
    worked = {day: make_up for day in getattr(english, "weekend_workdays", ()) if day.year == year}
    return SpecialDays(
        holidays={day: name for day, name in named.items() if day.year == year and day not in worked}, workdays=worked
    )
