"""Iterations."""

from typing import ClassVar

from milepost.model.duration import PersonDays
from milepost.model.field_types import Date, Many, Score
from milepost.model.parts import Action
from milepost.model.record import Item, Record, expected
from milepost.model.text import Text


class Retro(Item):
    """What the team learned."""

    notes: Text | None = None
    """What was said."""
    actions: Many[Action] = expected(())
    """What is done differently; at least one."""


class Iteration(Record):
    """A short stretch of work with one objective."""

    collection: ClassVar[str] = "iterations"
    singular: ClassVar[str] = "iteration"

    start: Date | None = expected()
    """First day."""
    due: Date | None = expected()
    """Last day."""
    objective: Text | None = expected()
    """What it is to achieve."""
    capacity: PersonDays | None = expected()
    """Person-days that are available."""
    velocity: PersonDays | None = None
    """Person-days of work that were finished."""
    review: Text | None = None
    """What was shown and said."""
    retro: Retro | None = None
    """What the team learned."""
    pulse: Score | None = None
    """Mood of the team, 1 to 5."""
