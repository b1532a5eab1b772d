"""What the computed schedule says of the typed one: deadlines missed, milestones slipped, a plan without logic."""

from collections.abc import Iterator
from datetime import date

from milepost.analysis.plans import Plan
from milepost.analysis.schedule.critical_path import driving_chain
from milepost.analysis.schedule.result import ScheduledActivity
from milepost.analysis.schedule_quality import Limits, QualityPart, structure
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.portal import Project
from milepost.model.record import NamedRecord
from milepost.model.records.phase import Phase
from milepost.model.records.project import ProjectRecord
from milepost.model.records.task import Task
from milepost.model.states import OPEN_TASK_STATES
from milepost.rules.context import RuleContext
from milepost.rules.rule import rule

_NAMED = 5
"""Tasks of a chain that are named: its last ones."""


@rule(Severity.WARNING, on_plans=True)
def deadline_at_risk(context: RuleContext) -> Iterator[Diagnostic]:
    """Due dates of open work that come before its computed finish."""
    for project, plan in _open_plans(context):
        for record, due, last in _deadlines(project, plan):
            if last.finish <= due:
                continue
            chain = driving_chain(plan.schedule, last.id)
            yield context.finding(
                "deadline-at-risk",
                record,
                "due",
                notes=(message("rules.deadline-at-risk.chain", chain=_path(chain)),),
                due=due.isoformat(),
                finish=last.finish.isoformat(),
                days=plan.calendar.working_days_later(due, last.finish),
                last=last.id,
            )


@rule(Severity.WARNING, on_plans=True)
def negative_float(context: RuleContext) -> Iterator[Diagnostic]:
    """Open tasks that come too late for due dates after them, where nothing open before them does.

    They are the places to act; their own due dates, and all that follows from them, are not said again.
    """
    for project, plan in _open_plans(context):
        places, tasks = plan.schedule.activities, project.all(Task)
        typed: list[Task | Phase | ProjectRecord] = [*tasks.values(), *project.all(Phase).values(), project.record]
        if any(record.due and not _due(record) for record in typed):
            continue
        late = {
            name: one
            for name, one in places.items()
            if (one.due_float or 0) < 0 and tasks[name].status in OPEN_TASK_STATES
        }
        for name, one in late.items():
            drivers = {driver.activity for driver in plan.schedule.drivers[name]}
            task = tasks[name]
            if drivers & late.keys() or (task.due and one.finish > task.due):
                continue
            yield context.finding("negative-float", task, days=-(one.due_float or 0), finish=one.finish.isoformat())


@rule(Severity.WARNING, thresholds={"days": 0}, on_plans=True)
def milestone_slipped(context: RuleContext) -> Iterator[Diagnostic]:
    """Milestones that are planned later than in the project's baseline."""
    allowed = context.threshold("milestone-slipped", "days")
    for project, plan in _open_plans(context):
        baseline = context.baselines.get(project.id)
        for task in project.all(Task).values() if baseline else ():
            now, then = plan.of(task), baseline.of(task) if baseline else None
            if not task.milestone or task.status == "done" or now is None or then is None:
                continue
            days = plan.calendar.working_days_later(then.finish, now.finish)
            if baseline and days > allowed:
                yield context.finding(
                    "milestone-slipped",
                    task,
                    days=days,
                    finish=now.finish.isoformat(),
                    before=then.finish.isoformat(),
                    ref=baseline.name,
                )


@rule(
    Severity.WARNING,
    thresholds={"share": 0.05, "leads": 0, "lag_days": 5, "float_days": 44, "least_tasks": 10},
    on_plans=True,
)
def schedule_quality(context: RuleContext) -> Iterator[Diagnostic]:
    """Plans with more missing logic, leads, long lags, hard dates or high float than a sound one has."""
    limits = Limits(
        **{name: context.threshold("schedule-quality", name) for name in ("share", "leads", "lag_days", "float_days")}
    )
    least = context.threshold("schedule-quality", "least_tasks")
    for project, plan in _open_plans(context):
        if sum(task.status in OPEN_TASK_STATES for task in project.all(Task).values()) < least:
            continue
        for part in structure(project, plan, limits):
            if part.passed is False:
                yield _part(context, project, part)


def _part(context: RuleContext, project: Project, part: QualityPart) -> Diagnostic:
    named = list(part.tasks[:_NAMED])
    return context.finding(
        "schedule-quality",
        project.record,
        variant=part.name,
        count=part.count,
        of=part.of,
        limit=f"{part.limit * 100:g}",
        tasks=", ".join(f"`{name}`" for name in named) + (" …" if len(part.tasks) > _NAMED else ""),
    )


def _open_plans(context: RuleContext) -> Iterator[tuple[Project, Plan]]:
    """Projects that are not closed and whose plans are computable."""
    for name, plan in context.plans.items():
        project = context.portal.projects[name]
        if plan.computable and plan.schedule.activities and project.record.status != "closed":
            yield project, plan


def _deadlines(project: Project, plan: Plan) -> Iterator[tuple[NamedRecord, date, ScheduledActivity]]:
    """Typed due dates with the open task that finishes last before them: of tasks, phases and the project."""
    places, tasks = plan.schedule.activities, project.all(Task)
    still_open = [one for name, one in places.items() if tasks[name].status in OPEN_TASK_STATES]
    if not still_open:
        return
    for one in still_open:
        due = _due(tasks[one.id])
        if due:
            yield tasks[one.id], due, one
    parents = {phase.id: phase.parent for phase in plan.network.phases}
    inside: dict[str, list[ScheduledActivity]] = {}
    own = {activity.id: activity.phase for activity in plan.network.activities}
    for one in still_open:
        phase, seen = own[one.id], set[str]()
        while phase and phase not in seen:
            inside.setdefault(phase, []).append(one)
            seen.add(phase)
            phase = parents.get(phase)
    for name, phase_record in project.all(Phase).items():
        due = _due(phase_record)
        if due and name in inside:
            yield phase_record, due, max(inside[name], key=_latest)
    due = _due(project.record)
    if due:
        yield project.record, due, max(still_open, key=_latest)


def _due(record: Task | Phase | ProjectRecord) -> date | None:
    """The due date, unless it comes before the start: then `date-order` speaks."""
    return None if record.start and record.due and record.due < record.start else record.due


def _latest(one: ScheduledActivity) -> tuple[int, int]:
    return one.finish_at, one.start_at


def _path(chain: tuple[str, ...]) -> str:
    named = " → ".join(f"`{name}`" for name in chain[-_NAMED:])
    return f"… → {named}" if len(chain) > _NAMED else named
