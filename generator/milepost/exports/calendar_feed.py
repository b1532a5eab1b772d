"""Calendars that programs subscribe to: iCalendar, RFC 5545."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from milepost.exports.plain_text import one_line

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """An event; `key` names it for ever, so that it moves in calendars when its day does.

    Without `start` it takes the whole day; without `length` it has no end.
    """

    key: str
    title: str
    text: str
    on: date
    start: datetime | None = None
    length: timedelta | None = None


def render(title: str, events: Iterable[CalendarEvent], as_of: date) -> str:
    """The calendar as text, with the line ends that the standard asks for; the same for the same events and day."""
    from icalendar import Calendar, Event, vText  # noqa: PLC0415 - costs 90 ms, and only sites have calendars

    calendar = Calendar()
    calendar.add("prodid", "-//Milepost//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(one_line(title)))
    for one in events:
        event = Event()
        event.add("uid", f"{one.key}@milepost")
        event.add("dtstamp", datetime.combine(as_of, datetime.min.time(), UTC))
        event.add("summary", one_line(one.title))
        if one.text:
            event.add("description", one_line(one.text))
        if one.start is None:
            event.add("dtstart", one.on)
            event.add("dtend", one.on + _DAY)
            event.add("transp", "TRANSPARENT")
        else:
            event.add("dtstart", one.start.astimezone(UTC))
            if one.length:
                event.add("dtend", (one.start + one.length).astimezone(UTC))
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text.decode()
