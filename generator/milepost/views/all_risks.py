"""All risks, across projects."""

from dataclasses import dataclass, replace

from milepost.analysis.risk import current_score, is_open, opportunities, threats
from milepost.model.records.risk import Risk
from milepost.views.addresses import project_page
from milepost.views.context import Anchor, ViewContext
from milepost.views.filters import Facet
from milepost.views.frame import Head, head
from milepost.views.record_states import StateCount, state_counts
from milepost.views.risk_register import register_columns, register_labels, register_row
from milepost.views.tables import Cell, Column, Row, Table, link_cell


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    counts: tuple[StateCount, ...]
    open: Table | None
    opportunities: Table | None
    closed: Table | None


def view(context: ViewContext) -> View:
    """Open threats by current score, opportunities, and those that are over."""
    projects = context.portal.projects.values()
    against = [risk for project in projects for risk in threats(project)]
    welcome = [risk for project in projects for risk in opportunities(project)]
    return View(
        head=head(context, context.t("ui.page.all-risks")),
        counts=state_counts(context, (*against, *welcome)),
        open=_table(context, "open", [risk for risk in against if is_open(risk)]),
        opportunities=_table(context, "opportunities", [risk for risk in welcome if is_open(risk)]),
        closed=_table(context, "closed", [risk for risk in (*against, *welcome) if not is_open(risk)]),
    )


def _table(context: ViewContext, name: str, risks: list[Risk]) -> Table | None:
    if not risks:
        return None
    ordered = sorted(risks, key=lambda risk: (-(current_score(risk) or 0), -(risk.score or 0)))
    first, *others = register_columns(context)
    columns = (first, Column(label=context.labels.type("project")), *others)
    return Table(
        label=context.t(f"all_risks.{name}"),
        columns=columns,
        rows=tuple(_row(context, risk) for risk in ordered),
        name=name,
        labels={"project": context.labels.type("project"), **register_labels(context)},
    )


def _row(context: ViewContext, risk: Risk) -> Row:
    row = register_row(risk, context)
    project = context.project_of(risk)
    page = context.href(project_page(risk.project_id, "risks/"))
    name = link_cell(Anchor(text=context.title(project.record), href=page)) if project else Cell()
    facet = Facet("project", risk.project_id, context.title(project.record) if project else "")
    return replace(row, cells=(name, *row.cells), muted=False, facets=(facet, *row.facets))
