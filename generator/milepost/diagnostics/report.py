"""What a format turns into text: findings, the texts they quote, a language, and where paths start."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.catalogue import Catalogue
from milepost.source import Source


@dataclass(frozen=True, kw_only=True)
class Report:
    """Findings to be shown.

    Attributes:
        prefix: from the working directory to the portal's root, with a slash at its end unless it is empty.
        colour: whether the reader is a terminal that shows colours.
        docs_url: the address of a rule's page, with `{rule}` in it; empty when none is known.
    """

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source] = field(repr=False)
    words: Catalogue
    prefix: str = ""
    colour: bool = False
    docs_url: str = ""

    def path(self, path: str) -> str:
        """A path relative to the working directory."""
        return f"{self.prefix}{path}"

    def count(self, severity: Severity) -> int:
        return sum(one.severity is severity for one in self.diagnostics)

    def summary(self) -> str:
        """`2 errors, 1 warnings, 0 infos`."""
        counts = {f"{severity.value}s": self.count(severity) for severity in Severity}
        return self.words.text("diagnostics.summary", **counts)
