"""What must not be published: secrets and personal data, wherever they stand in a text file."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.rules.context import RuleContext
from milepost.rules.personal_data import personal_data_in
from milepost.rules.rule import rule
from milepost.rules.secrets_in_text import secrets_in
from milepost.rules.text_match import TextMatch
from milepost.source import Location, Source

SHOWN_PER_FILE = 100
"""Findings of one kind in one file: a column of phone numbers is one mistake, not ten thousand."""


@rule(Severity.ERROR)
def secret_in_content(context: RuleContext) -> Iterator[Diagnostic]:
    """AppSecrets, addresses with a token, robots' webhook addresses, private keys and access keys."""
    yield from _findings("secret-in-content", secrets_in, context.loaded.sources.values())


@rule(Severity.ERROR)
def personal_data(context: RuleContext) -> Iterator[Diagnostic]:
    """Mobile and identity numbers, openids and e-mail addresses of real people."""
    yield from _findings("personal-data", personal_data_in, context.loaded.sources.values())


def _findings(name: str, look: Callable[[str], Iterable[TextMatch]], sources: Iterable[Source]) -> Iterator[Diagnostic]:
    for source in sources:
        found = sorted(look(source.text))
        totals = Counter(one.kind for one in found)
        told: Counter[str] = Counter()
        for one in found:
            told[one.kind] += 1
            if told[one.kind] > SHOWN_PER_FILE:
                continue
            rest = totals[one.kind] - SHOWN_PER_FILE if told[one.kind] == SHOWN_PER_FILE else 0
            yield Diagnostic(
                rule=name,
                message=message(f"rules.{name}.message", kind=message(f"rules.{name}.kinds.{one.kind}")),
                location=Location(source.path, source.span(one.start, one.end)),
                notes=(message(f"rules.{name}.more", count=rest),) if rest else (),
                help=message(f"rules.{name}.help"),
            )
