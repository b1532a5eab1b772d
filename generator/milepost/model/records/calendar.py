"""Working calendars."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from milepost.model.field_types import Date, Integer, Many, Number
from milepost.model.problem import problem
from milepost.model.record import NamedRecord, Scope
from milepost.model.text import Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _base(value: object) -> object:
    if isinstance(value, str) and (value in ("none", "cn") or (value.isalpha() and len(value) == 2)):
        return value
    raise problem("invalid-value.calendar-base")


class Calendar(NamedRecord):
    """Which days are worked: a week, a country's holidays, and the exceptions."""

    collection: ClassVar[str] = "calendars"
    singular: ClassVar[str] = "calendar"
    scope: ClassVar[Scope] = "portal"

    base: Annotated[str, BeforeValidator(_base)] = "none"
    """Whose holidays: `none`, `cn` (with make-up days), or an ISO country code."""
    weekend: Many[Weekday] = ("sat", "sun")
    """The days of the week that are not worked; may be empty."""
    holidays: dict[Date, Text] | None = None
    """Days off by date, with their names."""
    workdays: dict[Date, Text] | None = None
    """Make-up days: worked although they fall on a weekend or holiday."""
    covers: Many[Integer] = ()
    """Years for which the holidays given here are complete."""
    assume: Literal["weekdays"] | None = None
    """`weekdays` accepts plain weeks beyond the data; pages say so."""
    hours_per_day: Number = 8.0
    """Hours of a working day."""
