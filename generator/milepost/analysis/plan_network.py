"""From a project's records to the network that its schedule is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import cache, lru_cache, partial

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.graph import cycles_of
from milepost.analysis.leave import Leaves, away
from milepost.analysis.schedule.network import Activity, Days, FixedActivity, LinkType, Network, PhaseNode
from milepost.analysis.schedule.network import Link as NetworkLink
from milepost.model.link import Link
from milepost.model.portal import Portal, Project
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.model.reference import Ref

_ENDS = ("tasks", "phases")
_LINK_TYPES = {one.value: one for one in LinkType}
_NO_LAG = Days()
_ANY_MONDAY = date(2000, 1, 3)
"""On which a plan without any date starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLength:
    """How long a task takes, and which field says so (`assumed` when none does)."""

    days: Days
    source: str


def task_length(task: Task, calendar: WorkCalendar) -> TaskLength:
    """The first of: milestone 0, `duration`, `effort` by shares, PERT of `estimate`, `start` to `due`, one day.

    Whole days, rounded up.
    """
    if task.milestone:
        return _length(0, source="milestone")
    if task.duration:
        return _length(task.duration.days, elapsed=task.duration.elapsed, source="duration")
    if task.effort is not None:
        shares = (
            sum((Decimal(str(assignee.share)) for assignee in task.assignees), Decimal(0))
            if task.assignees
            else Decimal(1)
        )
        return _length(_whole(task.effort / shares if shares else task.effort), source="effort")
    estimate = task.estimate
    if estimate and estimate.optimistic and estimate.likely and estimate.pessimistic:
        pert = Decimal(estimate.optimistic.days + 4 * estimate.likely.days + estimate.pessimistic.days) / 6
        return _length(_whole(pert), elapsed=estimate.likely.elapsed, source="estimate")
    if task.start and task.due and task.start <= task.due:
        return _length(calendar.working_days_between(task.start, task.due), source="dates")
    return _length(1, source="assumed")


@lru_cache(maxsize=1_000)  # a plan has few different lengths
def _length(amount: int, *, elapsed: bool = False, source: str) -> TaskLength:
    return TaskLength(days=Days(amount=amount, elapsed=elapsed), source=source)


def network_of(
    portal: Portal, project: Project, calendar: WorkCalendar, outside: Mapping[Ref, FixedActivity], leaves: Leaves
) -> Network:
    """The network of a project; `outside` has the computed places of other projects' tasks and phases.

    Cancelled tasks are not in it: they take no time, and what waited for one waits no longer.
    """
    tasks = project.all(Task)
    phases = project.all(Phase)
    parents = _parents(portal, project)
    cancelled = {name for name, task in tasks.items() if task.status == "cancelled"}
    fixed: dict[str, FixedActivity] = {}
    own_tasks = {Ref("", "", name): name for name in tasks} if not portal.broken else {}
    phase_of = cache(partial(_own_phase, portal, project.id))

    def links(written: tuple[Link, ...]) -> tuple[NetworkLink, ...]:
        found = []
        for link in written:
            target = own_tasks.get(link.target)  # nearly always
            if target is None:
                key = portal.locate(link.target, _ENDS, project.id)
                if key is None or key in portal.broken:
                    continue
                target = key.id
                if key.project != project.id:
                    if key not in outside:
                        continue
                    target = str(key)
                    fixed[target] = outside[key]
            if target in cancelled:
                continue
            lag = _lag(link.lag.days, elapsed=link.lag.elapsed) if link.lag.days else _NO_LAG
            found.append(NetworkLink(target, _LINK_TYPES[link.type], lag))
        return tuple(found)

    first = first_date(project)
    return Network(
        start=first or _ANY_MONDAY,
        dated=first is not None,
        due=project.record.due,
        calendar=calendar,
        activities=tuple(
            Activity(
                id=name,
                length=task_length(task, calendar).days,
                milestone=task.milestone,
                start=task.start,
                due=task.due,
                phase=phase_of(task.phase) if task.phase else None,
                after=links(task.after) if task.after else (),
                before=links(task.before) if task.before else (),
                away=away(portal, task, leaves) if leaves else (),
            )
            for name, task in tasks.items()
            if name not in cancelled
        ),
        phases=tuple(
            PhaseNode(
                id=phase.id,
                parent=parents[phase.id],
                start=phase.start,
                due=phase.due,
                after=links(phase.after),
                before=links(phase.before),
            )
            for phase in phases.values()
        ),
        fixed=fixed,
    )


def first_date(project: Project) -> date | None:
    """The project's start, else the earliest date in its plan, else what really began first; None without any date."""
    if project.record.start:
        return project.record.start
    records: list[Task | Phase] = [*project.all(Task).values(), *project.all(Phase).values()]
    typed = [day for record in records for day in (record.start, record.due) if day]
    done = [day for task in project.all(Task).values() for day in (task.actual_start, task.actual_finish) if day]
    return min(typed or done, default=None)


def phase_parents(portal: Portal, project: Project) -> dict[str, str | None]:
    """The parent of each phase, cycles included."""
    return {
        phase.id: _own_phase(portal, project.id, phase.parent) if phase.parent else None
        for phase in project.all(Phase).values()
    }


def _parents(portal: Portal, project: Project) -> dict[str, str | None]:
    parents = phase_parents(portal, project)
    in_cycle = {name for cycle in cycles_of({name: [p] if p else [] for name, p in parents.items()}) for name in cycle}
    return {name: None if name in in_cycle else parent for name, parent in parents.items()}


def _own_phase(portal: Portal, home: str, ref: Ref) -> str | None:
    found = portal.locate(ref, ("phases",), home)
    return found.id if found and found.project == home and found not in portal.broken else None


@lru_cache(maxsize=1_000)
def _lag(amount: int, *, elapsed: bool) -> Days:
    return Days(amount=amount, elapsed=elapsed)


def _whole(days: Decimal) -> int:
    return int(days.to_integral_value(ROUND_CEILING))
