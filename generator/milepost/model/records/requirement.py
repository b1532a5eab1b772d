"""Requirements."""

from typing import ClassVar, Literal

from milepost.model.field_types import Many
from milepost.model.parts import Acceptance
from milepost.model.record import Record, expected
from milepost.model.reference import GoalRef, PersonaRef, TaskRef
from milepost.model.text import Text


class Requirement(Record):
    """Something that the product has to do for somebody."""

    collection: ClassVar[str] = "requirements"
    singular: ClassVar[str] = "requirement"

    persona: PersonaRef | None = None
    """Who needs it."""
    need: Text | None = expected()
    """What is needed and why."""
    acceptance: Many[Acceptance] = expected(())
    """What has to hold for it to count as delivered."""
    priority: Literal["low", "medium", "high", "urgent"] | None = None
    """How pressing it is."""
    goal: GoalRef | None = None
    """The goal that it serves."""
    tasks: Many[TaskRef] = ()
    """The tasks that deliver it."""
    status: Literal["draft", "agreed", "delivered", "dropped"] = "draft"
    """Where it stands."""
