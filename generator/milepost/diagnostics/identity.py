"""Which finding is which, whatever happens to the lines around it."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
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


class Comparison(NamedTuple):
    """Findings that only one of two states has: neither moved text nor another number in a message makes one new."""

    introduced: tuple[Diagnostic, ...]
    fixed: tuple[Diagnostic, ...]


def compare(before: Iterable[Diagnostic], after: Iterable[Diagnostic], renamed: Mapping[str, str]) -> Comparison:
    """The findings that came and those that went; `renamed` has today's references of records by their former ones."""
    old = [(_today(identity(one), renamed), one) for one in before]
    new = [(identity(one), one) for one in after]
    return Comparison(_only_in(new, old), _only_in(old, new))


_Identified = list[tuple[Identity, Diagnostic]]


def _today(who: Identity, renamed: Mapping[str, str]) -> Identity:
    return who._replace(place=renamed.get(who.place, who.place))


def _only_in(ours: _Identified, theirs: _Identified) -> tuple[Diagnostic, ...]:
    left = Counter(who for who, _ in theirs)
    found = []
    for who, one in ours:
        if left[who]:
            left[who] -= 1
        else:
            found.append(one)
    return tuple(found)


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """A digest for each finding, different for each: among those of one identity their order decides."""
    seen: Counter[Identity] = Counter()
    found = []
    for one in diagnostics:
        who = identity(one)
        found.append(hashlib.sha256("\0".join((*who, str(seen[who]))).encode("utf-8", "surrogatepass")).hexdigest())
        seen[who] += 1
    return found
