"""Views to HTML: the template environment, and what a host needs to know of the result."""

import html
import re
from collections.abc import Iterable
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from milepost.charts.svg import shared_defs, state_mark
from milepost.resources import themes_dir
from milepost.site import template_code
from milepost.site.safe_markdown import safe_markdown
from milepost.site.site import Content, Heading
from milepost.views.context import ViewContext
from milepost.views.filters import facet_data
from milepost.views.search_text import SearchEntry

_HEADING = re.compile(r'<h(?P<level>[1-6])(?=[^>]*\sid="(?P<id>[^"]+)")[^>]*>(?P<title>.*?)</h(?P=level)>', re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')
_HEAVY = re.compile(r"<(table|svg|pre)\b.*?</\1>", re.DOTALL)
"""What would only swell the index."""
_TAG = re.compile(r"<[^>]+>")


class Renderer:
    """The templates of the pages and their parts."""

    def __init__(self) -> None:
        folders = [themes_dir() / "pages", themes_dir() / "fragments"]
        self.environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
            bytecode_cache=template_code.OWN,
        )
        self.environment.filters["markdown"] = safe_markdown
        self.environment.globals.update(shared_defs=shared_defs, state_mark=state_mark, facet_data=facet_data)

    def html(self, template: str, context: ViewContext, **values: Any) -> str:
        """A template filled in; templates know the context as `c`."""
        return self.environment.get_template(f"{template}.html").render(c=context, **values)

    def page(
        self, template: str, context: ViewContext, *, entries: Iterable[SearchEntry] = (), **values: Any
    ) -> Content:
        """The same as a page. Our markup quotes ids with `"`, which no author's text can bring in unescaped."""
        text = self.html(template, context, **values)
        headings = tuple(
            Heading(level=int(match["level"]), id=html.unescape(match["id"]), title=_plain(match["title"]))
            for match in _HEADING.finditer(text)
        )
        return Content(
            html=text,
            search="\n".join(map(_searched, entries)) or _HEAVY.sub("", text),
            headings=headings,
            anchors=frozenset(map(html.unescape, _ID.findall(text))),
        )


def _searched(entry: SearchEntry) -> str:
    return Markup('<h2 id="{}">{}</h2> <p>{}</p>').format(entry.anchor, entry.title, entry.text)


def _plain(inner: str) -> str:
    return " ".join(_TAG.sub("", inner).split())
