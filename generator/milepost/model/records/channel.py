"""Channels."""

from typing import ClassVar

from milepost.model.field_types import String, Url
from milepost.model.record import Record, Scope
from milepost.model.text import Text


class Channel(Record):
    """A place where the team or its audiences talk."""

    collection: ClassVar[str] = "channels"
    singular: ClassVar[str] = "channel"
    scope: ClassVar[Scope] = "both"

    kind: String | None = None
    """Chat, mail, wiki, call …"""
    purpose: Text | None = None
    """What it is for."""
    url: Url | None = None
    """Its address; never a webhook."""
