"""Links and pictures in Markdown, with the places of their targets."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from milepost.source import Span

SIGNS = ("](", "]:", "href=", "src=")
"""One of these stands in every text with a link."""
_TARGET = re.compile(
    r"""\]\(\s*(?:<(?P<quoted>[^<>]*)>|(?P<plain>[^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*))(?:\s+["'(].*?)?\s*\)"""
    r"""|^\s*\[[^\]^][^\]]*\]:\s+<?(?P<defined>[^\s<>]+)>?(?:\s+["'(].*)?$"""
    r"""|\b(?:href|src)=["'](?P<html>[^"']*)["']"""
)
_FENCE = re.compile(r"\s*(?:[-*>]\s+)*(?P<fence>`{3,}|~{3,})")
_CODE = re.compile(r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|<!--.*?-->")


class MarkdownLink(NamedTuple):
    """What a link leads to, as written, and where that stands."""

    target: str
    span: Span


def links_in(lines: Iterable[tuple[int, int, str]]) -> Iterator[MarkdownLink]:
    """The links of a text, given as lines with their numbers and first columns; code and comments have none."""
    fence, in_comment = "", False
    for number, column, line in lines:
        opening = _FENCE.match(line)
        if fence:
            if opening and opening["fence"].startswith(fence):
                fence = ""
            continue
        if opening and not in_comment:
            fence = opening["fence"]
            continue
        text = line
        if in_comment:
            end = text.find("-->")
            if end < 0:
                continue
            text, in_comment = " " * (end + 3) + text[end + 3 :], False
        text = _CODE.sub(lambda match: " " * len(match[0]), text)
        begin = text.find("<!--")
        if begin >= 0:
            text, in_comment = text[:begin], True
        for found in _TARGET.finditer(text):
            group = str(found.lastgroup)
            start, end = found.span(group)
            yield MarkdownLink(found[group], Span(number, column + start, number, column + end))
