"""Did you mean …?"""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from milepost.i18n.message import Message, message

_LETTERS_PER_SLIP = 4


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely stands for; None when nothing is close."""
    candidates = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(name.strip().lower().replace(" ", "_"), candidates, n=1, cutoff=0.6)
    return candidates[found[0]] if found else None


def only_meant(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` can only stand for: one or two slips away, and no other one is as near.

    Short names and numbers are never guessed: `lim` may be a person that nobody has entered, `page-2` another page.
    """
    wanted = _folded(name)
    by_fold = {_folded(candidate): candidate for candidate in known}
    if wanted in by_fold:
        return by_fold[wanted]
    allowed = min(len(wanted) // _LETTERS_PER_SLIP, 2)
    near: dict[int, list[str]] = {}
    for fold, candidate in by_fold.items():
        if fold[:1] == wanted[:1] and re.findall(r"\d+", fold) == re.findall(r"\d+", wanted):
            near.setdefault(_slips(wanted, fold, allowed), []).append(candidate)
    nearest = min(near, default=allowed + 1)
    return near[nearest][0] if nearest <= allowed and len(near[nearest]) == 1 else None


def _folded(name: str) -> str:
    """A name without what people add or mix up: capitals, the `@` of a person, the mark between words."""
    return re.sub(r"[\s_-]+", "_", name.strip().removeprefix("@").lower())


def _slips(one: str, other: str, most: int) -> int:
    """Letters added, left out, replaced or swapped with their neighbour (optimal string alignment)."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def did_you_mean(name: str, known: Iterable[str]) -> Message | None:
    """The help line for an unknown name."""
    found = closest(name, known)
    return message("diagnostics.did-you-mean", name=found) if found else None
