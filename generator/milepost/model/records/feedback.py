"""Feedback batches."""

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from milepost.model.field_types import Date, Integer, Many, Number, String
from milepost.model.record import Item, Record, expected
from milepost.model.reference import ThemeRef
from milepost.model.text import Text


def _semicolons(value: Any) -> Any:
    return [part.strip() for part in value.split(";") if part.strip()] if isinstance(value, str) else value


class FeedbackItem(Item):
    """One voice."""

    id: String | None = expected()
    """Its number in the source."""
    received_on: Date | None = expected()
    """When it came in."""
    type: String | None = None
    """Its kind in the source."""
    text: Text | None = None
    """What was said, without personal data."""
    rating: Number | None = None
    """Stars or score."""
    theme: Annotated[Many[ThemeRef], BeforeValidator(_semicolons)] = ()
    """What it is about; several themes separated by `;`."""
    replied_on: Date | None = None
    """When it was answered."""
    reply: Text | None = None
    """The answer."""
    version: String | None = None
    """The version that it is about."""


class Nps(Item):
    """Answers to "would you recommend us?"."""

    promoters: Integer | None = expected()
    """Answers 9 and 10."""
    passives: Integer | None = expected()
    """Answers 7 and 8."""
    detractors: Integer | None = expected()
    """Answers 0 to 6."""


class Csat(Item):
    """Answers to "how satisfied are you?"."""

    satisfied: Integer | None = expected()
    """Answers 4 and 5 of 5."""
    total: Integer | None = expected()
    """All answers."""


class Feedback(Record):
    """A batch of feedback from one source."""

    collection: ClassVar[str] = "feedback"
    singular: ClassVar[str] = "feedback"

    source: Text | None = expected()
    """Where it comes from."""
    collected_on: Date | None = expected()
    """When it was collected."""
    file: String | None = None
    """A CSV file with the items."""
    items: Many[FeedbackItem] = ()
    """The items, written here."""
    nps: Nps | None = None
    """Net promoter score answers."""
    csat: Csat | None = None
    """Satisfaction answers."""
