"""Tools."""

from typing import ClassVar

from milepost.model.field_types import Many, Url
from milepost.model.record import Record, Scope, expected
from milepost.model.reference import PersonRef
from milepost.model.text import Text


class Tool(Record):
    """A program that the team works with."""

    collection: ClassVar[str] = "tools"
    singular: ClassVar[str] = "tool"
    scope: ClassVar[Scope] = "both"

    purpose: Text | None = expected()
    """What it is for."""
    url: Url | None = expected()
    """Its address."""
    trained: Many[PersonRef] = ()
    """Who knows how to use it."""
