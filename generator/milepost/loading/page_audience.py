"""Who a hand-written page is for: `audience` in its front matter."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from milepost.loading.text_files import split_markdown
from milepost.source import Source, Span

_AUDIENCE = re.compile(r"""^audience:[ \t]*(?P<quote>["']?)(?P<name>[^\s"'#]+)(?P=quote)""", re.MULTILINE)
_TRANSLATED = re.compile(r"(?P<page>.+)\.[a-z]{2}(?:-[A-Za-z]{2,4})?\.md")


class PageAudience(NamedTuple):
    """The name as written, and where."""

    name: str
    span: Span


def page_audience(source: Source) -> PageAudience | None:
    """The audience that a page's own front matter names; None where it names none."""
    fields = split_markdown(source).fields
    found = _AUDIENCE.search(fields.text)
    return PageAudience(found["name"], fields.span(*found.span("name"))) if found else None


def audiences_of_page(path: str, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """What holds for a page: its own audience, and that of the page which it translates."""
    translated = _TRANSLATED.fullmatch(path)
    paths = (path, f"{translated['page']}.md") if translated else (path,)
    found = (page_audience(sources[one]) for one in paths if one in sources)
    return tuple(one.name for one in found if one)
