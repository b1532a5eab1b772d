"""A text of records taken apart into pieces that each hold one, without parsing it.

A file of a hundred tasks changes a thousand times, and each time one of its records does: taken apart by its lines,
every distinct piece is parsed once.
"""

import re
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import accumulate
from typing import NamedTuple

_HEAD = re.compile(r"(?P<name>[A-Za-z_][\w-]*):[ ]*(?:#[^\n]*)?(?:\n(?P<rest>.*))?\Z", re.DOTALL)
_NOTHING = re.compile(r"(?:[ ]*(?:#[^\n]*)?(?:\n|\Z))*\Z")
_FIRST_RECORD = re.compile(r"^[A-Za-z_][\w-]*:[ ]*(?:#[^\n]*)?\n(?:[ ]*(?:#[^\n]*)?\n)*([ ]+)[^\s#]", re.MULTILINE)
_ANCHOR = re.compile(r"(?:^|[\s\[{,:-])[&*][^\s*]")
_DOCUMENT = ("---", "...", "%")
_ROOTS = ("portal", "project")


class Piece(NamedTuple):
    """A part of a file: a record with the name of its collection, or what stands for itself (an empty name)."""

    collection: str
    text: str

    @property
    def file(self) -> str:
        """The piece as a file of its own."""
        return f"{self.collection}:\n{self.text}" if self.collection else self.text


class Version(NamedTuple):
    """A text and its pieces, which joined by line ends are the text again; `indent` is that of records, 0 for none."""

    text: str
    pieces: tuple[Piece, ...]
    indent: int = 0


def take_apart(text: str, before: Version | None = None) -> Version:
    """The pieces of a file with collections; one for the whole text where it is not surely made of plain blocks.

    Knowing the version `before` only what is different is looked at. Where a piece does not parse, the file has to be
    looked at as a whole: lines do not tell everything.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if before and before.indent:
        found = _changed(text, before)
        if found:
            return found
    return _split(text) or Version(text, (Piece("", text),))


def _split(text: str) -> Version | None:
    """None for a text that is not surely what its lines say."""
    first = _FIRST_RECORD.search(text)
    if first is None or not _is_plain(text):
        return None
    indent = len(first[1])
    pieces: list[Piece] = []
    sections: set[str] = set()
    ids: set[str] = set()
    collection = ""
    for part in _beginnings(indent).split(text):
        if part[:1] == " ":
            if collection in _ROOTS:  # fields of one record
                pieces[-1] = Piece("", f"{pieces[-1].text}\n{part}")
                continue
            name = _name(part)
            if not collection or name in ids:
                return None
            ids.add(name)
            pieces.append(Piece(collection, part))
            continue
        pieces.append(Piece("", part))
        if not sections and _NOTHING.match(part):
            continue
        head = _HEAD.match(part)
        if head is None or head["name"] in sections:
            return None
        sections.add(head["name"])
        ids.clear()
        plain = not head["rest"] or _NOTHING.match(head["rest"])
        collection = head["name"] if plain or head["name"] in _ROOTS else ""  # else with another indentation
    return Version(text, tuple(pieces), indent)


def _changed(text: str, before: Version) -> Version | None:
    """None where not only records of one collection are different."""
    old = before.text
    if text == old:
        return before
    head = _common(text, old)
    tail = min(_common_end(text, old), len(text) - head, len(old) - head)
    starts = [0, *accumulate(len(piece.text) + 1 for piece in before.pieces)]
    # A line end at the edge belongs to the piece before it, and what is new may go on behind it.
    first = max(bisect_right(starts, head) - 1, 0)
    last = min(bisect_left(starts, len(old) - tail + 1), len(before.pieces))
    collections = {piece.collection for piece in before.pieces[first:last]}
    end = len(text) - (len(old) - starts[last] + 1)
    middle = text[starts[first] : end]
    (collection,) = collections if len(collections) == 1 else ("",)
    if not collection or not _is_plain(middle):
        return None
    parts = _beginnings(before.indent).split(middle)
    own_indent = " " * before.indent
    if not all(part.startswith(own_indent) and part[before.indent : before.indent + 1].strip("# ") for part in parts):
        return None
    kept = (*before.pieces[:first], *before.pieces[last:])
    names = [_name(piece.text) for piece in kept if piece.collection == collection] + [_name(part) for part in parts]
    if len(set(names)) < len(names):
        return None
    new = tuple(Piece(collection, part) for part in parts)
    return Version(text, before.pieces[:first] + new + before.pieces[last:], before.indent)


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(one: str, other: str) -> int:
    """How many characters two texts end with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _name(part: str) -> str:
    return part[: part.find(":")]


def _is_plain(text: str) -> bool:
    """Without tabs, documents, and anchors, which one record may take from another."""
    if "\t" in text or text.startswith(_DOCUMENT) or any(f"\n{mark}" in text for mark in _DOCUMENT):
        return False
    return not (("&" in text or "*" in text) and _ANCHOR.search(text))


@cache
def _beginnings(indent: int) -> re.Pattern[str]:
    """The line ends before a collection and before a record."""
    return re.compile(rf"\n(?=[^\s#]| {{{indent}}}[^\s#])")
