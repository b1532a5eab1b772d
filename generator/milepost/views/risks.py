"""The risks page of a project: matrix, exposure against reserve, register, opportunities, issues."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from markupsafe import Markup

from milepost.analysis.attention import attention_of
from milepost.analysis.health import untreated
from milepost.analysis.risk import current_score, empty_categories, is_open, opportunities, over_appetite, threats
from milepost.charts.legend import legend
from milepost.model.portal import Project
from milepost.model.records.issue import Issue
from milepost.model.records.risk import Risk
from milepost.views.answer import needs_part, project_answer, what_changed
from milepost.views.attention import rule_anchor
from milepost.views.context import Anchor, ViewContext
from milepost.views.exposure import ExposureView, exposure_view
from milepost.views.frame import Answer, Details, Fact, Head, Part, Status, details, head
from milepost.views.plurals import counted
from milepost.views.record_states import record_status
from milepost.views.risk_register import matrix_chart, register_columns, register_labels, register_row, risk_marks
from milepost.views.tables import Cell, Column, Row, Table, due_cell, link_cell, record_table
from milepost.views.trend_section import TrendSection, trend_section

OPEN_ISSUES = ("open", "in_progress")
_KINDS = ("risk-review-overdue", "issue-overdue")
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    trend: TrendSection
    open_count: int
    matrix: Markup
    matrix_legend: Markup
    unplaced: int
    exposure: ExposureView | None
    withheld: bool
    empty_categories: tuple[str, ...] | None
    register: Table | None
    opportunities: Table | None
    issues: Table | None
    risk_records: tuple[Details, ...]
    issue_records: tuple[Details, ...]


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    settings = context.portal.settings.risk_matrix
    against, welcome = threats(project), opportunities(project)
    marks = risk_marks(against, context)
    t = context.t
    swatches = [("inherent", t("risks.legend-inherent")), ("residual", t("risks.legend-residual"))]
    if settings.appetite is not None:
        swatches.append(("appetite", t("risks.legend-appetite", score=settings.appetite + 1)))
    return View(
        trend=trend_section(context, project, "exposure"),
        head=head(context, t("ui.page.risks"), project, _answer(context, project)),
        open_count=sum(is_open(risk) for risk in against),
        matrix=matrix_chart(marks, context),
        matrix_legend=legend(swatches),
        unplaced=sum(is_open(risk) for risk in against) - len(marks),
        exposure=None if context.hides(project, "risk") else exposure_view(context, project),
        withheld=context.hides(project, "risk"),
        empty_categories=tuple(context.word(name) for name in empty_categories(project, settings))
        if settings.categories
        else None,
        register=_register(context, against, numbered=True),
        opportunities=_register(context, welcome, numbered=False),
        issues=_issues(context, project),
        risk_records=tuple(details(risk, context) for risk in (*against, *welcome)),
        issue_records=tuple(details(issue, context) for issue in project.all(Issue).values()),
    )


def _register(context: ViewContext, risks: Sequence[Risk], *, numbered: bool) -> Table | None:
    if not risks:
        return None
    rows = [register_row(risk, context, number=number if numbered else None) for number, risk in enumerate(risks, 1)]
    label = context.t("risks.register" if numbered else "risks.opportunities")
    return Table(
        label=label,
        columns=register_columns(context),
        rows=tuple(rows),
        name="risks" if numbered else "opportunities",
        labels=register_labels(context),
    )


def _issues(context: ViewContext, project: Project) -> Table | None:
    """Open ones first, the worst before the others, then by the day on which they are due."""
    found = list(project.all(Issue).values())
    calendar, field = context.analysis.plans[project.id].calendar, context.labels.field
    found.sort(key=lambda one: (one.status not in OPEN_ISSUES, -(one.severity or 0), str(one.due or "9")))
    rows = [
        Row(
            head=link_cell(context.link(issue)),
            cells=(
                Cell(text=context.t("risks.severity", level=issue.severity) if issue.severity else ""),
                Cell(status=record_status(issue, context)),
                link_cell(context.person(issue.owner)),
                due_cell(issue.raised_on, context, calendar, pending=False),
                due_cell(issue.due, context, calendar, pending=issue.status in OPEN_ISSUES),
                link_cell(context.link_to(issue.risk, ("risks",), project.id)),
            ),
            muted=issue.status not in OPEN_ISSUES,
        )
        for issue in found
    ]
    columns = (
        Column(label=field("issues", "severity"), tip=context.t("risks.severity-tip")),
        Column(label=field("issues", "status"), bare=True),
        Column(label=field("issues", "owner")),
        Column(label=field("issues", "raised_on"), number=True),
        Column(label=field("issues", "due"), number=True),
        Column(label=context.t("risks.from-risk")),
    )
    return record_table(context, "issues", columns, rows)


def _answer(context: ViewContext, project: Project) -> Answer:
    items = [item for item in attention_of(context.analysis, project) if item.kind in _KINDS]
    status, why, rule = _state(context, project)
    answer = project_answer(
        context, project, status=status, why=why, changed=_changed(context, project), needs=needs_part(context, items)
    )
    return replace(answer, rule=rule_anchor(context, rule) if rule else None)


def _state(context: ViewContext, project: Project) -> tuple[Status, str, str]:
    """The page's own state: what is above the appetite, or is not treated."""
    t, appetite = context.t, context.portal.settings.risk_matrix.appetite
    alone = [risk for risk in project.all(Risk).values() if untreated(risk)]
    above = over_appetite(project, context.portal.settings.risk_matrix)
    names = context.formats.join([context.title(risk) for risk in (alone or above)[:3]])
    if alone:
        return (
            Status(state="bad", word=counted(context, "risks.state.untreated", len(alone))),
            names,
            "high-risk-untreated",
        )
    if above:
        why = t("risks.state.above-why", names=names, score=current_score(above[0]), appetite=appetite)
        return Status(state="bad", word=counted(context, "risks.state.above", len(above))), why, "risk-over-appetite"
    if not any(is_open(risk) for risk in threats(project)):
        return Status(state="none", word=t("risks.state.none")), t("risks.state.none-why"), ""
    if appetite is None:
        return Status(state="none", word=t("risks.state.no-appetite")), t("risks.state.no-appetite-why"), ""
    return Status(state="good", word=t("risks.state.within")), t("risks.state.within-why", appetite=appetite), ""


def _changed(context: ViewContext, project: Project) -> Part:
    """New, closed and reviewed in the last seven complete days, by the records' own dates."""
    first, t = context.as_of - _WEEK, context.t
    risks, issues = project.all(Risk).values(), project.all(Issue).values()
    dated = (
        ("new", [risk for risk in risks if risk.identified_on and first <= risk.identified_on < context.as_of]),
        ("closed", [risk for risk in risks if risk.closed_on and first <= risk.closed_on < context.as_of]),
        ("reviewed", [risk for risk in risks if risk.reviewed_on and first <= risk.reviewed_on < context.as_of]),
        ("raised", [issue for issue in issues if issue.raised_on and first <= issue.raised_on < context.as_of]),
    )
    said = [(name, found) for name, found in dated if found][:2]
    if not said:
        return Part(title=what_changed(context), say=t("answer.say.nothing"))
    facts = tuple(
        Fact(name=Anchor(text=t(f"risks.changed.{name}")), value=t("tables.count", count=len(found)))
        for name, found in dated
        if (name, found) not in said
    )
    words = [counted(context, f"risks.changed.say-{name}", len(found)) for name, found in said]
    return Part(title=what_changed(context), say=context.formats.join(words), facts=facts)
