"""Findings counted by rule, by file and by owner, each with the lines that they are about."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.model.records.person import Person
from milepost.views.attention import rule_anchor
from milepost.views.context import Anchor, ViewContext
from milepost.views.finding_owners import by_owner
from milepost.views.tables import Cell, Column, Row, Table

LINES = 20
"""So many lines a row links to."""
ROWS = 200
"""So many rows a table shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The findings grouped by one thing; `rest` is how many groups are not shown."""

    title: str
    table: Table
    rest: int


def groupings(context: ViewContext, findings: Sequence[Diagnostic]) -> tuple[Grouping, ...]:
    """By owner, by rule and by file; none where nothing is found."""
    if not findings:
        return ()
    t, people = context.t, context.portal.all(Person)
    owners = [
        (context.link(people[name]) if name else Anchor(text=t("changes.no-owner")), own)
        for name, own in by_owner(context, findings).items()
    ]
    rules = [(rule_anchor(context, rule), own) for rule, own in _grouped((one.rule, one) for one in findings)]
    files = [(Anchor(text=path), own) for path, own in _grouped((one.location.path, one) for one in findings)]
    return (
        _grouping(context, "owner", sorted(owners, key=lambda one: (not one[0].href, -len(one[1])))),
        _grouping(context, "rule", sorted(rules, key=lambda one: (_worst(one[1]), -len(one[1])))),
        _grouping(context, "file", files),
    )


def _grouped(pairs: Iterable[tuple[str, Diagnostic]]) -> list[tuple[str, list[Diagnostic]]]:
    found: dict[str, list[Diagnostic]] = {}
    for name, one in pairs:
        found.setdefault(name, []).append(one)
    return sorted(found.items())


def _worst(findings: Iterable[Diagnostic]) -> int:
    return min(one.severity.rank for one in findings)


def _grouping(context: ViewContext, by: str, groups: Sequence[tuple[Anchor, list[Diagnostic]]]) -> Grouping:
    t = context.t
    severities = [level for level in Severity if any(one.severity is level for _, own in groups for one in own)]
    severities = severities if len(severities) > 1 else []  # the sum says it all
    columns = (
        Column(label=t(f"changes.col.{by}")),
        *(Column(label=t(f"changes.severity.{level.value}"), number=True) for level in severities),
        Column(label=t("changes.col.findings"), number=True),
        Column(label=t("changes.col.place"), full=True, bare=True),
    )
    title = t(f"changes.by-{by}", count=len(groups))
    rows = tuple(_row(context, head, own, severities, in_file=by == "file") for head, own in groups[:ROWS])
    return Grouping(title=title, table=Table(label=title, columns=columns, rows=rows), rest=max(len(groups) - ROWS, 0))


def _row(
    context: ViewContext, head: Anchor, own: Sequence[Diagnostic], severities: Iterable[Severity], *, in_file: bool
) -> Row:
    counts = Counter(one.severity for one in own)
    # Findings come in the order of their places.
    lines = [list(several) for _, several in groupby(own, lambda one: (one.location.path, one.location.span.line))]
    rest = len(lines) - LINES
    return Row(
        head=Cell(links=(head,)),
        cells=(
            *(Cell(text=str(counts[level]) if counts[level] else "") for level in severities),
            Cell(text=str(len(own))),
            Cell(
                links=tuple(_line(context, several, in_file=in_file) for several in lines[:LINES]),
                text=context.t("changes.more-lines", count=rest) if rest > 0 else "",
            ),
        ),
    )


def _line(context: ViewContext, several: Sequence[Diagnostic], *, in_file: bool) -> Anchor:
    """The line that findings are about, with what they say; without the file where that heads the row."""
    location = several[0].location
    place = context.source_line(location.path, location.span.line)
    name = "" if in_file else f"{place.path.rpartition('/')[2]}:"
    said = dict.fromkeys(context.message(one.message) for one in several)
    return Anchor(text=f"{name}{place.line}", href=place.href, title="\n".join(said))
