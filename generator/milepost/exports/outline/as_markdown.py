"""As Markdown, for a mail, a chat or a wiki."""

from collections.abc import Iterator

from milepost.exports.markdown_text import markdown_text
from milepost.exports.outline.outline import Outline


def render(outline: Outline) -> str:
    """A document with headings of three levels."""
    return "\n".join(_lines(outline)).rstrip() + "\n"


def _lines(outline: Outline) -> Iterator[str]:
    colon = "：" if outline.language == "zh" else ": "
    yield from (f"# {markdown_text(outline.title)}", "")
    for lead in outline.leads:
        yield from (markdown_text(lead), "")
    for section in outline.sections:
        yield from (f"{'###' if section.deep else '##'} {markdown_text(section.title)}", "")
        if section.lead:
            yield from (markdown_text(section.lead), "")
        for item in section.items:
            yield f"- {markdown_text(item.text)}{colon + markdown_text(item.more) if item.more else ''}"
        if section.items:
            yield ""
