"""What a change does: to dates, the critical path, the forecast, money, risks, goals, people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from milepost.analysis.analysis import Analysis
from milepost.analysis.budget import Totals, line_totals, total
from milepost.analysis.plans import Plan
from milepost.analysis.risk import current_score, exposures, over_appetite
from milepost.analysis.week import monday_of
from milepost.analysis.workload import all_demands, week_loads
from milepost.model.portal import Portal, Project
from milepost.model.record import NamedRecord
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.goal import Goal
from milepost.model.records.person import Person
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.states import OPEN_TASK_STATES

ConsequenceKind = Literal[
    "project-finish",
    "milestone",
    "newly-critical",
    "no-longer-critical",
    "float-lost",
    "forecast-p50",
    "forecast-p80",
    "budget",
    "risk-exposure",
    "risk-over-appetite",
    "goal-without-metric",
    "goal-with-metric",
    "goal-without-work",
    "goal-with-work",
    "acceptance-removed",
    "over-allocated",
]
KINDS: tuple[ConsequenceKind, ...] = ConsequenceKind.__args__  # type: ignore[attr-defined]
"""In the order in which they are told."""
Value = date | int | Decimal | str | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One thing that becomes different.

    Attributes:
        subject: the record that it is about.
        before, after: dates, working days of float, amounts, scores, texts; None for what is not there.
        days: difference in working days, positive is later or more.
        amount: difference of money, in `currency`.
        weeks: of an over-allocation the Mondays of the weeks that are new in it, or gone from it.
    """

    kind: ConsequenceKind
    subject: Ref
    before: Value
    after: Value
    days: int | None = None
    amount: Decimal | None = None
    currency: str = ""
    weeks: tuple[date, ...] = ()


def consequences(before: Analysis, after: Analysis, former: Mapping[Ref, Ref]) -> tuple[Consequence, ...]:
    """All of them, by kind; `former` has the references before of records that were renamed."""
    found: list[Consequence] = []
    for name, project in after.portal.projects.items():
        old = before.portal.projects.get(name)
        if old is not None:
            found += _of_project(before, after, (old, project), former)
    found += _people(before, after)
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), str(one.subject))))


def _of_project(
    before: Analysis, after: Analysis, projects: tuple[Project, Project], former: Mapping[Ref, Ref]
) -> Iterator[Consequence]:
    old, new = projects
    plans = before.plans[old.id], after.plans[new.id]
    yield from _dates("project-finish", new.record.key, (plans[0].schedule.finish, plans[1].schedule.finish), plans[1])
    yield from _tasks(plans, projects, former)
    yield from _forecast(before, after, new, plans[1])
    yield from _money(before.portal, after.portal, projects)
    yield from _risks(before.portal, after.portal, projects)
    yield from _goals(before, after, projects, former)


def _dates(
    kind: ConsequenceKind, subject: Ref, days: tuple[date | None, date | None], plan: Plan
) -> Iterator[Consequence]:
    old, new = days
    if old != new:
        moved = plan.calendar.working_days_later(old, new) if old and new else None
        yield Consequence(kind=kind, subject=subject, before=old, after=new, days=moved)


def _tasks(
    plans: tuple[Plan, Plan], projects: tuple[Project, Project], former: Mapping[Ref, Ref]
) -> Iterator[Consequence]:
    old_tasks, (then, now) = projects[0].all(Task), plans
    for task in projects[1].all(Task).values():
        was = old_tasks.get(former.get(task.key, task.key).id)
        if was is None:
            continue
        yield from _acceptance(was, task)
        one, other = then.of(was), now.of(task)
        if one is None or other is None:
            continue
        if task.milestone:
            yield from _dates("milestone", task.key, (one.finish, other.finish), now)
        if task.status not in OPEN_TASK_STATES:
            continue
        if other.critical and not one.critical:
            yield Consequence(kind="newly-critical", subject=task.key, before=False, after=True)
        elif one.critical and not other.critical:
            yield Consequence(kind="no-longer-critical", subject=task.key, before=True, after=False)
        elif other.total_float < one.total_float:
            lost = other.total_float - one.total_float
            yield Consequence(
                kind="float-lost", subject=task.key, before=one.total_float, after=other.total_float, days=lost
            )


def _acceptance(before: Task, after: Task) -> Iterator[Consequence]:
    left = [str(one.text) for one in after.acceptance]
    for criterion in before.acceptance:
        if str(criterion.text) not in left:
            yield Consequence(kind="acceptance-removed", subject=after.key, before=str(criterion.text), after=None)


