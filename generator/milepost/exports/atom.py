"""Atom feeds: RFC 4287."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from milepost.exports.plain_text import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry; `key` names it for ever, `lines` are its text, `href` may be relative to the feed."""

    key: str
    title: str
    author: str
    on: datetime
    lines: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, the newest entry first; `href` is the page that it is about."""

    key: str
    title: str
    language: str
    updated: datetime
    href: str
    entries: tuple[Entry, ...]


def render(feed: Feed) -> str:
    """The feed as XML; the same for the same entries."""
    return "".join(f"{line}\n" for line in _lines(feed))


def _lines(feed: Feed) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(feed.language)}>'
    yield f"  <id>{_id(feed.key)}</id>"
    yield f"  <title>{_text(feed.title)}</title>"
    yield f"  <updated>{feed.updated.isoformat()}</updated>"
    yield f"  <link href={_quoted(feed.href)}/>"
    for one in feed.entries:
        yield "  <entry>"
        yield f"    <id>{_id(one.key)}</id>"
        yield f"    <title>{_text(one.title)}</title>"
        yield f"    <updated>{one.on.isoformat()}</updated>"
        yield f"    <author><name>{_text(one.author)}</name></author>"
        yield f"    <link href={_quoted(one.href)}/>"
        yield f'    <content type="text">{chr(10).join(map(_text, one.lines))}</content>'
        yield "  </entry>"
    yield "</feed>"


def _id(key: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, key)}"


def _text(text: str) -> str:
    return escape(one_line(text))


def _quoted(text: str) -> str:
    return quoteattr(one_line(text))
