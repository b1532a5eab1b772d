"""How many findings there were about a project on former days."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from milepost.diagnostics.diagnostic import Diagnostic, Severity

PastFindings = Callable[[], Mapping[str, "tuple[FindingPoint, ...]"]]
"""What gives the points of each project when a page asks for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPoint:
    """The findings by severity after the last commit of a day, as of that day; an empty `sha` is today's files.

    `counts` is None where there was no such project.
    """

    day: date
    sha: str
    counts: Mapping[Severity, int] | None

    @property
    def known(self) -> bool:
        return self.counts is not None

    def count(self, severity: Severity) -> int:
        return self.counts.get(severity, 0) if self.counts else 0


def finding_point(found: Iterable[Diagnostic], project_id: str, day: date, sha: str) -> FindingPoint:
    """What was found about a project."""
    return FindingPoint(day=day, sha=sha, counts=Counter(one.severity for one in found if one.concerns(project_id)))
