"""Text as other programs can take it."""

import re

_NO_CHARACTER = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
"""What XML and calendars know no character for, and line ends."""


def one_line(text: str) -> str:
    """The text without line ends and control characters."""
    return _NO_CHARACTER.sub(" ", text)
