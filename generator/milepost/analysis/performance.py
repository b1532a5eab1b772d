"""The earned value of a project: which amounts count, in which currency, and their sums by phase and category."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from milepost.analysis.budget import ByCurrency, Totals, total
from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.earned_value import EarnedValue
from milepost.analysis.plans import Plan
from milepost.analysis.work_packages import DEFAULT_METHOD, EvMethod, Payment, WorkPackage, begun_and_ended
from milepost.model.field_types import Money
from milepost.model.portal import Portal, Project
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.task import Task
from milepost.model.reference import Ref

K = TypeVar("K", bound=Hashable)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidLine:
    """A budget line that names a task, and the currency of its amounts that name none."""

    line: BudgetLine
    currency: str


LinesByTask = Mapping[Ref, tuple[PaidLine, ...]]


def lines_by_task(portal: Portal) -> LinesByTask:
    """The budget lines of all projects by the task that they name: a line may pay for another project's task."""
    found: dict[Ref, list[PaidLine]] = {}
    for project in portal.projects.values():
        currency = currency_of(portal, project)
        for line in project.all(BudgetLine).values():
            task = portal.find(line.task, Task, project.id)
            if task:
                found.setdefault(task.key, []).append(PaidLine(line=line, currency=currency))
    return {key: tuple(lines) for key, lines in found.items()}


def currency_of(portal: Portal, project: Project) -> str:
    """The currency of a project's amounts that name none."""
    return project.record.currency or portal.settings.currency or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """A project's tasks as money at the end of `day`, the last complete one.

    Attributes:
        method: how unfinished work counts; `method_given` is False where the project names none.
        packages: the tasks that cost something in the project's currency.
        category: the budget category of each task, by id, from the first line that names it.
        left_out: amounts in other currencies; they are in no figure.
        unpriced: tasks that are neither milestones nor cancelled and plan no cost.
        undated: payments for tasks without a date; they are in no figure.
    """

    currency: str
    day: date
    calendar: WorkCalendar
    method: EvMethod
    method_given: bool
    packages: tuple[WorkPackage, ...]
    category: Mapping[str, str]
    left_out: ByCurrency
    unpriced: tuple[Task, ...]
    undated: int

    @property
    def total(self) -> EarnedValue:
        return self._figures(self.packages)

    def by(self, key: Callable[[WorkPackage], K]) -> Mapping[K, EarnedValue]:
        """The figures of groups of tasks, in the order in which their first tasks stand."""
        groups: dict[K, list[WorkPackage]] = {}
        for one in self.packages:
            groups.setdefault(key(one), []).append(one)
        return {name: self._figures(several) for name, several in groups.items()}

    def planned_value(self, day: date) -> Decimal | None:
        """PV at the end of any day; None when a task with a planned cost has no place."""
        return _sum(one.planned_value(self.calendar, day) for one in self.packages)

    def _figures(self, packages: Iterable[WorkPackage]) -> EarnedValue:
        several = tuple(packages)
        return EarnedValue(
            bac=sum((one.planned for one in several), _ZERO),
            pv=_sum(one.planned_value(self.calendar, self.day) for one in several),
            ev=sum((one.earned_value(self.calendar, self.day) for one in several), _ZERO),
            ac=sum((one.actual_cost(self.calendar, self.day) for one in several), _ZERO),
        )


def performances(portal: Portal, plans: Mapping[str, Plan], as_of: date) -> Mapping[str, Performance]:
    """The earned value of each project whose tasks say what they cost, at the start of `as_of`."""
    costed = [project for project in portal.projects.values() if _plans_costs(project)]
    lines = lines_by_task(portal) if costed else {}
    return {one.id: project_performance(portal, one, plans[one.id], lines, as_of) for one in costed}


def _plans_costs(project: Project) -> bool:
    return any(task.cost for task in project.all(Task).values())


def project_performance(portal: Portal, project: Project, plan: Plan, lines: LinesByTask, as_of: date) -> Performance:
    """The earned value of one project."""
    currency = currency_of(portal, project)
    now = as_of - timedelta(days=1) if as_of > date.min else as_of
    method = project.record.ev_method or DEFAULT_METHOD
    packages, unpriced, category, undated = [], [], {}, 0
    left_out: list[ByCurrency] = []
    for task in project.all(Task).values():
        paid = lines.get(task.key, ())
        if paid:
            category[task.id] = paid[0].line.category or ""
        planned = task.cost.planned if task.cost and task.status != "cancelled" else None
        if planned is None and not task.milestone and task.status != "cancelled":
            unpriced.append(task)
        actual = task.cost.actual if task.cost and not paid else None
        entries = [(entry, one.currency) for one in paid for entry in one.line.actual if entry.amount]
        undated += sum(entry.on is None for entry, _ in entries)
        spent = [(entry.on, entry.amount, default) for entry, default in entries if entry.on and entry.on <= now]
        amounts = [(planned, currency, "planned"), (actual, currency, "actual")]
        amounts += [(amount, default, "actual") for _, amount, default in spent]
        left_out += _foreign(amounts, currency)
        payments = tuple(
            Payment(day, amount.amount)
            for day, amount, default in spent
            if amount and (amount.currency or default) == currency
        )
        scheduled = plan.of(task)
        place = (scheduled.start, scheduled.finish) if scheduled else None
        begun, ended = begun_and_ended(task, place, now)
        package = WorkPackage(
            task=task,
            method=method,
            planned=_own(planned, currency),
            place=place,
            begun=begun,
            ended=ended,
            reached=Decimal(1) if ended else Decimal(str(task.progress or 0)) / 100,
            now=now,
            payments=payments,
            lump=_own(actual, currency),
        )
        if package.planned or package.payments or package.lump:
            packages.append(package)
    return Performance(
        currency=currency,
        day=now,
        calendar=plan.calendar,
        method=method,
        method_given=project.record.ev_method is not None,
        packages=tuple(packages),
        category=category,
        left_out=total(left_out),
        unpriced=tuple(unpriced),
        undated=undated,
    )


def _own(money: Money | None, currency: str) -> Decimal:
    return money.amount if money and (money.currency or currency) == currency else _ZERO


def _foreign(amounts: Iterable[tuple[Money | None, str, str]], currency: str) -> list[ByCurrency]:
    """Those that are not in `currency`; each comes with the currency that counts where it names none, and its kind."""
    return [
        {name: Totals(**{kind: money.amount})}
        for money, default, kind in amounts
        if money and (name := money.currency or default) != currency
    ]


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    found = _ZERO
    for one in amounts:
        if one is None:
            return None
        found += one
    return found
