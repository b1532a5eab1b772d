"""Which finding is which, whatever happens to the lines around it."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic


class Identity(NamedTuple):
    """What stays of a finding when text moves: the rule, the record (else the file), the field, the message's key.

    What a message is filled in with is no part of it: `12 days overdue` is `13 days overdue` tomorrow.
    """

    rule: str
    place: str
    field: str
    key: str


def identity(diagnostic: Diagnostic) -> Identity:
    """The identity of a finding; several of one kind in one record share it."""
    place = diagnostic.record or diagnostic.location.path
    return Identity(diagnostic.rule, place, diagnostic.field, diagnostic.message.key)


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """A digest for each finding, different for each: among those of one identity their order decides."""
    seen: Counter[Identity] = Counter()
    found = []
    for one in diagnostics:
        who = identity(one)
        found.append(hashlib.sha256("\0".join((*who, str(seen[who]))).encode("utf-8", "surrogatepass")).hexdigest())
        seen[who] += 1
    return found
