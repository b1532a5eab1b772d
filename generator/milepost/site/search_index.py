"""The search index after the host has written it: Chinese words as readers look for them.

The theme's search takes a Chinese query apart into words of the index. A single character that is one of them wins over
the word that the reader typed, and a word inside of a longer one is no word of the index.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_SEAM = "\u200b"
"""What the host puts between Chinese words."""
_HAN = "\u3400-\u9fff"
_RUN = re.compile(f"[{_HAN}{_SEAM}]*[{_HAN}][{_HAN}{_SEAM}]*")

_LESS = (("rules/", 0.1), ("dictionary/", 0.1), ("handbook/", 0.5))
"""Pages that explain the tool count less than the project's own records, whose words they use in examples."""

InnerWords = Callable[[str], tuple[str, ...]]


def refine(index: Path, inner_words: InnerWords) -> None:
    """Rewrites an index file; one that is not there, or not of the known form, stays as it is."""
    try:
        content = json.loads(index.read_text(encoding="utf-8"))
        for one in content["docs"]:
            _refine_document(one, inner_words)
    except (OSError, ValueError, KeyError, TypeError):
        return
    index.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")


def _refine_document(document: dict[str, Any], inner_words: InnerWords) -> None:
    found: dict[str, None] = {}
    for start, boost in _LESS:
        if document["location"].startswith(start):
            document["boost"] = boost
    for field in ("title", "text"):
        text = _RUN.sub(lambda run: _joined(run[0]), document[field])
        for run in _RUN.finditer(text):
            for word in run[0].split(_SEAM):
                found.update(dict.fromkeys(inner_words(word) if len(word) > 2 else ()))
        document[field] = text
    known = f"{document['title']}{_SEAM}{document['text']}"
    extra = [word for word in found if f"{_SEAM}{word}" not in known]
    if extra:
        document["text"] += f"<i hidden>{' '.join(extra)}</i>"


def _joined(run: str) -> str:
    """A run of Chinese in which single characters belong to the word before them, the first to the one after it."""
    words: list[str] = []
    for word in _words(run):
        if words and (len(word) == 1 or len(words[-1]) == 1):
            words[-1] += word
        else:
            words.append(word)
    head = _SEAM if run.startswith(_SEAM) else ""
    return head + _SEAM.join(words) + (_SEAM if run.endswith(_SEAM) else "")


def _words(run: str) -> Iterator[str]:
    return (word for word in run.split(_SEAM) if word)
