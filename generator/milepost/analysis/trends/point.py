"""A project as it stood at the end of a day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from milepost.analysis.budget import Totals, line_totals, total
from milepost.analysis.plans import Plan, compute_plans, compute_statused
from milepost.analysis.risk import exposures, is_open, over_appetite, threats
from milepost.model.portal import Portal, Project
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.iteration import Iteration
from milepost.model.records.task import Task
from milepost.model.states import OPEN_TASK_STATES

_DAY = timedelta(days=1)


class Load(NamedTuple):
    """Tasks without cancelled ones, and those of them that are not done."""

    tasks: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """What a project's files said after the last commit of a day.

    Attributes:
        day, sha: the day and the commit; an empty `sha` is today's working tree.
        unreadable: files that could not be read then; with any, all figures are unknown.
        finish: the finish that the statused schedule promised at the end of that day; None where there is none.
        due: what was asked for.
        milestones: the promised days of milestones that were not reached, by id.
        states: tasks by status.
        iterations: tasks in each iteration, by id, and how many of them are not done.
        open_risks, over_appetite: open threats, and those of them above the portal's appetite.
        exposure: expected monetary value of open threats after treatment, by currency.
        budget: planned, committed and spent, by currency.
    """

    day: date
    sha: str
    unreadable: tuple[str, ...] = ()
    finish: date | None = None
    due: date | None = None
    milestones: Mapping[str, date] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    iterations: Mapping[str, Load] = field(default_factory=dict)
    open_risks: int = 0
    over_appetite: int = 0
    exposure: Mapping[str, Decimal] = field(default_factory=dict)
    budget: Mapping[str, Totals] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        return not self.unreadable

    @property
    def scope(self) -> int:
        """Tasks that are to be done or are done."""
        return sum(count for state, count in self.states.items() if state != "cancelled")

    @property
    def done(self) -> int:
        return self.states.get("done", 0)


def trend_points(portal: Portal, day: date, sha: str) -> Mapping[str, TrendPoint]:
    """All projects at the end of a day: the schedules are those at the start of the next one."""
    plans = compute_plans(portal)
    statused = compute_statused(portal, plans, day + _DAY if day < date.max else day)
    return points_of(portal, statused, day, sha)


def points_of(portal: Portal, statused: Mapping[str, Plan], day: date, sha: str) -> Mapping[str, TrendPoint]:
    """The same where the statused schedules are known."""
    return {name: _point(portal, project, statused[name], day, sha) for name, project in portal.projects.items()}


def _point(portal: Portal, project: Project, plan: Plan, day: date, sha: str) -> TrendPoint:
    tasks = project.all(Task).values()
    matrix = portal.settings.risk_matrix
    currency = project.record.currency or portal.settings.currency or ""
    places = {task.id: plan.of(task) for task in tasks if task.milestone and task.status in OPEN_TASK_STATES}
    return TrendPoint(
        day=day,
        sha=sha,
        finish=plan.schedule.finish if plan.computable else None,
        due=project.record.due,
        milestones={name: place.finish for name, place in places.items() if place},
        states=Counter(task.status for task in tasks),
        iterations=_loads(portal, project),
        open_risks=sum(map(is_open, threats(project))),
        over_appetite=len(over_appetite(project, matrix)),
        exposure={one.currency: one.residual for one in exposures(project, matrix, currency)},
        budget=total(line_totals(line, currency) for line in project.all(BudgetLine).values()),
    )


def _loads(portal: Portal, project: Project) -> dict[str, Load]:
    found = {name: Load(0, 0) for name in project.all(Iteration)}
    for task in project.all(Task).values():
        iteration = portal.find(task.iteration, Iteration, project.id)
        if iteration and iteration.id in found and task.status != "cancelled":
            tasks, left = found[iteration.id]
            found[iteration.id] = Load(tasks + 1, left + (task.status != "done"))
    return found
