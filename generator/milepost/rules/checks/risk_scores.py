"""Scores of risks that contradict each other or the appetite, and reviews and responses that come too late."""

from collections.abc import Iterator
from datetime import date

from milepost.analysis.risk import actions_done, band_of, current_score, empty_categories, is_open, over_appetite
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.portal import Project
from milepost.model.records.risk import Risk
from milepost.model.records.task import Task
from milepost.model.states import CLOSED
from milepost.rules.attempts import attempted
from milepost.rules.context import RuleContext
from milepost.rules.rule import RuleKind, rule


@rule(Severity.ERROR)
def residual_above_inherent(context: RuleContext) -> Iterator[Diagnostic]:
    """A response that makes a threat worse; that of an opportunity is to make it more."""
    for risk in context.all(Risk):
        before, after = risk.score, risk.residual_score
        if not risk.opportunity and before and after and after > before:
            yield context.finding("residual-above-inherent", risk, "residual", residual=after, score=before)


@rule(Severity.WARNING)
def residual_unchanged(context: RuleContext) -> Iterator[Diagnostic]:
    """All that was planned against an open risk is done, and its residual score is no other than before."""
    for _, risk in _open_risks(context):
        done, planned = actions_done(context.portal, risk)
        if not planned or done < planned or risk.score is None or attempted(risk, "residual"):
            continue
        if risk.residual_score in (None, risk.score):
            given = risk.residual is not None
            field = "residual" if given else "actions"
            yield context.finding(
                "residual-unchanged", risk, field, variant="same" if given else "none", score=risk.score
            )


@rule(Severity.WARNING, RuleKind.CLOCK)
def risk_review_overdue(context: RuleContext) -> Iterator[Diagnostic]:
    """An open risk whose next review should have been."""
    for _, risk in _open_risks(context):
        if risk.next_review and risk.next_review < context.as_of:
            yield context.finding("risk-review-overdue", risk, "next_review", review=risk.next_review.isoformat())


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"high": 14, "elevated": 30, "medium": 90, "low": 90})
def risk_review_stale(context: RuleContext) -> Iterator[Diagnostic]:
    """An open risk that nobody has looked at for longer than its band allows, whatever its next review is."""
    allowed = {name: context.threshold("risk-review-stale", name) for name in ("high", "elevated", "medium", "low")}
    bands = context.portal.settings.risk_matrix.bands
    for _, risk in _open_risks(context):
        band, last = band_of(current_score(risk), bands), risk.reviewed_on or risk.identified_on
        overdue = risk.next_review is not None and risk.next_review < context.as_of  # said already
        if band is None or last is None or overdue:
            continue
        days = (context.as_of - last).days
        if days > allowed[band]:
            field = "reviewed_on" if risk.reviewed_on else "identified_on"
            yield context.finding(
                "risk-review-stale",
                risk,
                field,
                variant="" if risk.reviewed_on else "never",
                days=days,
                score=current_score(risk),
                limit=f"{allowed[band]:g}",
            )


@rule(Severity.WARNING, on_plans=True)
def response_after_proximity(context: RuleContext) -> Iterator[Diagnostic]:
    """An action that by the plan is finished only when the risk may have happened; of several the last one."""
    for project, risk in _open_risks(context):
        late: list[tuple[date, int, Task]] = []
        for index, ref in enumerate(risk.actions if risk.proximity else ()):
            task = context.portal.find(ref, Task, project.id)
            placed = context.plans[task.project_id].of(task) if task and task.status not in CLOSED["tasks"] else None
            if task and placed and risk.proximity and placed.finish > risk.proximity:
                late.append((placed.finish, index, task))
        if late and risk.proximity:
            finish, index, task = max(late, key=lambda one: (one[0], -one[1]))
            labels = (context.label(risk, "proximity", text=message("rules.response-after-proximity.label")),)
            yield context.finding(
                "response-after-proximity",
                risk,
                "actions",
                index,
                labels=labels,
                task=task.id,
                finish=finish.isoformat(),
                proximity=risk.proximity.isoformat(),
            )


@rule(Severity.WARNING)
def risk_over_appetite(context: RuleContext) -> Iterator[Diagnostic]:
    """An open risk above what is accepted, unless somebody above has taken it on: escalated or accepted, by name."""
    settings = context.portal.settings
    for project in _open_projects(context):
        for risk in over_appetite(project, settings.risk_matrix):
            if risk.status in ("escalated", "accepted") and risk.approver:
                continue
            label = context.label(settings, "risk_matrix", "appetite", text=message("rules.risk-over-appetite.label"))
            field = "residual" if risk.residual_score else "impact"
            yield context.finding(
                "risk-over-appetite",
                risk,
                field,
                labels=(label,),
                score=current_score(risk),
                appetite=settings.risk_matrix.appetite,
            )


@rule(Severity.INFO)
def risk_category_empty(context: RuleContext) -> Iterator[Diagnostic]:
    """Kinds of risks that the portal looks for, and of which a running project has none open."""
    lost = {home for home, _ in context.loaded.unread} | {ref.project for ref in context.portal.broken}
    for project in _open_projects(context):
        empty = empty_categories(project, context.portal.settings.risk_matrix)
        if empty and project.record.status != "proposed" and project.id not in lost:
            names = ", ".join(f"`{name}`" for name in empty)
            yield context.finding("risk-category-empty", project.record, categories=names)


def _open_projects(context: RuleContext) -> Iterator[Project]:
    for project in context.portal.projects.values():
        if project.record.status != "closed":
            yield project


def _open_risks(context: RuleContext) -> Iterator[tuple[Project, Risk]]:
    for project in _open_projects(context):
        for risk in project.all(Risk).values():
            if is_open(risk):
                yield project, risk
