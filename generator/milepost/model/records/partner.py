"""Partners."""

from typing import ClassVar

from milepost.model.field_types import String
from milepost.model.parts import Period
from milepost.model.record import Record, Scope, expected
from milepost.model.reference import MetricRef
from milepost.model.text import Text


class Partner(Record):
    """An outside party that the project works with."""

    collection: ClassVar[str] = "partners"
    singular: ClassVar[str] = "partner"
    scope: ClassVar[Scope] = "both"

    kind: String | None = expected()
    """Supplier, platform, agency …"""
    scope_: Text | None = expected(alias="scope")
    """What the partner does."""
    period: Period | None = expected()
    """How long the agreement holds."""
    value_metric: MetricRef | None = expected()
    """The metric that shows what it brings."""
