"""The RACI matrix."""

from typing import ClassVar

from milepost.model.field_types import Many
from milepost.model.record import Record, expected
from milepost.model.reference import PersonOrRoleRef
from milepost.model.text import Text


class Raci(Record):
    """Who is responsible, accountable, consulted and informed for a deliverable."""

    collection: ClassVar[str] = "raci"
    singular: ClassVar[str] = "raci"

    deliverable: Text | None = expected()
    """What is delivered."""
    responsible: Many[PersonOrRoleRef] = expected(())
    """Who does the work."""
    accountable: Many[PersonOrRoleRef] = expected(())
    """The one who answers for it."""
    consulted: Many[PersonOrRoleRef] = ()
    """Who is asked."""
    informed: Many[PersonOrRoleRef] = ()
    """Who is told."""
