"""Which themes a text is about, by the keywords that the themes declare."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache


def themes_by_keywords(text: str, keywords: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The themes of which the text has a keyword, with those it has; the one with the most of them first.

    Widths and capitals do not matter. Latin keywords are whole words: `app` is not in `happy`.
    """
    plain = _plain(text)
    found = {
        theme: tuple(word for word in words if word.strip() and _pattern(word).search(plain))
        for theme, words in keywords.items()
    }
    return dict(sorted(((theme, words) for theme, words in found.items() if words), key=lambda pair: -len(pair[1])))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def _pattern(keyword: str) -> re.Pattern[str]:
    plain = _plain(keyword.strip())
    before = r"(?<![a-z0-9])" if re.match("[a-z0-9]", plain) else ""
    after = r"(?![a-z0-9])" if re.search("[a-z0-9]$", plain) else ""
    return re.compile(before + re.escape(plain) + after)
