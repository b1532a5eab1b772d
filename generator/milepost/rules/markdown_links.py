"""Links and pictures in Markdown, with the places of their targets."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from milepost.source import Span

_SIGNS = {"]": ("](", "]:"), "=": ("href=", "src=")}
"""One of these stands in every text with a link, by a character that is found much faster."""
_TARGET = re.compile(
    r"""\]\(\s*(?:<(?P<quoted>[^<>]*)>|(?P<plain>[^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*))(?:\s+["'(].{0,500}?)?\s*\)"""
    r"""|^\s*\[[^\]^][^\]]*\]:\s+<?(?P<defined>[^\s<>]+)>?(?:\s+["'(].*)?$"""
    r"""|\b(?:href|src)=["'](?P<html>[^"']*)["']"""
)
_FENCE = re.compile(r"\s*(?:[-*>]\s+)*(?P<fence>`{3,}|~{3,})")
_CODE = re.compile(r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)")


class MarkdownLink(NamedTuple):
    """What a link leads to, as written, and where that stands."""

    target: str
    span: Span


def may_link(text: str) -> bool:
    """Whether a text may hold a link: nearly all files do not, and are not read line by line."""
    return any(sign in text for rare, signs in _SIGNS.items() if rare in text for sign in signs)


def links_in(lines: Iterable[tuple[int, int, str]]) -> Iterator[MarkdownLink]:
    """The links of a text, given as lines with their numbers and first columns; code and comments have none."""
    fence, in_comment = "", False
    for number, column, line in lines:
        opening = None if in_comment else _FENCE.match(line)
        if fence:
            if opening and opening["fence"].startswith(fence):
                fence = ""
            continue
        if opening:
            fence = opening["fence"]
            continue
        text, in_comment = _without_comments(_CODE.sub(_blank, line), inside=in_comment)
        for found in _TARGET.finditer(text):
            group = str(found.lastgroup)
            start, end = found.span(group)
            yield MarkdownLink(found[group], Span(number, column + start, number, column + end))


def _without_comments(line: str, *, inside: bool) -> tuple[str, bool]:
    """A line with blanks for what is commented out, and whether its end is inside of a comment."""
    kept, at = "", 0
    while True:
        end = line.find("-->" if inside else "<!--", at)
        if end < 0:
            rest = line[at:]
            return kept + (" " * len(rest) if inside else rest), inside
        kept += " " * (end + 3 - at) if inside else line[at:end]
        at, inside = end + (3 if inside else 0), not inside


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
