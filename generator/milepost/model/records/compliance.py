"""Compliance duties."""

from typing import ClassVar, Literal

from milepost.model.field_types import Date, Many, String
from milepost.model.record import Record, Scope, expected


class Compliance(Record):
    """A duty towards the platform or the law."""

    collection: ClassVar[str] = "compliance"
    singular: ClassVar[str] = "compliance"
    scope: ClassVar[Scope] = "both"

    kind: Literal["filing", "privacy", "category", "content_security"] | None = expected()
    """What it is about."""
    due: Date | None = expected()
    """By when it is to be met."""
    done_on: Date | None = None
    """When it was met."""
    evidence: Many[String] = ()
    """Addresses or paths of the proof."""
    expires_on: Date | None = None
    """Until when it holds."""
