"""Documents."""

from typing import ClassVar

from milepost.model.field_types import Date, String, Url
from milepost.model.record import Record, Scope, expected


class Document(Record):
    """A document that the team keeps."""

    collection: ClassVar[str] = "documents"
    singular: ClassVar[str] = "document"
    scope: ClassVar[Scope] = "both"

    kind: String | None = expected()
    """Specification, contract, guide …"""
    path: String | None = None
    """Where it is in the repository."""
    url: Url | None = None
    """Where it is elsewhere."""
    version: String | None = expected()
    """Its version."""
    reviewed_on: Date | None = expected()
    """When somebody last checked that it is still true."""
    expires_on: Date | None = None
    """Until when it holds."""

    def missing(self) -> list[str]:
        """As for every record; a `path` or a `url` too."""
        return super().missing() + ([] if self.path or self.url else ["path"])
