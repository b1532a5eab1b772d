"""Issues."""

from typing import ClassVar, Literal

from milepost.model.field_types import Date, Severity
from milepost.model.record import Record, expected
from milepost.model.reference import RiskRef
from milepost.model.text import Text


class Issue(Record):
    """Something that went wrong and has to be resolved."""

    collection: ClassVar[str] = "issues"
    singular: ClassVar[str] = "issue"

    severity: Severity | None = expected()
    """1 to 4, 4 is the worst."""
    raised_on: Date | None = expected()
    """When it was raised."""
    due: Date | None = expected()
    """By when it is to be resolved."""
    risk: RiskRef | None = None
    """The risk that came true."""
    resolution: Text | None = None
    """How it was resolved."""
    status: Literal["open", "in_progress", "resolved", "closed"] = "open"
    """Where it stands."""
