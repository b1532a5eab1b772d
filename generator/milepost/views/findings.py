"""Diagnostics as rows: severity, rule, message, and the line that it is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.model.portal import Project
from milepost.views.attention import rule_anchor
from milepost.views.context import Anchor, SourceLine, ViewContext
from milepost.views.filters import Facet, Filter, filters
from milepost.views.frame import State, Status

MOST = 500
"""So many rows a page shows; more would be too heavy to read and to load."""
_STATES: dict[Severity, State] = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "info"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding; `help` says what to do."""

    rule: Anchor
    message: str
    help: str
    place: SourceLine

    @property
    def facets(self) -> tuple[Facet, ...]:
        return (Facet("rule", self.rule.text, self.rule.text), Facet("file", self.place.path, self.place.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """The findings of one severity; `rest` is how many are not shown."""

    status: Status
    count: int
    rows: tuple[FindingRow, ...]
    rest: int


def finding_groups(context: ViewContext, findings: Iterable[Diagnostic]) -> tuple[FindingGroup, ...]:
    """By severity, the worst first; empty severities are left out."""
    several = list(findings)
    return tuple(
        _group(context, severity, own)
        for severity in Severity
        if (own := [one for one in several if one.severity is severity])
    )


def finding_filters(context: ViewContext, groups: Iterable[FindingGroup]) -> tuple[Filter, ...]:
    """By rule and by file."""
    labels = {name: context.t(f"changes.filter.{name}") for name in ("rule", "file")}
    return filters(labels, (row.facets for group in groups for row in group.rows))


def findings_of(context: ViewContext, project: Project) -> tuple[Diagnostic, ...]:
    """The findings in a project's files, or about its records."""
    return tuple(one for one in context.diagnostics if one.concerns(project.id))


def _group(context: ViewContext, severity: Severity, found: list[Diagnostic]) -> FindingGroup:
    word = context.t(f"changes.severity.{severity.value}")
    return FindingGroup(
        status=Status(state=_STATES[severity], word=word),
        count=len(found),
        rows=tuple(_row(context, one) for one in found[:MOST]),
        rest=max(len(found) - MOST, 0),
    )


def _row(context: ViewContext, one: Diagnostic) -> FindingRow:
    return FindingRow(
        rule=rule_anchor(context, one.rule),
        message=context.message(one.message),
        help=context.message(one.help),
        place=context.source_line(one.location.path, one.location.span.line),
    )
