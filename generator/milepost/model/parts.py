"""Mappings that several record types contain."""

from typing import Annotated

from milepost.model.duration import Length
from milepost.model.field_types import (
    AlsoWritten,
    Amount,
    Boolean,
    Date,
    ExpectedChange,
    from_shorthand,
)
from milepost.model.record import Item, expected
from milepost.model.reference import MetricRef, PersonRef, TaskRef
from milepost.model.text import TEXT_SCHEMA, Text


class Criterion(Item):
    """Something that has to hold before work counts as finished."""

    text: Text | None = expected()
    """What has to hold."""
    done: Boolean = False
    """Whether it holds."""


Acceptance = Annotated[Criterion, from_shorthand("text"), AlsoWritten(TEXT_SCHEMA)]


class ThreePointDuration(Item):
    """A length of time as three durations."""

    optimistic: Length | None = expected()
    """If all goes well."""
    likely: Length | None = expected()
    """The most likely one."""
    pessimistic: Length | None = expected()
    """If much goes wrong."""


class ThreePointAmount(Item):
    """A sum of money as three amounts."""

    optimistic: Amount | None = expected()
    """If all goes well."""
    likely: Amount | None = expected()
    """The most likely one."""
    pessimistic: Amount | None = expected()
    """If much goes wrong."""


class Period(Item):
    """A range of days, both ends included."""

    from_: Date | None = expected(alias="from")
    """The first day."""
    to: Date | None = expected()
    """The last day."""


class Action(Item):
    """A small piece of work agreed in a meeting; open until `done_on` is set or its task is done."""

    title: Text | None = expected()
    """What is to be done."""
    owner: PersonRef | None = expected()
    """Who does it."""
    due: Date | None = expected()
    """By when."""
    done_on: Date | None = None
    """When it was done."""
    task: TaskRef | None = None
    """The task of the plan that carries it."""


class Expectation(Item):
    """The effect on a metric that a decision, release or campaign is expected to have."""

    metric: MetricRef | None = expected()
    """The metric."""
    change: ExpectedChange | None = expected()
    """`+5%` relative to the mean before, `+3pp` percentage points, `-20` in the metric's unit."""
    by: Date | None = expected()
    """The day by which the effect should show."""


class PlannedCost(Item):
    """What a piece of work costs."""

    planned: Amount | None = None
    """Budget at completion."""
    actual: Amount | None = None
    """Spent so far."""
