"""A file of findings that a portal already had when it began to be checked: they are not shown and fail nothing."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.identity import Identity, identity
from milepost.errors import MilepostError
from milepost.i18n.message import message
from milepost.loading.files import CONTENT
from milepost.loading.swap_in import swap_in

_VERSION = 1

Known = Mapping[Identity, int]
"""How many findings of each identity are known."""


class Split(NamedTuple):
    """Findings held against the known ones.

    Attributes:
        new: the findings that are not known, in their order; of more than are known of one identity the last.
        known: how many are.
        gone: the known ones that do not occur any more, with how many of each.
    """

    new: tuple[Diagnostic, ...]
    known: int
    gone: Known


def split(diagnostics: Iterable[Diagnostic], known: Known) -> Split:
    """Which findings are new and which known findings are gone."""
    left = Counter(known)
    new, met = [], 0
    for one in diagnostics:
        who = identity(one)
        if left[who] > 0:
            left[who] -= 1
            met += 1
        else:
            new.append(one)
    return Split(tuple(new), met, {who: count for who, count in sorted(left.items()) if count > 0})


def read(file: Path) -> Known:
    """The known findings of a file.

    Raises:
        MilepostError: it cannot be read, or is not what `write` wrote.
    """
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise _unreadable(file, error.strerror or str(error)) from None
    except ValueError as error:  # no UTF-8, no JSON
        raise _unreadable(file, str(error)) from None
    entries = document.get("findings") if isinstance(document, dict) else None
    if not isinstance(entries, list) or document.get("version") != _VERSION:
        raise _unreadable(file, f"version {_VERSION}")
    found: Counter[Identity] = Counter()
    for number, entry in enumerate(entries, start=1):
        who = _identity(entry)
        count = entry.get("count", 1) if who else 0
        if who is None or not isinstance(count, int) or count < 1:
            raise _unreadable(file, f"findings[{number}]")
        found[who] += count
    return found


def write(file: Path, diagnostics: Iterable[Diagnostic]) -> int:
    """Writes the findings as known ones, an entry for each identity, sorted; how many findings they are.

    Raises:
        MilepostError: it cannot be written.
    """
    known = Counter(map(identity, diagnostics))
    document = {"version": _VERSION, "findings": [_entry(who, known[who]) for who in sorted(known)]}
    swap_in(file, (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace"))
    return known.total()


def _entry(who: Identity, count: int) -> dict[str, Any]:
    place = {"record": who.place} if _is_record(who.place) else {"path": who.place}
    field = {"field": who.field} if who.field else {}
    more = {"count": count} if count > 1 else {}
    return {"rule": who.rule, **place, **field, "message": who.key, **more}


def _identity(entry: Any) -> Identity | None:
    if not isinstance(entry, dict):
        return None
    place = entry.get("record", entry.get("path"))
    parts: list[Any] = [entry.get("rule"), place, entry.get("field", ""), entry.get("message")]
    return Identity(*parts) if all(isinstance(part, str) for part in parts) else None


def _is_record(place: str) -> bool:
    """Whether it is a reference: the paths that findings are about are those of `content/` and of mkdocs.yml."""
    return ":" in place and not place.startswith(f"{CONTENT}/")


def _unreadable(file: Path, reason: str) -> MilepostError:
    return MilepostError(message("known.unreadable", path=str(file), reason=reason))
