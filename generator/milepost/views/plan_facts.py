"""A project's plan as readers look at it: its tasks with their computed places, and the tree of its phases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from milepost.analysis.health import overdue_days
from milepost.analysis.plan_network import TaskLength, task_length
from milepost.analysis.plans import Plan
from milepost.analysis.progress import task_progress
from milepost.analysis.schedule.instants import is_evening
from milepost.analysis.schedule.result import ScheduledActivity
from milepost.model.portal import Project
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.model.states import OPEN_TASK_STATES
from milepost.views.context import ViewContext

NEAR_CRITICAL = 5
"""Working days of total float up to which open work counts as near-critical."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """A task with what is computed of it.

    Attributes:
        place: where the statused schedule puts it; None when the plan is not computable, and for cancelled work.
        planned: where the planned schedule puts it.
        length: how long it takes, and which field says so.
        working_days: working days from its first to its last planned day; 0 for a milestone or without a place.
        progress: 0 to 1.
        overdue: working days since it should have been finished; 0 when it is not late.
        blocked_days: working days since it is blocked; None when it is not, or nobody says since when.
    """

    task: Task
    place: ScheduledActivity | None
    planned: ScheduledActivity | None
    length: TaskLength
    working_days: int
    progress: float
    overdue: int
    blocked_days: int | None

    @property
    def open(self) -> bool:
        return self.task.status in OPEN_TASK_STATES

    @property
    def critical(self) -> bool:
        return self.place is not None and self.place.critical

    @property
    def at_morning(self) -> bool:
        """Whether it is a milestone that stands at the beginning of its day."""
        return self.task.milestone and self.place is not None and not is_evening(self.place.finish_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFacts:
    """A phase with its own tasks and the phases in it; dates are those of all tasks at any depth.

    Attributes:
        progress: the tasks' progress weighted by their working days, cancelled ones and milestones left out; None
            when there is nothing to weigh.
    """

    phase: Phase
    tasks: tuple[TaskFacts, ...]
    phases: tuple["PhaseFacts", ...]
    start: date | None
    finish: date | None
    progress: float | None

    def all_tasks(self) -> Iterator[TaskFacts]:
        """Its tasks at any depth."""
        yield from self.tasks
        for phase in self.phases:
            yield from phase.all_tasks()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """The plan: phases at the top by their start, and the tasks that are in no phase; `plan` is the statused one."""

    plan: Plan
    planned: Plan
    phases: tuple[PhaseFacts, ...]
    loose: tuple[TaskFacts, ...]

    def tasks(self) -> Iterator[TaskFacts]:
        """All tasks, phase by phase."""
        for phase in self.phases:
            yield from phase.all_tasks()
        yield from self.loose

    def all_phases(self) -> Iterator[PhaseFacts]:
        """All phases, each before those in it."""
        waiting = list(self.phases)
        while waiting:
            phase = waiting.pop(0)
            yield phase
            waiting = [*phase.phases, *waiting]


def plan_facts(context: ViewContext, project: Project) -> PlanFacts:
    """The facts of a project; tasks by start and finish."""
    plan, planned = context.analysis.statused[project.id], context.analysis.plans[project.id]
    own = {activity.id: activity.phase for activity in plan.network.activities}
    inside: dict[str | None, list[TaskFacts]] = {}
    for task in project.all(Task).values():
        inside.setdefault(own.get(task.id), []).append(task_facts(task, plan, planned, context.as_of))
    parents: dict[str | None, list[Phase]] = {}
    for node in plan.network.phases:
        parents.setdefault(node.parent, []).append(project.all(Phase)[node.id])

    def gather(phase: Phase) -> PhaseFacts:
        tasks = _in_order(inside.get(phase.id, []))
        phases = _phases_in_order([gather(child) for child in parents.get(phase.id, [])])
        every = [*tasks, *(task for child in phases for task in child.all_tasks())]
        placed = [task.place for task in every if task.place]
        return PhaseFacts(
            phase=phase,
            tasks=tasks,
            phases=phases,
            start=min((one.start for one in placed), default=None),
            finish=max((one.finish for one in placed), default=None),
            progress=_progress(every),
        )

    return PlanFacts(
        plan=plan,
        planned=planned,
        phases=_phases_in_order([gather(phase) for phase in parents.get(None, [])]),
        loose=_in_order(inside.get(None, [])),
    )


def task_facts(task: Task, plan: Plan, planned: Plan, as_of: date) -> TaskFacts:
    """The facts of one task; `plan` is the statused one."""
    place, meant = plan.of(task), planned.of(task)
    since = task.blocked_since if task.status == "blocked" else None
    return TaskFacts(
        task=task,
        place=place,
        planned=meant,
        length=task_length(task, plan.calendar),
        working_days=plan.calendar.working_days_between(meant.start, meant.finish)
        if meant and not task.milestone
        else 0,
        progress=task_progress(task),
        overdue=overdue_days(task, planned, as_of),
        blocked_days=plan.calendar.working_days_between(since, as_of - timedelta(days=1)) if since else None,
    )


def _in_order(tasks: list[TaskFacts]) -> tuple[TaskFacts, ...]:
    return tuple(
        sorted(
            tasks,
            key=lambda one: (one.place.start_at, one.place.finish_at) if one.place else (0, 0),
        )
    )


def _phases_in_order(phases: list[PhaseFacts]) -> tuple[PhaseFacts, ...]:
    return tuple(sorted(phases, key=lambda one: (one.start or date.max, one.finish or date.max)))


def _progress(tasks: list[TaskFacts]) -> float | None:
    weighed = [
        (task.progress, max(task.working_days, 1))
        for task in tasks
        if task.task.status != "cancelled" and not task.task.milestone
    ]
    total = sum(weight for _, weight in weighed)
    return sum(progress * weight for progress, weight in weighed) / total if total else None
