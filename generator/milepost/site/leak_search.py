"""Finds withheld texts and numbers in the bytes of a file, however they are escaped there.

Every text is known by its first eight bytes: one pass over a file finds the places where any of them may begin.
"""

import gzip
import html
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

import numpy as np

from milepost.analysis.audience.texts import NUMBER, plain_number
from milepost.analysis.audience.withheld import DIGITS, Secret, Withheld

_ANCHOR, _BITS, _CHUNK = 8, 22, 1 << 20
Words = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing, Knuth 6.4
_SPLIT = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
"""Characters that nobody sees; the search puts the first of them between Chinese words."""
_JSON = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_JSON_CHARACTERS = {'"': '"', "\\": "\\", "/": "/", "b": " ", "f": " ", "n": " ", "r": " ", "t": " "}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_DIGITS = re.compile(rf"[0-9][0-9,.]{{{DIGITS - 1},}}")
"""Where a number of so many digits may begin: the exact look costs ten times as much."""
_TAG = re.compile(r"<[^<>]{0,2000}>")
_AXIS = re.compile(
    r'<svg class="mp-svg"[^<>]* aria-hidden="true">(?:<text class="e"[^<>]*>[0-9,.%−\s\w]*</text>)+</svg>'
)
"""The numbers along the axis of one of our charts: round ones that come from the scale, not from a record."""
_GZIP = b"\x1f\x8b"


class LeakSearch:
    """Looks for what is withheld."""

    def __init__(self, withheld: Withheld) -> None:
        self._numbers = withheld.numbers
        self._by_anchor: dict[int, dict[int, dict[bytes, Secret]]] = {}
        for text, secret in withheld.texts.items():
            data = text.encode("utf-8", "surrogatepass")
            begun = self._by_anchor.setdefault(int.from_bytes(data[:_ANCHOR], "little"), {})
            begun.setdefault(len(data), {})[data] = secret  # by length: thousands may begin with `https://`
        self._anchors = np.array(sorted(self._by_anchor), np.uint64)
        self._may_begin = np.zeros(1 << _BITS, bool)
        self._may_begin[_hashed(self._anchors)] = True

    def leaks(self, data: bytes) -> list[Secret]:
        """What is found in the bytes of a file; those of a gzip file are looked at unpacked."""
        if data[:2] == _GZIP:
            try:
                data = gzip.decompress(data)
            except (OSError, EOFError, zlib.error):
                return []
        text = _AXIS.sub("", data.decode("utf-8", "replace"))
        found: dict[str, Secret] = {}
        for form in dict.fromkeys(forms(text)):
            for secret in (*self._texts(form.encode("utf-8", "replace")), *self._numbers_of(form)):
                found.setdefault(secret.text, secret)
        return list(found.values())

    def _texts(self, data: bytes) -> Iterator[Secret]:
        for start in range(0, max(len(data) - _ANCHOR + 1, 0), _CHUNK):
            windows = _windows(data, start)
            places = np.flatnonzero(self._may_begin[_hashed(windows)])
            for place in places[np.isin(windows[places], self._anchors)].tolist():
                at = start + place
                for length, texts in self._by_anchor[int(windows[place])].items():
                    if secret := texts.get(data[at : at + length]):
                        yield secret

    def _numbers_of(self, text: str) -> Iterator[Secret]:
        for run in _DIGITS.finditer(text) if self._numbers else ():
            for found in NUMBER.finditer(text, run.start(), run.end() + 2):  # with what may follow a number
                if (number := plain_number(found[0])) in self._numbers:
                    yield self._numbers[number]


def forms(text: str) -> Iterator[str]:
    """A text as it stands, and with every escape undone: JSON's, that of addresses, HTML's; then without tags."""
    plain = _SPLIT.sub("", text)
    yield _joined(plain)
    unescaped = _SPLIT.sub("", html.unescape(unquote(_without_json_escapes(plain))))
    twice = _SPLIT.sub("", html.unescape(unescaped))
    yield _joined(twice)
    yield _joined(html.unescape(_TAG.sub("", unescaped)))
    yield _joined(html.unescape(_TAG.sub("", plain)))


def _joined(text: str) -> str:
    return " ".join(text.split())


def _without_json_escapes(text: str) -> str:
    if "\\" not in text:
        return text
    done = _JSON.sub(lambda found: chr(int(found[1], 16)) if found[1] else _JSON_CHARACTERS[found[2]], text)
    return _PAIR.sub(lambda found: found[0].encode("utf-16", "surrogatepass").decode("utf-16"), done)


def _windows(data: bytes, start: int) -> Words:
    """Every eight bytes in a row as a number: a view of the bytes, one step apart."""
    count = min(_CHUNK, len(data) - _ANCHOR + 1 - start)
    return np.ndarray((count,), "<u8", data, start, (1,))


def _hashed(windows: Words) -> Words:
    return (windows * _FACTOR) >> np.uint64(64 - _BITS)
