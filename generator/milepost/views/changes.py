"""A project's changes: requests for change, what git recorded, and what the checks find in its files."""

from dataclasses import dataclass

from milepost.analysis.activity import touching
from milepost.model.portal import Project
from milepost.model.records.change_request import ChangeRequest
from milepost.views.activity import CommitDay, commit_days, commit_filters, history_note
from milepost.views.answer import project_answer
from milepost.views.changes_feed import FEED
from milepost.views.changes_since import Comparison, comparisons, pairs
from milepost.views.context import ViewContext
from milepost.views.filters import Filter
from milepost.views.finding_figure import finding_figure
from milepost.views.finding_tables import Grouping, groupings
from milepost.views.findings import FindingGroup, finding_filters, finding_groups, findings_of
from milepost.views.frame import Details, Head, details, head
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, Table, day_cell, link_cell
from milepost.views.trend_chart import TrendFigure

COMMITS = 200
"""So many commits are shown; git has the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; `more` is how many older commits are left out."""

    head: Head
    requests: Table
    records: tuple[Details, ...]
    days: tuple[CommitDay, ...]
    filters: tuple[Filter, ...]
    commits: int
    more: int
    history_note: str
    feed: str
    findings: tuple[FindingGroup, ...]
    finding_filters: tuple[Filter, ...]
    finding_trend: TrendFigure | None
    groupings: tuple[Grouping, ...]
    comparisons: tuple[Comparison, ...]
    pairs: tuple[Comparison, ...]
    folder: str


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    requests = sorted(project.all(ChangeRequest).values(), key=_order)
    findings = findings_of(context, project)
    commits = touching(context.analysis.history.commits, project.id)
    days, groups = commit_days(context, commits, [project.id], COMMITS), finding_groups(context, findings)
    return View(
        head=head(context, context.t("ui.page.changes"), project, project_answer(context, project)),
        requests=_table(context, project, requests),
        records=tuple(details(one, context) for one in requests),
        days=days,
        filters=commit_filters(context, days),
        commits=len(commits),
        more=max(len(commits) - COMMITS, 0),
        history_note=history_note(context),
        feed=FEED if context.analysis.trends else "",
        findings=groups,
        finding_filters=finding_filters(context, groups),
        finding_trend=finding_figure(context, project),
        groupings=groupings(context, findings),
        comparisons=comparisons(context, project),
        pairs=pairs(context, project),
        folder=f"content/projects/{project.id}/",
    )


def _order(request: ChangeRequest) -> tuple[int, str, str]:
    """Those that wait for an answer first, then the newest decision."""
    waiting = ("submitted", "draft", "approved", "applied", "rejected").index(request.decision)
    decided = request.decided_on
    return (waiting, str(-decided.toordinal()) if decided else "", request.id)


def _table(context: ViewContext, project: Project, requests: list[ChangeRequest]) -> Table:
    label = context.labels.field
    names = ("target", "reason", "effect", "decision", "approver", "decided_on")
    columns = (Column(label=context.labels.type("changes")), *(Column(label=label("changes", name)) for name in names))
    return Table(
        label=context.labels.type("changes", plural=True),
        columns=columns,
        rows=tuple(_row(context, project, request) for request in requests),
    )


def _row(context: ViewContext, project: Project, request: ChangeRequest) -> Row:
    approver = context.person(request.approver)
    return Row(
        head=link_cell(context.link(request)),
        cells=(
            link_cell(context.link_to(request.target, (), project.id)),
            Cell(text=context.text(request.reason)),
            _effect(context, project, request),
            Cell(status=record_status(request, context, "decision")),
            link_cell(approver),
            day_cell(request.decided_on, context),
        ),
        muted=request.decision in ("rejected", "applied"),
    )


def _effect(context: ViewContext, project: Project, request: ChangeRequest) -> Cell:
    """Time and cost with their sign; the scope as the second line."""
    effect = request.effect
    if effect is None:
        return Cell()
    parts = []
    if effect.time:
        unit = "ui.elapsed-days" if effect.time.elapsed else "ui.working-days"
        parts.append(context.t(unit, count=context.formats.signed(effect.time.days)))
    if effect.cost:
        sign = "+" if effect.cost.amount > 0 else ""
        parts.append(f"{sign}{context.money(effect.cost, project)}")
    if effect.scope:
        parts.append(context.text(effect.scope))
    return Cell(text=" · ".join(parts))
