"""What search finds of a record: its title, then its id, its title in other languages and its texts in one line.

Dates and numbers would only be noise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from milepost.model.record import NamedRecord
from milepost.model.text import Translations
from milepost.views.context import ViewContext
from milepost.views.record_fields import Value, record_fields

MOST = 600
"""Characters of a record's text in the index: readers load the whole index with their first search."""
_NO_WORD = re.compile(r"[\d\s:.,/%+−–-]*")
_SKIPPED = ("title", "was", "x", "links", "audience")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEntry:
    """A record as search shows it; `anchor` is where the result leads."""

    anchor: str
    title: str
    text: str


def search_entry(context: ViewContext, record: NamedRecord) -> SearchEntry:
    """The entry of a record in the reader's language."""
    texts = (text for field in record_fields(record, context, skip=_SKIPPED) for text in _texts(field.value))
    words = dict.fromkeys(text for text in texts if not _NO_WORD.fullmatch(text))
    title = context.title(record)
    others = record.title.values() if isinstance(record.title, Translations) else ()
    names = dict.fromkeys((record.id, *(one for one in others if one != title)))
    return SearchEntry(anchor=record.anchor, title=title, text=" ".join((*names, *words))[:MOST].strip())


def _texts(value: Value) -> Iterator[str]:
    if value.link:
        yield value.link.text
    if value.text:
        yield value.text
    for part in value.parts:
        yield from _texts(part)
    for field in value.fields:
        yield from _texts(field.value)
