"""Risks."""

from typing import ClassVar, Literal

from milepost.model.field_types import Boolean, Date, Many, Score, String
from milepost.model.parts import ThreePointAmount, ThreePointDuration
from milepost.model.record import Item, Record, expected
from milepost.model.reference import IssueRef, PersonRef, TaskRef
from milepost.model.text import Text


class Residual(Item):
    """What is left of a risk after the response."""

    probability: Score | None = expected()
    """How likely it then is, 1 to 5."""
    impact: Score | None = expected()
    """How bad it then is, 1 to 5."""


class Risk(Record):
    """An uncertain event that would affect the project, for worse or, as an opportunity, for better."""

    collection: ClassVar[str] = "risks"
    singular: ClassVar[str] = "risk"

    cause: Text | None = expected()
    """Why it could happen."""
    event: Text | None = expected()
    """What could happen."""
    effect: Text | None = expected()
    """What that would mean."""
    category: String | None = expected()
    """Its kind, one of the portal's risk categories."""
    probability: Score | None = expected()
    """How likely it is, 1 to 5."""
    impact: Score | None = expected()
    """How bad it would be, 1 to 5."""
    residual: Residual | None = None
    """Probability and impact after the response."""
    response: Literal["avoid", "mitigate", "transfer", "accept", "escalate", "exploit", "enhance", "share"] | None = (
        expected()
    )
    """What is done about it."""
    actions: Many[TaskRef] = ()
    """The tasks that carry the response."""
    owner: PersonRef | None = expected()
    """The one person accountable for it."""
    identified_on: Date | None = expected()
    """When it was first seen."""
    next_review: Date | None = expected()
    """When it is looked at again."""
    reviewed_on: Date | None = None
    """When it was last looked at."""
    proximity: Date | None = None
    """When it could happen."""
    trigger: Text | None = None
    """The sign that it is happening."""
    contingency: Text | None = None
    """What is done if it happens."""
    approver: PersonRef | None = None
    """Who agreed to accept it."""
    delay: ThreePointDuration | None = None
    """Working days lost on each task that it hits."""
    hits: Many[TaskRef] = ()
    """The tasks that it would delay."""
    cost: ThreePointAmount | None = None
    """What it would cost."""
    opportunity: Boolean = False
    """Whether its effect would be welcome."""
    status: Literal["identified", "assessed", "treating", "accepted", "escalated", "occurred", "closed"] = "identified"
    """Where it stands."""
    issue: IssueRef | None = None
    """The issue that it became."""
    closed_on: Date | None = None
    """When it was closed."""
    closed_reason: Text | None = None
    """Why it was closed."""

    @property
    def score(self) -> int | None:
        """Probability × impact, 1 to 25; None unless both are given."""
        return self.probability * self.impact if self.probability and self.impact else None

    @property
    def residual_score(self) -> int | None:
        """The same after the response."""
        left = self.residual
        return left.probability * left.impact if left and left.probability and left.impact else None
