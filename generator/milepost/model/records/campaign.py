"""Campaigns."""

from typing import ClassVar, Literal

from milepost.model.field_types import Amount, Date, Integer, Many
from milepost.model.parts import Expectation
from milepost.model.record import Item, Record, expected
from milepost.model.reference import MetricRef, PartnerRef, PersonaRef
from milepost.model.text import Text


class Coupons(Item):
    """Coupons that a campaign gives away."""

    count: Integer | None = expected()
    """How many."""
    face_value: Amount | None = expected()
    """Worth of one."""
    cap: Amount | None = None
    """The most that they may cost."""


class Campaign(Record):
    """A marketing campaign."""

    collection: ClassVar[str] = "campaigns"
    singular: ClassVar[str] = "campaign"

    start: Date | None = expected()
    """First day."""
    due: Date | None = expected()
    """Last day."""
    budget: Amount | None = expected()
    """What it may cost."""
    metrics: Many[MetricRef] = expected(())
    """What it is to move."""
    mechanic: Text | None = expected()
    """How it works."""
    target_users: Many[PersonaRef] = ()
    """Whom it is for."""
    coupons: Coupons | None = None
    """Coupons that it gives away."""
    partner: PartnerRef | None = None
    """Who takes part."""
    rules: Text | None = None
    """The rules that users read."""
    review: Text | None = None
    """What came of it."""
    expects: Many[Expectation] = ()
    """The effects on metrics that are expected."""
    status: Literal["draft", "approved", "running", "ended", "reviewed", "cancelled"] = "draft"
    """Where it stands."""
