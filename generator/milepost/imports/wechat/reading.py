"""What the readers of the calls share: the day on which they read, their notes, typed cells and periods."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from milepost.i18n.message import Message, message
from milepost.imports.cells import BadNumberError, number_cell
from milepost.imports.redaction import redacted
from milepost.imports.refused import RefusedError
from milepost.imports.wechat.reply import Body

_DATE = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
_RANGE = re.compile(r"([0-9]{8})-([0-9]{8})")
_MONTH = re.compile(r"([0-9]{4})-?([0-9]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days that a reply is about, and how its rows write that in the column `date`."""

    label: str
    start: date
    end: date

    @property
    def month(self) -> str:
        """The month in whose file its rows go: that of its first day."""
        return f"{self.start:%Y-%m}"

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(kw_only=True)
class Reading:
    """One file being read.

    Attributes:
        as_of: periods that are not over at the start of this day are refused.
        name: the file's name without its ending, which may say what the reply does not.
        kinds: words for the kinds of feedback by WeChat's number.
    """

    as_of: date
    name: str = ""
    kinds: Mapping[int, str] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)

    def note(self, key: str, /, **facts: Any) -> None:
        """Something about this file that is worth a line; each is said once."""
        said = message(f"importing.{key}", **facts)
        if said not in self.notes:
            self.notes.append(said)

    def number(self, body: Body, name: str, *, whole: bool = True, least: float | None = 0) -> str:
        """A number's cell; one that is none is left out, with a note."""
        try:
            return number_cell(body.get(name), whole=whole, least=least)
        except BadNumberError:
            self.note("bad-number", name=name)
            return ""

    def report_unknown(self, body: Body, known: Iterable[str]) -> None:
        """Fields that nobody knows are not taken, and said once."""
        for name in body.keys() - set(known):
            self.note("unknown-field", name=redacted(name)[:40])

    def say_page(self, rows: int, total: Any) -> None:
        """A reply that is one page of several."""
        count = self.number({"total": total}, "total")
        if count and int(count) > rows:
            self.note("one-page", rows=rows, total=count)

    def day(self, value: Any) -> Period:
        """A single day."""
        found = _DATE.fullmatch(str(value).strip())
        day = _date("".join(found.groups())) if found else None
        return self._over(Period(label=day.isoformat(), start=day, end=day) if day else None)

    def week(self, value: Any) -> Period:
        """A range that should run from Monday to Sunday; it is written as the ISO week that it begins in."""
        start, end = _range(value)
        if start is None or end is None or end < start:
            raise RefusedError("bad-date")
        if start.weekday() or (end - start).days != 6:
            self.note("odd-week")
        year, week, _ = start.isocalendar()
        return self._over(Period(label=f"{year}-W{week:02}", start=start, end=end))

    def month(self, value: Any) -> Period:
        """A calendar month."""
        found = _MONTH.fullmatch(str(value).strip())
        start = _date(f"{found[1]}{found[2]}01") if found else None
        if start is None:
            raise RefusedError("bad-date")
        end = (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return self._over(Period(label=f"{start:%Y-%m}", start=start, end=end))

    def days(self, value: Any) -> Period:
        """A day or a range of days, written as its last day."""
        start, end = _range(value)
        if start is None:
            return self.day(value)
        if end is None or end < start:
            raise RefusedError("bad-date")
        return self._over(Period(label=end.isoformat(), start=start, end=end))

    def _over(self, period: Period | None) -> Period:
        if period is None:
            raise RefusedError("bad-date")
        if period.end >= self.as_of:
            raise RefusedError("not-over", period=period.label)
        return period


def mappings(value: Any) -> list[Body]:
    """The list's mappings; a list that is missing, `null` or no list has none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _range(value: Any) -> tuple[date | None, date | None]:
    found = _RANGE.fullmatch(str(value).strip())
    return (_date(found[1]), _date(found[2])) if found else (None, None)


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
