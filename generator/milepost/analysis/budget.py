"""Budget lines, their totals by currency and category, and how spending runs over time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from milepost.model.field_types import Money
from milepost.model.portal import Project
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.campaign import Campaign
from milepost.model.records.task import Task

_ZERO = Decimal(0)
NEAR_BUDGET, OVER_BUDGET = Decimal("0.9"), Decimal("1.1")
"""Share of a plan from which spending warns, and from which it is over (over-budget)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Amounts in one currency: planned, promised but not yet spent, spent."""

    planned: Decimal = _ZERO
    committed: Decimal = _ZERO
    actual: Decimal = _ZERO

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            planned=self.planned + other.planned,
            committed=self.committed + other.committed,
            actual=self.actual + other.actual,
        )

    @property
    def variance(self) -> Decimal:
        """Planned less spent; negative is overspent."""
        return self.planned - self.actual

    @property
    def used(self) -> float | None:
        """Spent as a share of planned; None when nothing is planned."""
        return float(self.actual / self.planned) if self.planned else None


ByCurrency = Mapping[str, Totals]
"""Totals by currency code: amounts of different currencies are never added up."""


def line_totals(line: BudgetLine, currency: str) -> ByCurrency:
    """A line's amounts; `currency` counts where an amount names none. Every currency that the line uses is a key."""
    found: dict[str, Totals] = {}

    def add(money: Money | None, field: str) -> None:
        if money is not None:
            name = money.currency or currency
            found[name] = found.get(name, Totals()) + Totals(**{field: money.amount})

    add(line.planned, "planned")
    add(line.committed, "committed")
    for entry in line.actual:
        add(entry.amount, "actual")
    return found


def total(parts: Iterable[ByCurrency]) -> ByCurrency:
    """The sum of several, currency by currency."""
    found: dict[str, Totals] = {}
    for part in parts:
        for name, amounts in part.items():
            found[name] = found.get(name, Totals()) + amounts
    return found


def spending_lines(project: Project) -> tuple[BudgetLine, ...]:
    """The lines that are meant to be spent: all but the reserve for risks."""
    return tuple(line for line in project.all(BudgetLine).values() if not line.contingency)


def overspent_lines(project: Project, currency: str) -> tuple[tuple[BudgetLine, Decimal, str], ...]:
    """Lines of which more was spent than planned, with the amount over and its currency."""
    return tuple(
        (line, -amounts.variance, name)
        for line in spending_lines(project)
        for name, amounts in line_totals(line, currency).items()
        if amounts.planned and amounts.variance < 0
    )


def reserve_lines(project: Project) -> tuple[BudgetLine, ...]:
    """The reserve for risks."""
    return tuple(line for line in project.all(BudgetLine).values() if line.contingency)


def by_category(lines: Iterable[BudgetLine], currency: str) -> Mapping[str, ByCurrency]:
    """Totals by category, '' for lines without one; in the order in which the files name them."""
    found: dict[str, ByCurrency] = {}
    for line in lines:
        found[line.category or ""] = total([found.get(line.category or "", {}), line_totals(line, currency)])
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The approved total against the lines' plan in its currency, reserve included."""

    currency: str
    approved: Decimal
    planned: Decimal

    @property
    def mismatch(self) -> Decimal:
        """Planned less approved; 0 when they agree."""
        return self.planned - self.approved


def approval(project: Project, currency: str) -> Approval | None:
    """None while the project has no approved total."""
    approved = project.record.budget
    if approved is None:
        return None
    name = approved.currency or currency
    sums = total(line_totals(line, currency) for line in project.all(BudgetLine).values())
    return Approval(currency=name, approved=approved.amount, planned=sums.get(name, Totals()).planned)


def planned_until(line: BudgetLine, day: date) -> Decimal:
    """What of a line's plan falls on or before `day`, spread evenly over the calendar days of its period.

    0 for a line without amount or without a whole period.
    """
    if line.planned is None or line.period is None or line.period.from_ is None or line.period.to is None:
        return _ZERO
    days = (line.period.to - line.period.from_).days + 1
    passed = min(max((day - line.period.from_).days + 1, 0), days)
    return line.planned.amount * passed / days if days > 0 else _ZERO


def spent_until(line: BudgetLine, day: date, currency: str, default: str) -> Decimal:
    """What was spent of a line up to and including `day`, in one currency; undated entries do not count."""
    return sum(
        (
            entry.amount.amount
            for entry in line.actual
            if entry.amount and entry.on and entry.on <= day and (entry.amount.currency or default) == currency
        ),
        _ZERO,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingPoint:
    """Sums since the beginning, at the end of a day; `actual` is None from `as_of` on: not known yet."""

    day: date
    planned: Decimal
    actual: Decimal | None


def spending(project: Project, currency: str, default: str, as_of: date) -> tuple[SpendingPoint, ...]:
    """Planned and actual sums of the lines in one currency, the reserve left out.

    There is a point at the eve of the first day, at each end of a month, where a period begins or ends, where money
    was spent, and at the last complete day. Empty unless a line has a period or a dated entry.
    """
    lines = [line for line in spending_lines(project) if currency in line_totals(line, default)]
    plans = [line for line in lines if line.planned and (line.planned.currency or default) == currency]
    edges = [day for line in plans if line.period for day in (line.period.from_, line.period.to) if day]
    spent = [entry.on for line in lines for entry in line.actual if entry.on and entry.amount]
    if not edges and not spent:
        return ()
    now = as_of - timedelta(days=1)
    eve = min(edges + spent) - timedelta(days=1)
    last = max(*edges, *spent, now)
    starts = [line.period.from_ - timedelta(days=1) for line in plans if line.period and line.period.from_]
    days = sorted({eve, *starts, *edges, *spent, max(now, eve), *month_ends(eve, last)})
    return tuple(
        SpendingPoint(
            day=day,
            planned=sum((planned_until(line, day) for line in plans), _ZERO),
            actual=sum((spent_until(line, day, currency, default) for line in lines), _ZERO) if day <= now else None,
        )
        for day in days
    )


def month_ends(first: date, last: date) -> tuple[date, ...]:
    """The last days of months from `first` on, the one of the month of `last` included."""
    found = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month) and year < date.max.year:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        found.append(date(year, month, 1) - timedelta(days=1))
    return tuple(found)


def task_costs(project: Project) -> tuple[Task, ...]:
    """The tasks that say what they cost."""
    return tuple(task for task in project.all(Task).values() if task.cost and (task.cost.planned or task.cost.actual))


def task_totals(project: Project, currency: str) -> ByCurrency:
    """Sums of the tasks' planned and actual cost; cancelled tasks count with what was spent on them only."""
    found: dict[str, Totals] = {}
    for task in task_costs(project):
        assert task.cost is not None
        planned = None if task.status == "cancelled" else task.cost.planned
        for money, field in ((planned, "planned"), (task.cost.actual, "actual")):
            if money is not None:
                name = money.currency or currency
                found[name] = found.get(name, Totals()) + Totals(**{field: money.amount})
    return found


def coupon_cost(campaign: Campaign) -> Money | None:
    """What the coupons may cost at most: their cap, else count × face value."""
    coupons = campaign.coupons
    if coupons is None:
        return None
    if coupons.cap is not None:
        return coupons.cap
    if coupons.count is None or coupons.face_value is None:
        return None
    return Money(coupons.count * coupons.face_value.amount, coupons.face_value.currency)
