"""What a format turns into text: findings, the texts they quote, a language, and where paths start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.catalogue import Catalogue
from milepost.source import Source


class RuleFacts(NamedTuple):
    """What a format may say about a rule: the family it belongs to, its level, what it checks in one sentence."""

    family: str
    level: Severity
    summary: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """Findings to be shown.

    Attributes:
        prefix: from the working directory to the portal's root, with a slash at its end unless it is empty.
        colour: whether the reader is a terminal that shows colours.
        docs_url: the address of a rule's page, with `{rule}` in it; empty when none is known.
        rules: what is known of the rules by id, for formats that list them.
        fail_on: the least level that counts as a failure.
    """

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source] = field(repr=False)
    words: Catalogue
    prefix: str = ""
    colour: bool = False
    docs_url: str = ""
    rules: Mapping[str, RuleFacts] = field(default_factory=dict, repr=False)
    fail_on: Severity = Severity.ERROR

    def path(self, path: str) -> str:
        """A path relative to the working directory."""
        return f"{self.prefix}{path}"

    def url(self, rule: str) -> str:
        """The address of a rule's page; empty when it is not known."""
        return self.docs_url.replace("{rule}", rule)

    def fails(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding makes the check fail."""
        return diagnostic.severity.rank <= self.fail_on.rank

    def remarks(self, diagnostic: Diagnostic) -> list[str]:
        """What is said below the message: notes, then what to do."""
        said = [("note", one) for one in diagnostic.notes] + ([("help", diagnostic.help)] if diagnostic.help else [])
        return [f"{self.words.text(f'diagnostics.{name}')}: {self.words.render(text)}" for name, text in said]

    def count(self, severity: Severity) -> int:
        return sum(one.severity is severity for one in self.diagnostics)

    def summary(self) -> str:
        """`2 errors, 1 warnings, 0 infos`."""
        counts = {f"{severity.value}s": self.count(severity) for severity in Severity}
        return self.words.text("diagnostics.summary", **counts)
