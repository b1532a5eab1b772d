"""A stretch of a text that a rule is about."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class TextMatch(NamedTuple):
    """Offsets into the text, the end exclusive, and what was found there."""

    start: int
    end: int
    kind: str


def without_overlaps(found: Iterable[TextMatch]) -> Iterator[TextMatch]:
    """In order; of matches that overlap the one that comes first in `found` counts."""
    kept: list[TextMatch] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    yield from sorted(kept)
