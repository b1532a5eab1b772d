"""What a format turns into text: findings, the texts they quote, a language, and where paths start."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.diagnostics.identity import Comparison
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
        comparison: what the change under review brought and took away, if one is.
    """

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source] = field(repr=False)
    words: Catalogue
    prefix: str = ""
    colour: bool = False
    docs_url: str = ""
    rules: Mapping[str, RuleFacts] = field(default_factory=dict, repr=False)
    fail_on: Severity = Severity.ERROR
    comparison: Comparison | None = None

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

    def is_new(self, diagnostic: Diagnostic) -> bool:
        """Whether the change under review brought a finding."""
        return id(diagnostic) in self._new

    def worth_reading(self) -> tuple[Diagnostic, ...]:
        """All findings; where a change is under review those that it brought, and those that make the check fail."""
        if self.comparison is None:
            return self.diagnostics
        return tuple(one for one in self.diagnostics if self.is_new(one) or self.fails(one))

    def count(self, severity: Severity) -> int:
        return _count(self.diagnostics)[severity]

    def summary(self) -> str:
        """`2 errors, 1 warnings, 0 infos`."""
        return self._counts(self.diagnostics)

    def change_summary(self) -> list[str]:
        """How many findings the change under review brought, took away and left."""
        if self.comparison is None:
            return []
        parts = {
            "introduced": [one for one in self.diagnostics if self.is_new(one)],
            "fixed": self.comparison.fixed,
            "before": [one for one in self.diagnostics if not self.is_new(one)],
        }
        return [self.words.text(f"diagnostics.{name}", summary=self._counts(found)) for name, found in parts.items()]

    def _counts(self, diagnostics: Iterable[Diagnostic]) -> str:
        counts = {f"{severity.value}s": count for severity, count in _count(diagnostics).items()}
        return self.words.text("diagnostics.summary", **counts)

    @cached_property
    def _new(self) -> frozenset[int]:
        return frozenset(map(id, self.comparison.introduced)) if self.comparison else frozenset()


def _count(diagnostics: Iterable[Diagnostic]) -> dict[Severity, int]:
    found = Counter(one.severity for one in diagnostics)
    return {severity: found[severity] for severity in Severity}
