"""Did you mean …?"""

from collections.abc import Iterable
from difflib import get_close_matches

from milepost.i18n.message import Message, message


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely stands for; None when nothing is close."""
    candidates = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(name.strip().lower().replace(" ", "_"), candidates, n=1, cutoff=0.6)
    return candidates[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> Message | None:
    """The help line for an unknown name."""
    found = closest(name, known)
    return message("diagnostics.did-you-mean", name=found) if found else None
