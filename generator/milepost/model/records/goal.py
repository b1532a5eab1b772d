"""Goals."""

from typing import ClassVar, Literal

from milepost.model.field_types import Boolean, Date, Number, Share, Target
from milepost.model.record import Record, Scope, expected
from milepost.model.reference import GoalRef, MetricRef
from milepost.model.text import Text


class Goal(Record):
    """What the project is to achieve: specific, measurable, achievable, relevant, time-bound."""

    collection: ClassVar[str] = "goals"
    singular: ClassVar[str] = "goal"
    scope: ClassVar[Scope] = "both"

    horizon: Literal["short", "long"] | None = expected()
    """Short term or long term."""
    metric: MetricRef | None = expected()
    """The metric that measures it."""
    baseline: Target | None = expected()
    """The metric's value at the start."""
    baseline_date: Date | None = expected()
    """When the baseline was measured."""
    target: Target | None = expected()
    """The value to reach."""
    direction: Literal["increase", "decrease", "maintain"] | None = expected()
    """Which way is better."""
    start: Date | None = expected()
    """From when on it is pursued."""
    due: Date | None = expected()
    """By when it is to be reached."""
    aligns_to: GoalRef | None = None
    """The higher goal that it serves; expected unless `parent` or `top`."""
    feasibility: Text | None = expected()
    """Why it can be reached."""
    parent: GoalRef | None = None
    """The goal that it is a part of."""
    top: Boolean = False
    """Whether it is a highest goal that aligns to nothing."""
    weight: Number | None = None
    """Its share in the parent's progress."""
    confidence: Share | None = None
    """How likely the team holds it, 0 to 1."""
    stretch: Target | None = None
    """A more ambitious value."""
    status: Literal["draft", "active", "at_risk", "achieved", "missed", "dropped"] = "draft"
    """Where it stands."""

    def missing(self) -> list[str]:
        """As for every record; `aligns_to` too, unless the goal has a parent or is a top goal."""
        unaligned = not (self.aligns_to or self.parent or self.top)
        return super().missing() + (["aligns_to"] if unaligned else [])
