"""Words that open home and Overviews: their links lead to pages, and their first heading is that of the page itself."""

import re

_PAGE_LINK = re.compile(
    r"(?P<opening>\]\(\s*<?)(?![a-z][a-z0-9+.-]*:|/|#)"
    r"(?P<path>[^)\s>#]*?)(?:\.(?:zh|en)(?:-[A-Za-z]+)?)?\.md(?P<anchor>#[^)\s>]*)?(?=[>\s)])"
)
_FIRST_HEADING = re.compile(r"\s*# [^\n]*(?:\n|$)")


def narrative_text(markdown: str) -> str:
    """The Markdown without its leading `# Title`, with links to other Markdown files turned into page addresses.

    The address of the page that shows a narrative is that of the narrative's folder, so that its relative links hold.
    """
    heading = _FIRST_HEADING.match(markdown)
    return _PAGE_LINK.sub(_address, markdown[heading.end() :] if heading else markdown)


def _address(match: re.Match[str]) -> str:
    folder, _, name = match["path"].rpartition("/")
    parts = [part for part in (folder, "" if name == "index" else name) if part]
    return f"{match['opening']}{'/'.join(parts) or '.'}/{match['anchor'] or ''}"