def _forecast(before: Analysis, after: Analysis, project: Project, plan: Plan) -> Iterator[Consequence]:
    old, new = before.forecast(project.id), after.forecast(project.id)
    for kind, percent in (("forecast-p50", 50), ("forecast-p80", 80)):
        days = tuple(one.finish.percentiles[percent] if one else None for one in (old, new))
        yield from _dates(kind, project.record.key, (days[0], days[1]), plan)  # type: ignore[arg-type]


def _money(before: Portal, after: Portal, projects: tuple[Project, Project]) -> Iterator[Consequence]:
    sums = [
        total(line_totals(line, _currency(portal, project)) for line in project.all(BudgetLine).values())
        for portal, project in zip((before, after), projects, strict=True)
    ]
    for currency in sorted({*sums[0], *sums[1]}):
        old, new = (one.get(currency, Totals()).planned for one in sums)
        if old != new:
            yield _amount("budget", projects[1].record.key, (old, new), currency)


def _risks(before: Portal, after: Portal, projects: tuple[Project, Project]) -> Iterator[Consequence]:
    found = [
        {
            one.currency: one.residual
            for one in exposures(project, portal.settings.risk_matrix, _currency(portal, project))
        }
        for portal, project in zip((before, after), projects, strict=True)
    ]
    for currency in sorted({*found[0], *found[1]}):
        old, new = (one.get(currency, Decimal(0)) for one in found)
        if old != new:
            yield _amount("risk-exposure", projects[1].record.key, (old, new), currency)
    over = [
        {risk.key: current_score(risk) for risk in over_appetite(project, portal.settings.risk_matrix)}
        for portal, project in zip((before, after), projects, strict=True)
    ]
    for key in sorted(over[0].keys() ^ over[1].keys(), key=str):
        yield Consequence(kind="risk-over-appetite", subject=key, before=over[0].get(key), after=over[1].get(key))


def _goals(
    before: Analysis, after: Analysis, projects: tuple[Project, Project], former: Mapping[Ref, Ref]
) -> Iterator[Consequence]:
    old_goals = projects[0].all(Goal)
    for goal in projects[1].all(Goal).values():
        was = old_goals.get(former.get(goal.key, goal.key).id)
        if was is None:
            continue
        metrics = [str(one.metric) if one.metric else None for one in (was, goal)]
        if bool(metrics[0]) != bool(metrics[1]):
            kind: ConsequenceKind = "goal-with-metric" if metrics[1] else "goal-without-metric"
            yield Consequence(kind=kind, subject=goal.key, before=metrics[0], after=metrics[1])
        work = [_work(analysis, one) for analysis, one in ((before, was), (after, goal))]
        if bool(work[0]) != bool(work[1]):
            kind = "goal-with-work" if work[1] else "goal-without-work"
            yield Consequence(kind=kind, subject=goal.key, before=work[0], after=work[1])


def _work(analysis: Analysis, goal: Goal) -> int:
    """How many tasks serve a goal."""
    records = (
        analysis.portal.get(link.source) for link in analysis.back_links.get(goal.key, ()) if link.field == "goal"
    )
    return sum(isinstance(one, Task) and one.status != "cancelled" for one in records)


def _people(before: Analysis, after: Analysis) -> Iterator[Consequence]:
    old, new = _full_weeks(before), _full_weeks(after)
    for person in sorted(old.keys() | new.keys(), key=str):
        then, now = old.get(person, frozenset()), new.get(person, frozenset())
        if then != now:
            yield Consequence(
                kind="over-allocated", subject=person, before=len(then), after=len(now), weeks=tuple(sorted(then ^ now))
            )


def _full_weeks(analysis: Analysis) -> dict[Ref, frozenset[date]]:
    """By person the Mondays of weeks from the as-of day on with more planned work than time."""
    first = monday_of(analysis.as_of)
    demands = all_demands(analysis.portal, analysis.plans, analysis.as_of, since=first)
    found = {}
    for name, work in demands.items():
        person: NamedRecord | None = analysis.portal.all(Person).get(name)
        mondays = sorted({monday for one in work for monday in _mondays(max(one.first, first), one.last)})
        if isinstance(person, Person) and mondays:
            loads = week_loads(person, work, work[0].calendar, mondays)
            full = frozenset(one.monday for one in loads if one.over)
            if full:
                found[person.key] = full
    return found


def _mondays(first: date, last: date) -> Iterator[date]:
    monday = monday_of(first)
    while monday <= last:
        yield monday
        monday = date.fromordinal(monday.toordinal() + 7)


def _currency(portal: Portal, project: Project) -> str:
    return project.record.currency or portal.settings.currency or ""


def _amount(kind: ConsequenceKind, subject: Ref, sums: tuple[Decimal, Decimal], currency: str) -> Consequence:
    return Consequence(
        kind=kind, subject=subject, before=sums[0], after=sums[1], amount=sums[1] - sums[0], currency=currency
    )
