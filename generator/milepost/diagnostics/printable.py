"""Text from files on a terminal: on one line, and unable to control it."""

import unicodedata


def printable(text: str) -> str:
    """The text with a space for each line end and control character, so that escape sequences do nothing."""
    return "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
