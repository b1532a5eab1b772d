"""Finds personal data in a text, also when it is written with spaces, dashes or full-width characters."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from milepost.rules.text_match import TextMatch

# Characters that NFKC makes an ASCII digit, letter or sign of an address: full-width, mathematical, circled ones,
# and the dashes and spaces that stand between the digits of a number.
_WIDE = re.compile(
    "[０-９Ａ-Ｚａ-ｚ＠．－＿＋\u3000\u00a0\u2002-\u200a\u2010-\u2015\u2212\U0001d7ce-\U0001d7ff⁰¹²³⁴-⁹₀-₉①-⑨⓪]"
)
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")

# Numbers are looked for in the shape of a text: `0` for a digit, `-` for a space or dash, `x` for anything else. That
# takes milliseconds for megabytes of figures, where a pattern that tries every digit takes half a second.
_SHAPE = bytes(48 if chr(code).isdigit() else 45 if chr(code) in " -" else 120 for code in range(128)) + b"x" * 128
_PLAIN_NUMBER = re.compile(rb"0{11,}")
_PLAIN_STARTS = {11: "1", 13: "861", 15: "00861", 17: "", 18: ""}
"""How digits in a row begin, by their number: mobile numbers, the same after 86, identity numbers (X at the end)."""
_GROUPS = (
    b"000-0000-0000",
    b"000-00000000",
    b"0000000-0000",
    b"0000-000-0000",
    b"00000-000000",
    b"0000-0000-0000",
    b"000000-00000000-000",
    b"0-0-0-0-0-0-0-0-0-0-0",
)
_IN_A_GROUP = b"000-000"
"""In each of them but the last."""
_OTHER, _BETWEEN = b"x-"
_MOBILE = re.compile(
    r"(?<![0-9])(?:(?:\+|00)?86[ -]?)?"
    r"(1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|1[3-9][0-9]{2}[ -][0-9]{3}[ -][0-9]{4}"
    r"|1[3-9][0-9]{3}[ -][0-9]{6}|1[ -][3-9](?:[ -][0-9]){9})(?![0-9])"
)
_NOT_MOBILE = re.compile(r"14[0-4]|154|16[0-13489]|179|19[4]")
_ID_NUMBER = re.compile(r"(?<![0-9])[1-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx](?![0-9])")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"

_OPENID = re.compile(r"o[0-9A-Za-z_-]{27}(?![0-9A-Za-z_/+=-])")
_OPENID_TURNS = 8
"""Changes between small, capital and other characters: random text has about 17 in 27, words and slugs few."""

_MAIL_NAME = re.compile(r"[A-Za-z0-9._%+-]{1,64}$")
_MAIL_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.)+(?P<top>[A-Za-z]{2,24})(?![A-Za-z0-9-])")
_NO_MAIL_TOPS = {"png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "css", "js", "md"} | {
    "example",
    "invalid",
    "test",
    "local",
}
_EXAMPLE_HOSTS = ("example.com", "example.org", "example.net")


def personal_data_in(text: str) -> Iterator[TextMatch]:
    """Mobile numbers, identity numbers, openids and e-mail addresses, in no particular order."""
    plain = _WIDE.sub(_narrow, text) if not text.isascii() and _WIDE.search(text) else text
    yield from {found for start, end in _runs(plain) for found in _numbers(plain, start, end)}
    for found in _OPENID.finditer(plain):
        if _is_openid(plain, found):
            yield TextMatch(found.start(), found.end(), "openid")
    yield from _addresses(plain)


def is_id_number(digits: str) -> bool:
    """Whether 18 characters are a Chinese identity number: a real birthday, and the check of ISO 7064 MOD 11-2."""
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, digits[:17], strict=True))
    return born.year >= 1900 and _ID_CHECKS[total % 11] == digits[17].upper()


def _narrow(found: re.Match[str]) -> str:
    """One character for one, so that places stay what they are."""
    character = found[0]
    return _DASHES.get(character) or unicodedata.normalize("NFKC", character)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Where digits stand that may be a number of the kinds looked for, with the X that may follow them."""
    shape = text.encode("ascii", "replace").translate(_SHAPE)
    if b"0" * 11 in shape:
        for found in _PLAIN_NUMBER.finditer(shape):
            start, end = found.span()
            if text.startswith(_PLAIN_STARTS.get(end - start, "-"), start):
                yield start, _with_x(text, end)
    for group in _GROUPS if _IN_A_GROUP in shape else _GROUPS[-1:]:
        at = shape.find(group)
        while at >= 0:
            start, end = at, at + len(group)
            while start and shape[start - 1] != _OTHER:
                start -= 1
            while end < len(shape) and shape[end] != _OTHER:
                end += 1
            # A separator at either end belongs to the text around it.
            yield start + (shape[start] == _BETWEEN), _with_x(text, end - (shape[end - 1] == _BETWEEN))
            at = shape.find(group, end)


def _with_x(text: str, end: int) -> int:
    return end + (text[end : end + 1] in ("X", "x"))


def _numbers(text: str, start: int, end: int) -> Iterator[TextMatch]:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if _continues(before) or (_continues(after) and not _ends_sentence(text, end)):
        return  # part of a hash, of an identifier or of a decimal number
    for found in _ID_NUMBER.finditer(text, start, end):
        if is_id_number(re.sub("[ -]", "", found[0])):
            yield TextMatch(found.start(), found.end(), "id-number")
            return
    for found in _MOBILE.finditer(text, start, end):
        number = re.sub("[ -]", "", found[1])
        if not _NOT_MOBILE.match(number):
            yield TextMatch(found.start(1), found.end(1), "mobile")


def _continues(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "_.%")


def _ends_sentence(text: str, end: int) -> bool:
    return text[end] == "." and not text[end + 1 : end + 2].isalnum()


def _is_openid(text: str, found: re.Match[str]) -> bool:
    before = text[found.start() - 1] if found.start() else " "
    if before.isascii() and (before.isalnum() or before in "_-/+.%"):
        return False
    kinds = ["a" if one.islower() else "A" if one.isupper() else "0" for one in found[0]]
    turns = sum(one != other for one, other in pairwise(kinds))
    return turns >= _OPENID_TURNS and "A" in kinds


def _addresses(text: str) -> Iterator[TextMatch]:
    at = text.find("@")
    while at >= 0:
        name = _MAIL_NAME.search(text, max(at - 64, 0), at)
        host = _MAIL_HOST.match(text, at + 1)
        if name and host and _is_mail(text, name, host):
            yield TextMatch(name.start(), host.end(), "email")
        at = text.find("@", at + 1)


def _is_mail(text: str, name: re.Match[str], host: re.Match[str]) -> bool:
    """No account of a program (`git@github.com:a/b`), no login in an address, no picture, no made-up domain."""
    before = text[name.start() - 1] if name.start() else " "
    after = text[host.end() : host.end() + 2]
    if before in "/:" or (after[:1] == ":" and after[1:].strip()):
        return False
    return host["top"].lower() not in _NO_MAIL_TOPS and not host[0].lower().endswith(_EXAMPLE_HOSTS)
