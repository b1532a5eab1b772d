"""Text of records inside of Markdown."""

import re

_SPECIAL = re.compile(r"([\\`*_\[\]#|~])")


def markdown_text(text: str) -> str:
    """The text on one line: no markup, no HTML, and nobody is called by an `@`."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", plain).replace("@", "@\u200b").replace("\n", " ")
