"""Takes out of a text what must not be shown, where nobody can take it out of the source: former versions of files."""

from milepost.rules.personal_data import personal_data_in
from milepost.rules.secrets_in_text import secrets_in
from milepost.rules.text_match import without_overlaps

MASK = "▒▒▒"


def masked(text: str) -> str:
    """The text with secrets and personal data replaced."""
    found = without_overlaps([*secrets_in(text), *personal_data_in(text)])
    for match in sorted(found, reverse=True):
        text = text[: match.start] + MASK + text[match.end :]
    return text
