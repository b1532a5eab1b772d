"""Feedback themes."""

from typing import ClassVar, Literal

from milepost.model.duration import Length
from milepost.model.field_types import Integer, Many, Severity, String
from milepost.model.record import Record, expected
from milepost.model.reference import MetricRef, TaskRef
from milepost.model.text import Text


class Theme(Record):
    """What many users say."""

    collection: ClassVar[str] = "themes"
    singular: ClassVar[str] = "theme"

    summary: Text | None = expected()
    """What it is about."""
    severity: Severity | None = expected()
    """1 to 4, 4 is the worst."""
    status: Literal["open", "planned", "in_progress", "shipped", "verified", "declined"] = "open"
    """Where it stands."""
    count: Integer | None = None
    """How many items name it."""
    window: Length | None = None
    """The time that `count` is about."""
    actions: Many[TaskRef] = ()
    """The tasks that answer it."""
    decline_reason: Text | None = None
    """Why nothing is done."""
    examples: Many[Text] = ()
    """Typical sentences, without personal data."""
    metric: MetricRef | None = None
    """The metric that shows whether it got better."""
    keywords: Many[String] = ()
    """Words by which items are found."""
