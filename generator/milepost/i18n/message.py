"""A sentence not yet in any language: a key of the catalogue and what to fill in."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """`params` fill the `{names}` of the catalogue's text; a parameter may be a Message itself."""

    key: str
    params: dict[str, Any] = field(default_factory=dict)


def message(key: str, /, **params: Any) -> Message:
    """Shorthand: `message("rules.unknown-field.message", field="titel")`."""
    return Message(key, params)
