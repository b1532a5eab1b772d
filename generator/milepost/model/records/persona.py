"""Target users."""

from typing import ClassVar

from milepost.model.field_types import Many
from milepost.model.record import Record, expected
from milepost.model.reference import MetricRef
from milepost.model.text import Text


class Persona(Record):
    """A kind of user that the product is for."""

    collection: ClassVar[str] = "personas"
    singular: ClassVar[str] = "persona"

    needs: Many[Text] = expected(())
    """What these users want to get done."""
    segment: Text | None = None
    """How they are told apart from others."""
    metric: MetricRef | None = None
    """The metric that shows how many they are or how they do."""
