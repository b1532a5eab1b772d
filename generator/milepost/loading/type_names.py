"""Names of record types inside of messages."""

from milepost.i18n.message import Message, message


def type_name(collection: str) -> Message:
    """The name of a record type, for use inside of messages."""
    return message(f"model.types.{collection}.singular")
