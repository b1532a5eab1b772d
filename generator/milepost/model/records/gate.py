"""Stage gates."""

from typing import ClassVar, Literal

from milepost.model.field_types import Boolean, Date, Many, String
from milepost.model.record import Item, Record, expected
from milepost.model.reference import PersonRef, PhaseRef
from milepost.model.text import Text


class CheckItem(Item):
    """A point of a gate's checklist."""

    title: Text | None = expected()
    """What is checked."""
    done: Boolean = False
    """Whether it holds."""
    evidence: String | None = None
    """Address or path of the proof."""


class Gate(Record):
    """The decision whether a phase may end."""

    collection: ClassVar[str] = "gates"
    singular: ClassVar[str] = "gate"

    phase: PhaseRef | None = expected()
    """The phase that it closes."""
    due: Date | None = expected()
    """When the decision is planned."""
    checklist: Many[CheckItem] = ()
    """What is checked."""
    decision: Literal["pending", "passed", "conditional", "failed", "waived"] = "pending"
    """The outcome."""
    approver: PersonRef | None = expected()
    """Who decides."""
    decided_on: Date | None = None
    """When it was decided."""
    conditions: Text | None = None
    """What is still to be met after a conditional pass."""
    conditions_due: Date | None = None
    """By when the conditions are to be met."""
