"""All decisions, across projects."""

from dataclasses import dataclass

from milepost.model.records.decision import Decision
from milepost.model.records.metric import Metric
from milepost.views.addresses import project_page
from milepost.views.context import Anchor, ViewContext
from milepost.views.decision_cards import successors_of
from milepost.views.expectations import expected_text
from milepost.views.filters import Facet, enum_facet
from milepost.views.formats import NBSP
from milepost.views.frame import Head, head
from milepost.views.record_states import StateCount, record_status, state_counts
from milepost.views.tables import Cell, Column, Row, Table, due_cell, link_cell


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    counts: tuple[StateCount, ...]
    table: Table | None


def view(context: ViewContext) -> View:
    """The newest first."""
    found = [one for project in context.portal.projects.values() for one in project.all(Decision).values()]
    found.sort(key=lambda one: (one.on is None, str(one.on)), reverse=True)
    return View(
        head=head(context, context.t("ui.page.all-decisions")),
        counts=state_counts(context, found),
        table=_table(context, found),
    )


def _table(context: ViewContext, decisions: list[Decision]) -> Table | None:
    if not decisions:
        return None
    field = context.labels.field
    columns = (
        Column(label=context.labels.type("decisions")),
        Column(label=context.labels.type("project")),
        Column(label=field("decisions", "on"), number=True),
        Column(label=field("decisions", "status"), bare=True),
        Column(label=field("decisions", "choice"), full=True),
        Column(label=field("decisions", "decided_by")),
        Column(label=field("decisions", "expects")),
        Column(label=field("decisions", "review_on"), number=True),
    )
    return Table(
        label=context.t("ui.page.all-decisions"),
        columns=columns,
        rows=tuple(_row(context, one) for one in decisions),
        name="decisions",
        labels={"project": context.labels.type("project"), "status": field("decisions", "status")},
    )


def _row(context: ViewContext, decision: Decision) -> Row:
    project = context.portal.projects[decision.project_id]
    page = context.href(project_page(project.id, "meetings/"))
    calendar = context.analysis.plans[project.id].calendar
    later = successors_of(decision, context)
    replaced = context.t("all_decisions.replaced", titles=[context.title(one) for one in later]) if later else ""
    return Row(
        head=Cell(links=(context.link(decision),), sub=replaced),
        cells=(
            link_cell(Anchor(text=context.title(project.record), href=page)),
            due_cell(decision.on, context, calendar, pending=decision.status == "proposed"),
            Cell(status=record_status(decision, context)),
            Cell(text=context.text(decision.choice)),
            link_cell(*(context.person(ref) for ref in decision.decided_by)),
            Cell(text=_effects(context, decision)),
            due_cell(decision.review_on, context, calendar, pending=decision.status == "accepted"),
        ),
        muted=decision.status in ("rejected", "superseded"),
        facets=(
            Facet("project", project.id, context.title(project.record)),
            enum_facet(context, decision, "status"),
        ),
    )


def _effects(context: ViewContext, decision: Decision) -> str:
    """`次日留存率 +2 pp`, one after the other."""
    said = []
    for one in decision.expects:
        metric = context.portal.find(one.metric, Metric, decision.project_id)
        name = context.title(metric) if metric else str(one.metric or "")
        said.append(f"{name} {expected_text(one, metric, context).replace(' ', NBSP)}".strip())
    return context.formats.join(said)
