"""Change requests."""

from typing import ClassVar, Literal

from milepost.model.duration import SignedDuration
from milepost.model.field_types import Amount, Date
from milepost.model.record import Item, Record, expected
from milepost.model.reference import AnyRef, PersonRef
from milepost.model.text import Text


class ChangeEffect(Item):
    """What a change does to the project."""

    time: SignedDuration | None = None
    """To its finish."""
    cost: Amount | None = None
    """To its cost."""
    scope: Text | None = None
    """To its scope."""


class ChangeRequest(Record):
    """A request to change what was agreed."""

    collection: ClassVar[str] = "changes"
    singular: ClassVar[str] = "change"

    target: AnyRef | None = expected()
    """The record to be changed."""
    reason: Text | None = expected()
    """Why."""
    effect: ChangeEffect | None = None
    """On time, cost and scope."""
    decision: Literal["draft", "submitted", "approved", "rejected", "applied"] = "draft"
    """Where it stands."""
    approver: PersonRef | None = None
    """Who decides."""
    decided_on: Date | None = None
    """When it was decided."""
