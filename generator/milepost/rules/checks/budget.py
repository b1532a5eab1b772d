"""The budget against the approved total, and amounts that cannot be compared because their currencies differ."""

from collections.abc import Iterator

from milepost.analysis.budget import approval
from milepost.analysis.performance import currency_of
from milepost.diagnostics.diagnostic import Diagnostic, Label, Severity
from milepost.i18n.message import message
from milepost.model.field_types import Money
from milepost.model.record import Item, NamedRecord
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.campaign import Campaign
from milepost.model.records.risk import Risk
from milepost.model.records.task import Task
from milepost.rules.context import RuleContext
from milepost.rules.money_words import amount_in_words
from milepost.rules.release_history import all_read, open_projects
from milepost.rules.rule import rule

Path = tuple[str | int, ...]


@rule(Severity.ERROR)
def budget_mismatch(context: RuleContext) -> Iterator[Diagnostic]:
    """An approved total that the planned amounts of the lines do not add up to."""
    for project in open_projects(context):
        currency = currency_of(context.portal, project)
        agreed, lines = approval(project, currency), project.all(BudgetLine).values()
        if agreed is None or not lines or not agreed.mismatch:
            continue
        known = all(line.planned and (line.planned.currency or currency) == agreed.currency for line in lines)
        if known and all_read(context, project, BudgetLine.collection):
            more = agreed.mismatch > 0
            yield context.finding(
                "budget-mismatch",
                project.record,
                "budget",
                variant="more" if more else "less",
                approved=amount_in_words(agreed.approved, agreed.currency),
                planned=amount_in_words(agreed.planned, agreed.currency),
                difference=amount_in_words(abs(agreed.mismatch), agreed.currency),
            )


@rule(Severity.ERROR)
def mixed_currency(context: RuleContext) -> Iterator[Diagnostic]:
    """Amounts that belong together in different currencies: those of one record, a line and the approved total."""
    for project in context.portal.projects.values():
        currency = currency_of(context.portal, project)
        approved = project.record.budget
        for kind in (BudgetLine, Task, Campaign, Risk):
            for record in project.all(kind).values():
                amounts = _amounts(record)
                if not amounts:
                    continue
                first, at = amounts[0][1], context.at(record, *amounts[0][0])
                if approved and kind is BudgetLine:
                    first, at = approved, context.at(project.record, "budget")
                odd = next(
                    (one for one in amounts if (one[1].currency or currency) != (first.currency or currency)), None
                )
                if odd:
                    path, money = odd
                    yield context.finding(
                        "mixed-currency",
                        record,
                        *path,
                        labels=(Label(location=at, text=message("rules.mixed-currency.label")),),
                        amount=amount_in_words(money.amount, money.currency or currency),
                        other=first.currency or currency,
                    )


def _amounts(record: NamedRecord) -> list[tuple[Path, Money]]:
    """The amounts of a record that are compared with each other, with their paths; the planned one first."""
    found: list[tuple[Path, Money | None]] = []
    match record:
        case BudgetLine():
            found = [(("planned",), record.planned), (("committed",), record.committed)]
            found += [(("actual", index, "amount"), one.amount) for index, one in enumerate(record.actual)]
        case Task():
            found = _parts(record.cost, "cost", "planned", "actual")
        case Risk():
            found = _parts(record.cost, "cost", "optimistic", "likely", "pessimistic")
        case Campaign():
            found = [(("budget",), record.budget), *_parts(record.coupons, "coupons", "face_value", "cap")]
    return [(path, money) for path, money in found if money is not None]


def _parts(item: Item | None, field: str, *names: str) -> list[tuple[Path, Money | None]]:
    return [((field, name), getattr(item, name)) for name in names] if item else []
