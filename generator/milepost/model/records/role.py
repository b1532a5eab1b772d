"""Roles."""

from typing import ClassVar

from milepost.model.field_types import Many
from milepost.model.record import Record
from milepost.model.reference import PersonRef
from milepost.model.text import Text


class Role(Record):
    """A function in the project, held by people."""

    collection: ClassVar[str] = "roles"
    singular: ClassVar[str] = "role"

    people: Many[PersonRef] = ()
    """Who holds it."""
    duties: Many[Text] = ()
    """What it is there for."""
