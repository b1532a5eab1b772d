"""Meetings."""

from typing import ClassVar, Literal

from milepost.model.field_types import Date, Many
from milepost.model.parts import Action
from milepost.model.record import Record, expected
from milepost.model.reference import DecisionRef, MeetingSeriesRef, PersonRef
from milepost.model.text import Markdown, Text


class Meeting(Record):
    """A meeting, with its minutes once it was held."""

    collection: ClassVar[str] = "meetings"
    singular: ClassVar[str] = "meeting"
    body_field: ClassVar[str] = "minutes"

    meeting_series: MeetingSeriesRef | None = None
    """The series that it belongs to."""
    on: Date | None = expected()
    """When."""
    mode: Literal["onsite", "online"] | None = None
    """In one room or not."""
    place: Text | None = None
    """Where."""
    attendees: Many[PersonRef] = ()
    """Who takes part."""
    absent: Many[PersonRef] = ()
    """Who was missing."""
    status: Literal["scheduled", "held", "cancelled"] = "scheduled"
    """Where it stands."""
    minutes: Markdown | None = None
    """What was said, in Markdown."""
    decisions: Many[DecisionRef] = ()
    """What was decided."""
    actions: Many[Action] = ()
    """What is to be done."""
