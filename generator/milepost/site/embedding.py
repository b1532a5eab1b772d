"""Components in hand-written Markdown, put in as HTML; what is wrong with one is said in its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from milepost.analysis.components import Component, resolve
from milepost.loading.components import Block, blocks_in
from milepost.site.render import Renderer
from milepost.site.safe_markdown import safe_markdown
from milepost.views.context import ViewContext
from milepost.views.embedded import embedded
from milepost.views.narrative import narrative_text

_BLANK_LINES = re.compile(r"\n\s*\n")
_BELOW_THE_TITLE = 1


@dataclass(frozen=True, slots=True)
class Embedder:
    """Renders the components of pages."""

    renderer: Renderer
    context: ViewContext

    def in_markdown(self, markdown: str, path: str, address: str) -> str:
        """The Markdown of the page at `address`, written in the file `path`, with blocks of HTML for its components."""
        return "\n\n".join(str(part) for part in self._parts(markdown, path, address))

    def narrative(self, markdown: str, path: str, address: str) -> Markup:
        """The words that open a page, as HTML."""
        parts = self._parts(narrative_text(markdown), path, address)
        return Markup("\n").join(
            part if isinstance(part, Markup) else safe_markdown(part, _BELOW_THE_TITLE) for part in parts
        )

    def _parts(self, markdown: str, path: str, address: str) -> Iterator[str | Markup]:
        """The text between components, and the components."""
        lines, after, first_line = markdown.splitlines(), 0, self._first_line(markdown, path)
        for number, block in enumerate(blocks_in(markdown, first_line)):
            yield "\n".join(lines[after : block.first - first_line])
            yield self._component(block, path, self.context.at(address), first=number == 0)
            after = block.last - first_line + 1
        yield "\n".join(lines[after:])

    def _component(self, block: Block, path: str, context: ViewContext, *, first: bool) -> Markup:
        found = resolve(block, path, context.portal, context.loaded.types)
        values: dict[str, Any] = {
            "problems": (),
            "one": None,
            "place": f"{path}:{block.name_span.line}",
            "first": first,
            "not_shown": False,
        }
        if isinstance(found, Component):
            values["one"] = embedded(context, found)
        elif context.analysis.is_part:  # what it names may be there for others
            values["not_shown"] = True
        else:
            values["problems"] = tuple((context.message(one.message), context.message(one.help)) for one in found)
        # An empty line would end the block of HTML for Markdown.
        return Markup(_BLANK_LINES.sub("\n", self.renderer.html("embed", context, **values)).strip())  # noqa: S704

    def _first_line(self, markdown: str, path: str) -> int:
        """The line of the file on which the text begins: hosts and narratives leave out what stands before it."""
        source = self.context.loaded.sources[path]
        return max(len(source.text.splitlines()) - len(markdown.splitlines()) + 1, 1)
