"""The Content-Security-Policy that a site works with: its own files, and the theme's inline scripts by their hashes."""

import base64
import hashlib
import re
from collections.abc import Iterable

_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
"""What authors wrote is in it; the theme's scripts are not."""
_SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
_NOT_RUN = re.compile(r"""\ssrc=|\stype=["']?application/(?:ld\+)?json""", re.IGNORECASE)
_POLICY = (
    "default-src 'none'; script-src 'self'{hashes}; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""Charts place their marks with style attributes; nothing else is inline."""


def content_policy(pages: Iterable[str]) -> str:
    """The value of the header for all of `pages`, HTML as it was written; the same for every page of the site."""
    found = {script for page in pages for script in _inline_scripts(page)}
    return _POLICY.format(hashes="".join(f" '{one}'" for one in sorted(map(_hash, found))))


def _inline_scripts(page: str) -> Iterable[str]:
    scripts = _SCRIPT.finditer(_ARTICLE.sub("", page))
    return (one["text"] for one in scripts if one["text"].strip() and not _NOT_RUN.search(one["attributes"]))


def _hash(script: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
