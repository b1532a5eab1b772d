"""The findings of the last check, kept as long as not one byte of what they came from has changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from milepost import __version__
from milepost.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label, Severity
from milepost.i18n.message import Message
from milepost.loading import sealed_file
from milepost.resources import code_fingerprint
from milepost.source import Location, Span


def digest(files: Iterable[tuple[str, bytes | None]], *facts: str) -> str:
    """A digest of files, of Milepost's own code and of further facts."""
    total = hashlib.sha256("\0".join((__version__, code_fingerprint(), *facts)).encode())
    for path, data in files:
        total.update(f"\0{path}\0{-1 if data is None else len(data)}\0".encode("utf-8", "surrogateescape"))
        total.update(data or b"")
    return total.hexdigest()


def read(path: Path, key: str) -> dict[str, Any] | None:
    """The entry that was stored for `key`; None for any other key, and for a file that is not as it was written."""
    entry = sealed_file.read(path, key)
    return entry | {"diagnostics": tuple(_diagnostic(one) for one in entry["diagnostics"])} if entry else None


def write(path: Path, key: str, diagnostics: Iterable[Diagnostic], facts: dict[str, Any]) -> None:
    """Stores an entry; a folder that cannot be written costs only time."""
    sealed_file.write(path, key, {**facts, "diagnostics": [_plain(one) for one in diagnostics]})


def _plain(one: Diagnostic) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": one.severity.value,
        "message": _plain_message(one.message),
        "location": _plain_location(one.location),
        "labels": [[_plain_location(label.location), _plain_message(label.text)] for label in one.labels],
        "notes": [_plain_message(note) for note in one.notes],
        "help": _plain_message(one.help) if one.help else None,
        "fix": [[_plain_location(edit.location), edit.replacement] for edit in one.fix.edits] if one.fix else None,
        "safe": bool(one.fix and one.fix.is_safe),
        "record": one.record,
        "field": one.field,
    }


def _diagnostic(entry: dict[str, Any]) -> Diagnostic:
    edits = tuple(Edit(location=_location(place), replacement=text) for place, text in entry["fix"] or ())
    return Diagnostic(
        rule=entry["rule"],
        severity=Severity(entry["severity"]),
        message=_value(entry["message"]),
        location=_location(entry["location"]),
        labels=tuple(Label(location=_location(place), text=_value(text)) for place, text in entry["labels"]),
        notes=tuple(_value(note) for note in entry["notes"]),
        help=_value(entry["help"]),
        fix=Fix(edits=edits, is_safe=entry["safe"]) if edits else None,
        record=entry["record"],
        field=entry["field"],
    )


def _plain_location(location: Location) -> list[Any]:
    return [location.path, list(location.span)]


def _location(entry: list[Any]) -> Location:
    return Location(entry[0], Span(*entry[1]))


def _plain_message(message: Message) -> dict[str, Any]:
    return {"key": message.key, "params": {name: _plain_value(value) for name, value in message.params.items()}}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Message):
        return _plain_message(value)
    if isinstance(value, (list, tuple)):
        return [_plain_value(part) for part in value]
    return value if isinstance(value, (int, float)) else str(value)


def _value(entry: Any) -> Any:
    if isinstance(entry, dict):
        return Message(entry["key"], {name: _value(value) for name, value in entry["params"].items()})
    return [_value(part) for part in entry] if isinstance(entry, list) else entry
