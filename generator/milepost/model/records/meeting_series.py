"""Meeting series."""

from typing import ClassVar

from milepost.model.duration import ClockTime
from milepost.model.field_types import Cadence, Many
from milepost.model.record import Record, expected
from milepost.model.reference import ChannelRef, PersonRef
from milepost.model.text import Text


class MeetingSeries(Record):
    """A meeting that repeats."""

    collection: ClassVar[str] = "meeting_series"
    singular: ClassVar[str] = "meeting_series"

    cadence: Cadence | None = expected()
    """How often: `weekly mon 10:00` or an RRULE."""
    duration: ClockTime | None = None
    """Its length: `30min`, `1h30min`."""
    attendees: Many[PersonRef] = ()
    """Who takes part."""
    agenda: Many[Text] = ()
    """What is talked about."""
    channel: ChannelRef | None = None
    """Where."""
