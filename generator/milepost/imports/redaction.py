"""Takes personal data and secrets out of a text that people wrote.

It is more eager than `rules.personal_data`: what is taken here too often costs a word, what is left is published.
They are looked for in a normalised copy, and the text itself keeps every character around them.
"""

import re
import unicodedata
from collections.abc import Iterator

from milepost.rules.personal_data import personal_data_in
from milepost.rules.secrets_in_text import secrets_in

MASK = "***"
_NO_WORD_BEFORE = r"(?<![0-9A-Za-z_])"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Mobile numbers with or without the country's code, in groups of any size; no prices, versions and times.
        r"(?<![0-9.])(?:(?:\+|00)?86[ -]?)?1[ -]?[3-9](?:[ -]?[0-9]){9}(?![0-9])",
        r"(?<![0-9])1[3-9][0-9][._/][0-9]{4}[._/][0-9]{4}(?![0-9])",
        r"[零〇一二三四五六七八九幺]{11}",
        r"(?<![0-9])\+[1-9][0-9]{0,2}(?:[ -]?[0-9]){7,12}(?![0-9])",
        r"(?<![0-9.-])0[0-9]{2,3}[ -][0-9]{7,8}(?![0-9])",
        # Numbers of identity cards, bank cards, orders and payments.
        r"(?<![0-9])(?:[0-9]{15,}|[0-9]{4,6}(?:[ -][0-9]{4,8}){2,}(?:[ -][0-9]{3})?)[xX]?(?![0-9])",
        r"[\w.%+-]{1,64}@(?:[\w-]{1,63}\.)+[a-z]{2,24}",
        _NO_WORD_BEFORE + r"wxid_\w{6,}",
        _NO_WORD_BEFORE + r"(?-i:o[0-9A-Za-z_-]{27})(?![0-9A-Za-z_-])",
        r"(?:open_?id|union_?id)[\"']?[ \t]*[:=：是为]?[ \t]*[\"']?(?P<openid>(?=[A-Za-z_-]{0,63}[0-9])[\w-]{6,})",
        r"(?:微信号?|weixin|wechat|(?<![a-z])(?:v信|vx|wx))[ \t]*(?:id|号|[:：是])[ \t:：]*(?P<id>[a-z][\w-]{5,19})",
        r"(?:(?<![a-z])qq|扣扣)[ \t]*[号群]?[ \t]*[:：是]?[ \t]*(?P<qq>[1-9][0-9]{4,11})(?![0-9])",
        r"(?:token|secret|passw(?:or)?d|pwd|session_?key|密码|口令)[\"']?[ \t]*[:=：是为][ \t\"']*(?P<key>[!-~]{4,})",
        r"(?:https?://)?[a-z0-9.-]{0,40}qlogo\.cn[^\s\"'<>)]*",
    )
)


def redacted(text: str) -> str:
    """The text with each found span masked; what stands around it stays as it was typed."""
    plain, places = _normalised(text)
    kept, end = [], 0
    for start, stop in _merged(_found(plain)):
        first, last = places[start], places[stop - 1] + 1
        if last <= end:
            continue
        kept += [text[end : max(first, end)], MASK]
        end = last
    return "".join([*kept, text[end:]])


def _normalised(text: str) -> tuple[str, list[int]]:
    """The text in NFKC, dashes and spaces made plain, and where in the original each of its characters stands."""
    if text.isascii():
        return text, list(range(len(text)))
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character):
            kind = unicodedata.category(one)
            if kind == "Cf":  # characters that nobody sees, between the digits of a number
                continue
            plain.append("-" if kind == "Pd" or one == "−" else " " if kind == "Zs" else one)
            places.append(place)
    return "".join(plain), places


def _found(plain: str) -> Iterator[tuple[int, int]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            named = [name for name, value in match.groupdict().items() if value]
            yield match.span(named[0]) if named else match.span()
    for look in (personal_data_in, secrets_in):
        for one in look(plain):
            yield one.start, one.end


def _merged(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged
