"""Money: budget lines that are nearly spent or overspent, work that costs more or comes later than planned."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.analysis.budget import NEAR_BUDGET, OVER_BUDGET, Totals, approval, line_totals, total
from milepost.analysis.earned_value import EarnedValue
from milepost.analysis.performance import Performance, currency_of, performances
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import Message, message
from milepost.model.portal import Project
from milepost.model.record import NamedRecord
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.change_request import ChangeRequest
from milepost.rules.context import RuleContext
from milepost.rules.money_words import amount_in_words
from milepost.rules.rule import RuleKind, rule


@rule(Severity.WARNING, thresholds={"warning": float(NEAR_BUDGET), "error": float(OVER_BUDGET)})
def over_budget(context: RuleContext) -> Iterator[Diagnostic]:
    """Lines, and the approved total, of which nearly everything or more is spent."""
    for project in context.portal.projects.values():
        currency = currency_of(context.portal, project)
        for line in project.all(BudgetLine).values():
            for name, sums in line_totals(line, currency).items():
                yield from _spent(context, project, line, ("planned",), name, sums)
        agreed = approval(project, currency)
        if agreed:
            everything = total(line_totals(line, currency) for line in project.all(BudgetLine).values())
            actual = everything.get(agreed.currency, Totals()).actual
            sums = Totals(planned=agreed.approved, actual=actual)
            yield from _spent(context, project, project.record, ("budget",), agreed.currency, sums)


def _spent(  # noqa: PLR0913, PLR0917 - what is spent of what, and where that is written
    context: RuleContext, project: Project, record: NamedRecord, path: tuple[str], currency: str, sums: Totals
) -> Iterator[Diagnostic]:
    near, far = (_threshold(context, "over-budget", which) for which in ("warning", "error"))
    if sums.planned <= 0 or sums.actual < sums.planned * min(near, far):
        return
    change = _agreed_change(context, project, record)
    over = sums.actual >= sums.planned * far and change is None
    text = message("rules.over-budget.change", id=change.id) if change else None
    yield context.finding(
        "over-budget",
        record,
        *path,
        variant="total" if path == ("budget",) else "line",
        level=Severity.ERROR if over else Severity.WARNING,
        labels=(context.label(change, "decision", text=text),) if change and text else (),
        share=f"{sums.actual / sums.planned * 100:.0f}",
        spent=amount_in_words(sums.actual, currency),
        planned=amount_in_words(sums.planned, currency),
    )


def _agreed_change(context: RuleContext, project: Project, record: NamedRecord) -> ChangeRequest | None:
    """An approved or applied change request that is about the record."""
    for change in project.all(ChangeRequest).values():
        if (
            change.target
            and change.decision in ("approved", "applied")
            and context.portal.locate(change.target, (), project.id) == record.key
        ):
            return change
    return None


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"below": 0.9}, on_plans=True)
def cost_performance(context: RuleContext) -> Iterator[Diagnostic]:
    """Projects in which a unit of money buys too little work, or too little of the due work is done."""
    limit = _threshold(context, "cost-performance", "below")
    for name, found in performances(context.portal, context.plans, context.as_of).items():
        figures = found.total
        if any(index is not None and index < limit for index in (figures.cpi, figures.spi)):
            record = context.portal.projects[name].record
            path = ("budget",) if record.budget else ()
            yield context.finding("cost-performance", record, *path, cost=_cost(found, figures), schedule=_due(figures))


def _cost(found: Performance, figures: EarnedValue) -> Message:
    if figures.cpi is None:
        return message("rules.cost-performance.cost-unknown")
    return message(
        "rules.cost-performance.cost", cpi=_index(figures.cpi), unit=f" {found.currency}" if found.currency else ""
    )


def _due(figures: EarnedValue) -> Message:
    if figures.spi is None:
        return message("rules.cost-performance.schedule-unknown")
    return message("rules.cost-performance.schedule", spi=_index(figures.spi))


def _index(value: Decimal) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _threshold(context: RuleContext, name: str, which: str) -> Decimal:
    return Decimal(str(context.threshold(name, which)))
