"""Names of record types inside of messages."""

from collections.abc import Sequence

from milepost.i18n.message import Message, message


def type_name(collection: str) -> Message:
    """The name of a record type, for use inside of messages."""
    return message(f"model.types.{collection}.singular")


def either(collections: Sequence[str]) -> Message:
    """The names of several types of which one is meant: `task or phase`."""
    first, *others = collections
    return message("diagnostics.either", one=type_name(first), other=either(others)) if others else type_name(first)
