"""What a status report tells of a project: the difference between two days, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from milepost.analysis.agenda import AHEAD, AgendaEntry, agenda
from milepost.analysis.analysis import Analysis
from milepost.analysis.calendars import calendar_of
from milepost.analysis.plans import Plan
from milepost.model.portal import Portal, Project
from milepost.model.record import NamedRecord
from milepost.model.records.decision import Decision
from milepost.model.records.risk import Risk
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.states import OPEN_RISK_STATES, OPEN_TASK_STATES

R = TypeVar("R", bound=NamedRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """The portal at the start of a day, and its statused schedules of that day."""

    day: date
    portal: Portal
    statused: Mapping[str, Plan]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An open task whose promised finish is another day; positive `days` are later, in working days."""

    task: Task
    before: date
    after: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """An open task that is due to be finished by its schedule."""

    task: Task
    finish: date
    critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """A project's report. What needs the past is empty where `since` is None.

    Attributes:
        finish_before, finish: the promised finishes; `finish_days` is how many working days later it is.
        slipped, earlier: tasks whose promised finish moved, milestones first, then those that moved the most.
        next_tasks: what is to be finished in the next two weeks; `agenda` has meetings, gates and milestones.
    """

    project: Project
    since: date | None
    finish: date | None
    finish_before: date | None = None
    finish_days: int = 0
    done: tuple[Task, ...] = ()
    slipped: tuple[Moved, ...] = ()
    earlier: tuple[Moved, ...] = ()
    added: tuple[Task, ...] = ()
    removed: tuple[Task, ...] = ()
    new_risks: tuple[Risk, ...] = ()
    occurred: tuple[Risk, ...] = ()
    closed_risks: tuple[Risk, ...] = ()
    decisions: tuple[Decision, ...] = ()
    next_tasks: tuple[Next, ...] = ()
    agenda: tuple[AgendaEntry, ...] = ()


def status_report(analysis: Analysis, project: Project, former: Former | None) -> StatusReport:
    """The report of a project on the as-of day; `former` is the state that it is compared with, None where unknown."""
    plan = analysis.statused[project.id]
    next_tasks, coming = _next(project, plan, analysis.as_of), agenda(analysis, project)
    finish = plan.schedule.finish
    was = former.portal.projects.get(_former_id(analysis.portal, former, project)) if former else None
    if former is None or was is None:
        return StatusReport(project=project, since=None, finish=finish, next_tasks=next_tasks, agenda=coming)
    before = _Before(was)
    moved = _moved(analysis.portal, project, plan, before, former.statused[was.id])
    old_finish = former.statused[was.id].schedule.finish
    calendar = calendar_of(analysis.portal, project)
    tasks, risks = project.all(Task).values(), project.all(Risk).values()
    return StatusReport(
        project=project,
        since=former.day,
        finish=finish,
        finish_before=old_finish,
        finish_days=calendar.working_days_later(old_finish, finish) if old_finish and finish else 0,
        done=tuple(one for one in tasks if one.status == "done" and before.was_open(one)),
        slipped=tuple(one for one in moved if one.days > 0),
        earlier=tuple(one for one in moved if one.days < 0),
        added=tuple(one for one in tasks if before.of(one) is None and one.status != "cancelled"),
        removed=tuple(before.gone(Task, project)),
        new_risks=tuple(one for one in risks if before.of(one) is None and one.status in OPEN_RISK_STATES),
        occurred=tuple(one for one in risks if one.status == "occurred" and before.status(one) != "occurred"),
        closed_risks=tuple(one for one in risks if one.status == "closed" and before.was_open(one)),
        decisions=tuple(
            one
            for one in project.all(Decision).values()
            if one.status in ("accepted", "rejected") and before.status(one) != one.status
        ),
        next_tasks=next_tasks,
        agenda=coming,
    )


class _Before:
    """A project's records then, found from those of today."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, record: R) -> R | None:
        return self._project.former(record)

    def status(self, record: NamedRecord) -> str | None:
        """Its state then; None where it was not there."""
        return getattr(self.of(record), "status", None)

    def was_open(self, record: NamedRecord) -> bool:
        """Whether it was there and in another state."""
        return self.status(record) not in (None, getattr(record, "status", None))

    def gone(self, kind: type[R], project: Project) -> list[R]:
        """The open ones that are not there any more, or cancelled."""
        kept = {one.key.id for record in project.all(kind).values() if (one := self.of(record)) and _goes_on(record)}
        return [one for name, one in self._project.all(kind).items() if name not in kept and _goes_on(one)]


def _goes_on(record: NamedRecord) -> bool:
    return getattr(record, "status", "") != "cancelled"


def _former_id(portal: Portal, former: Former, project: Project) -> str:
    if project.id in former.portal.projects:
        return project.id
    old = next((old for old, today in portal.renamed.items() if today == project.record.key), None)
    return old.project if isinstance(old, Ref) else project.id


def _moved(portal: Portal, project: Project, plan: Plan, before: _Before, old_plan: Plan) -> list[Moved]:
    calendar = calendar_of(portal, project)
    found = []
    for task in project.all(Task).values():
        was = before.of(task)
        if was is None or task.status not in OPEN_TASK_STATES:
            continue
        then, now = old_plan.of(was), plan.of(task)
        if then and now and then.finish != now.finish:
            days = calendar.working_days_later(then.finish, now.finish)
            if days:
                found.append(Moved(task=task, before=then.finish, after=now.finish, days=days))
    return sorted(found, key=lambda one: (not one.task.milestone, -abs(one.days), one.after, one.task.id))


def _next(project: Project, plan: Plan, as_of: date) -> tuple[Next, ...]:
    last = as_of + timedelta(days=AHEAD)
    found = []
    for task in project.all(Task).values():
        placed = plan.of(task)
        if placed and not task.milestone and task.status in OPEN_TASK_STATES and placed.finish <= last:
            found.append(Next(task=task, finish=placed.finish, critical=placed.critical))
    return tuple(sorted(found, key=lambda one: (one.finish, one.task.id)))
