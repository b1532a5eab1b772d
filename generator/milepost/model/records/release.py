"""Releases."""

from typing import ClassVar, Literal

from milepost.model.field_types import Date, Integer, Many, Percent, String
from milepost.model.parts import Expectation
from milepost.model.record import Item, Record, expected
from milepost.model.reference import ReleaseRef
from milepost.model.text import Text


class Package(Item):
    """A part of the program and its size."""

    name: String | None = expected()
    """Its name; the main package too."""
    bytes: Integer | None = expected()
    """Its size in bytes."""


class AuditEntry(Item):
    """A step of the platform's audit."""

    on: Date | None = expected()
    """When."""
    status: Literal["passed", "rejected", "in_review", "withdrawn", "delayed"] | None = expected()
    """The outcome."""
    reason: Text | None = None
    """Why."""


class GrayStep(Item):
    """A step of a gradual release."""

    on: Date | None = expected()
    """From when on."""
    percent: Percent | None = expected()
    """Share of users who get the version."""


class Release(Record):
    """A version that goes to users."""

    collection: ClassVar[str] = "releases"
    singular: ClassVar[str] = "release"

    version: String | None = expected()
    """Its number."""
    channel: Literal["dev", "trial", "audit", "gray", "online"] = "dev"
    """How far it got."""
    planned_on: Date | None = expected()
    """When it is to be released."""
    released_on: Date | None = None
    """When it was released."""
    notes: Text | None = expected()
    """What is new."""
    packages: Many[Package] = ()
    """Sizes of its packages."""
    audit: Many[AuditEntry] = ()
    """History of the audit."""
    gray: Many[GrayStep] = ()
    """Steps of the gradual release."""
    rollback_to: ReleaseRef | None = None
    """The version to go back to."""
    expects: Many[Expectation] = ()
    """The effects on metrics that are expected."""
