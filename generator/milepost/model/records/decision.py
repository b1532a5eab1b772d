"""Decisions."""

from typing import ClassVar, Literal

from milepost.model.field_types import Date, Many
from milepost.model.parts import Expectation
from milepost.model.record import Record, expected
from milepost.model.reference import AnyRef, DecisionRef, PersonRef
from milepost.model.text import Text


class Decision(Record):
    """A choice that was made, why, and the effect it is expected to have."""

    collection: ClassVar[str] = "decisions"
    singular: ClassVar[str] = "decision"

    on: Date | None = expected()
    """When."""
    context: Text | None = expected()
    """Why a choice was needed."""
    choice: Text | None = expected()
    """What was chosen."""
    decided_by: Many[PersonRef] = expected(())
    """Who chose."""
    based_on: Many[AnyRef] = expected(())
    """The records that support it."""
    alternatives: Many[Text] = ()
    """What else could have been chosen."""
    consequences: Many[Text] = ()
    """What follows."""
    supersedes: Many[DecisionRef] = ()
    """The decisions that it replaces."""
    expects: Many[Expectation] = ()
    """The effects on metrics that are expected."""
    review_on: Date | None = None
    """When it is held against what happened."""
    status: Literal["proposed", "accepted", "rejected", "superseded"] = "proposed"
    """Where it stands."""
