"""Writes edited fields back to the files of a portal: all of them checked first, each beside the old and swapped in."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from milepost.errors import MilepostError
from milepost.i18n.message import message
from milepost.loading.edits import EditRefusedError, FieldEdit, edited
from milepost.loading.locations import Positions
from milepost.loading.swap_in import swap_in
from milepost.model.reference import Ref


class FieldValue(NamedTuple):
    """A field to set to a plain word; if it is new it goes before the first of `ahead_of` that is there."""

    field: str
    value: str
    ahead_of: tuple[str, ...] = ()


class Rewrite(NamedTuple):
    """A file as it was read and as it will be; `path` is relative to the portal's root."""

    path: str
    before: bytes
    after: bytes


def rewrites(root: Path, positions: Positions, values: Mapping[Ref, FieldValue]) -> tuple[Rewrite, ...]:
    """The files in which these records stand with the fields set; nothing is written.

    Raises:
        MilepostError: a file cannot be read, or not be edited safely; it says which, in which line and why.
    """
    by_file: dict[str, list[FieldEdit]] = {}
    for key, value in values.items():
        position = positions[key]
        record = (key.collection, key.id) if position.key else ()
        by_file.setdefault(position.path, []).append(FieldEdit(record, *value))
    found = []
    for path, edits in sorted(by_file.items()):
        before = _read(root / path, path)
        try:
            after = edited(path, before.decode("utf-8"), edits).encode("utf-8")
        except EditRefusedError as refused:
            reason = message(f"edits.{refused.reason}")
            raise MilepostError(message("edits.refused", path=path, line=refused.line, reason=reason)) from None
        except UnicodeDecodeError:
            raise MilepostError(message("edits.refused", path=path, line=1, reason=message("edits.bytes"))) from None
        if after != before:
            found.append(Rewrite(path, before, after))
    return tuple(found)


def write(root: Path, changed: Iterable[Rewrite]) -> None:
    """Writes the files, unless one of them is no longer what was read; a file is swapped in whole.

    Raises:
        MilepostError: a file has changed meanwhile or cannot be written; the files before it are written.
    """
    changed = tuple(changed)
    for one in changed:
        if _read(root / one.path, one.path) != one.before:
            raise MilepostError(message("edits.changed", path=one.path))
    for one in changed:
        swap_in(root / one.path, one.after, name=one.path)


def _read(file: Path, path: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise MilepostError(message("errors.cannot-write", path=path, reason=reason)) from None
