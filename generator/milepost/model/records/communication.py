"""The communication plan."""

from typing import ClassVar

from milepost.model.field_types import Cadence, Many
from milepost.model.record import Record, expected
from milepost.model.reference import ChannelRef, PersonOrRoleRef
from milepost.model.text import Text


class Communication(Record):
    """Who tells whom what, where and how often."""

    collection: ClassVar[str] = "communications"
    singular: ClassVar[str] = "communication"

    recipients: Many[PersonOrRoleRef] = expected(())
    """Who is told."""
    sender: Many[PersonOrRoleRef] = expected(())
    """Who tells."""
    purpose: Text | None = expected()
    """What it is for."""
    channel: ChannelRef | None = expected()
    """Where."""
    cadence: Cadence | None = expected()
    """How often: `weekly mon 10:00` or an RRULE."""
