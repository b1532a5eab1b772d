"""Authors' Markdown as HTML in which nothing runs and nothing is fetched from another server."""

import re
from functools import cache

import nh3
from markdown import Markdown
from markupsafe import Markup

from milepost.site.chinese import join_chinese_lines

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "abbr": {"title"}, "ol": {"start"}}
_PLAIN = re.compile(r"[^\\`*_{}\[\]<>()#+|&~=:!\n-]+")
"""Texts in which no sign has a meaning for Markdown; most descriptions are such."""
_LIST_ITEM = re.compile(r"\s*\d+[.)]\s")
_HEADING = re.compile(r"<(?P<close>/?)h(?P<level>[1-6])>")
_RELATIVE = re.compile(r"(?![a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)
_DEEPEST = 6


@cache
def safe_markdown(text: str, shift: int = 2) -> Markup:
    """The HTML of a Markdown text; its headings are moved down by `shift` levels, below those of the page."""
    if _PLAIN.fullmatch(text) and not _LIST_ITEM.match(text):
        return Markup("<p>{}</p>").format(text.strip()) if text.strip() else Markup()
    html = nh3.clean(
        Markdown(extensions=["tables", "fenced_code", "sane_lists"]).convert(text),
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )

    def lowered(match: re.Match[str]) -> str:
        return f"<{match['close']}h{min(int(match['level']) + shift, _DEEPEST)}>"

    return Markup(join_chinese_lines(_HEADING.sub(lowered, html)).strip())  # noqa: S704 - cleaned above


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Drops the address of a picture elsewhere: no page may ask another server for anything."""
    if tag == "img" and attribute == "src" and not _RELATIVE.match(value):
        return None
    return value
