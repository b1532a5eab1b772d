"""Finds secrets in a text."""

import re
from collections.abc import Iterator

from milepost.rules.text_match import TextMatch, without_overlaps

_WEBHOOK = (
    r"https?://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?[^\s\"'<>)]*key=[^\s\"'<>)]+"
    r"|https?://open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/(?:v2/)?hook/[^\s\"'<>)]+"
    r"|https?://oapi\.dingtalk\.com/robot/send\?[^\s\"'<>)]*access_token=[^\s\"'<>)]+"
    r"|https?://hooks\.slack\.com/(?:services|workflows)/[^\s\"'<>)]+"
)
_ADDRESS = (
    r"https?://[^\s\"'<>)]*?[?&#](?:access_token|[a-z_]*token|[a-z_]*secret|api_?key|key|sig|signature)="
    r"(?P<value>[^\s&#\"'<>)]{12,})[^\s\"'<>)]*|https?://[^\s/:@\"'<>]+:(?P<password>[^\s/@\"'<>]{6,})@[^\s\"'<>)]+"
)
_ACCESS_KEY = (
    r"(?<![0-9A-Za-z_/+-])(?:A[KS]IA[0-9A-Z]{16}|LTAI[0-9A-Za-z]{12,26}|AKID[0-9A-Za-z]{13,40}|AIza[0-9A-Za-z_-]{35}"
    r"|gh[pousr]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{22,}|glpat-[0-9A-Za-z_-]{20,}|xox[abprs]-[0-9A-Za-z-]{10,}"
    r"|sk_live_[0-9A-Za-z]{16,})(?![0-9A-Za-z])"
)
# `risk-1` is everywhere: the word comes first, so that the search leaps from one to the next.
_SK_KEY = r"sk-(?<![0-9A-Za-z_/+-]sk-)(?:proj-)?[0-9A-Za-z]{32,}(?![0-9A-Za-z])"
_APP_KEY = (
    r"(?:secret|密钥|(?:api_?v?3?|mch|aes)_?key)[\"'`*\])]*[ \t]*(?:is|[:=：,，|]|为|是)?[\s\"'`*:=：|]{0,6}"
    r"(?P<value>[0-9a-f]{32})(?![0-9a-z])"
)
_RUN = b"0" * 13
"""All but a few keys have as many letters and digits in a row, and hardly any word has."""
_SHAPE = bytes(48 if chr(code).isalnum() else 32 for code in range(128)) + b" " * 128
_IN_AN_ADDRESS = ("webhook", "token-url")
# By kind: of what one must be in the text in small letters, and the pattern that finds the secret.
_KINDS: tuple[tuple[str, tuple[bytes, ...], re.Pattern[str]], ...] = (
    ("webhook", (b"hook", b"/robot/"), re.compile(_WEBHOOK, re.IGNORECASE)),
    ("token-url", (b"=", b"@"), re.compile(_ADDRESS, re.IGNORECASE)),
    ("private-key", (b"private key",), re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")),
    ("access-key", (_RUN, b"aiza", b"github_pat_", b"glpat-", b"xox"), re.compile(_ACCESS_KEY)),
    ("access-key", (_RUN,), re.compile(_SK_KEY)),
    ("app-secret", (_RUN,), re.compile(_APP_KEY, re.IGNORECASE)),
)
_PLACEHOLDER = re.compile(r"[{}$<>*…]|\.\.\.|xxx|your|example|[A-Z_]+$|(.)\1*$", re.IGNORECASE)


def secrets_in(text: str) -> Iterator[TextMatch]:
    """Secrets, each once; what is plainly a placeholder in an example is none."""
    lower = text.encode("ascii", "replace").lower()  # much faster than the same for text
    has_run, has_address = _RUN in lower.translate(_SHAPE), b"://" in lower
    found = [
        TextMatch(*_extent(match), kind)
        for kind, signs, pattern in _KINDS
        if (has_address or kind not in _IN_AN_ADDRESS)
        and any(has_run if sign is _RUN else sign in lower for sign in signs)
        for match in pattern.finditer(text)
        if not _is_placeholder(match, kind)
    ]
    yield from without_overlaps(found)


def _extent(match: re.Match[str]) -> tuple[int, int]:
    return match.span("value") if match.re.pattern == _APP_KEY else match.span()


def _is_placeholder(match: re.Match[str], kind: str) -> bool:
    if kind == "webhook":
        return bool(_is_made_up(re.split(r"[=/]", match[0])[-1]))
    groups = match.groupdict()
    value = groups.get("value") or groups.get("password")
    return bool(value) and _is_made_up(str(value))


def _is_made_up(value: str) -> bool:
    return bool(_PLACEHOLDER.match(value)) or (
        bool(_PLACEHOLDER.search(value)) and not any(one.isdigit() for one in value)
    )
