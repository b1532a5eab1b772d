"""Budget lines."""

from typing import ClassVar

from milepost.model.field_types import Amount, Boolean, Date, Many, String
from milepost.model.parts import Period
from milepost.model.record import Item, Record, expected
from milepost.model.reference import CampaignRef, TaskRef
from milepost.model.text import Text


class ActualCost(Item):
    """Money spent on a day."""

    on: Date | None = expected()
    """When."""
    amount: Amount | None = expected()
    """How much."""
    note: Text | None = None
    """What for."""


class BudgetLine(Record):
    """A line of the budget."""

    collection: ClassVar[str] = "budget"
    singular: ClassVar[str] = "budget"

    category: String | None = expected()
    """Kind of cost."""
    planned: Amount | None = expected()
    """Planned amount."""
    period: Period | None = None
    """When it is to be spent."""
    committed: Amount | None = None
    """Promised by contract."""
    actual: Many[ActualCost] = ()
    """What was spent, entry by entry."""
    vendor: Text | None = None
    """Who is paid."""
    task: TaskRef | None = None
    """The task that it pays for."""
    campaign: CampaignRef | None = None
    """The campaign that it pays for."""
    contingency: Boolean = False
    """Whether it is the reserve for risks."""
