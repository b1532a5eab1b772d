"""What tasks say of their progress, against their state, their dates, their links and the day."""

from collections.abc import Iterator
from datetime import date, timedelta

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.health import overdue_days
from milepost.analysis.recorded import BEGUN
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.link import LinkType
from milepost.model.records.gate import Gate
from milepost.model.records.phase import Phase
from milepost.model.records.project import ProjectRecord
from milepost.model.records.task import Task
from milepost.model.states import CLOSED, OPEN_TASK_STATES
from milepost.rules.attempts import attempted
from milepost.rules.context import RuleContext
from milepost.rules.record_state import is_open, state_name
from milepost.rules.rule import RuleKind, rule
from milepost.rules.task_states import tasks_in
from milepost.rules.ties import Tie, ties

_NOT_BEGUN = ("backlog", "todo")
_WHOLE = 100


@rule(Severity.ERROR, RuleKind.CLOCK)
def actual_in_future(context: RuleContext) -> Iterator[Diagnostic]:
    """An actual date that is still to come."""
    as_of = context.as_of
    for task in context.all(Task):
        if task.actual_start is None and task.actual_finish is None:
            continue
        for field, day in (("actual_start", task.actual_start), ("actual_finish", task.actual_finish)):
            if day and day > as_of:
                today = as_of.isoformat()
                yield context.finding("actual-in-future", task, field, field=field, day=day.isoformat(), today=today)
                break


@rule(Severity.ERROR)
def progress_contradicts_status(context: RuleContext) -> Iterator[Diagnostic]:
    """Done and less than 100 %, 100 % and not done, or begun by its dates or progress and not by its state."""
    for task in context.all(Task):
        field, variant = _contradiction(task)
        if field and not attempted(task, "status"):
            label = context.label(task, "status", text=message("rules.progress-contradicts-status.label"))
            yield context.finding(
                "progress-contradicts-status",
                task,
                field,
                variant=variant,
                labels=(label,) if task.given("status") else (),
                state=state_name(task),
                progress=f"{task.progress or 0:g}",
                field=field,
            )


@rule(Severity.ERROR)
def started_without_actual_start(context: RuleContext) -> Iterator[Diagnostic]:
    """A task that is being worked on, and nobody says since when."""
    for task in tasks_in(context, *BEGUN):
        begun = task.actual_start is None and not task.milestone
        if begun and not attempted(task, "actual_start"):
            yield context.finding("started-without-actual-start", task, "status", state=state_name(task))


@rule(Severity.WARNING, RuleKind.CLOCK, on_plans=True)
def task_overdue(context: RuleContext) -> Iterator[Diagnostic]:
    """An open task that should have been finished, by its due date, else by the plan."""
    for plan in context.plans.values():
        project = context.portal.projects[plan.project_id]
        for task in project.all(Task).values() if is_open(project.record) else ():
            if task.status not in OPEN_TASK_STATES:
                continue
            days = overdue_days(task, plan, context.as_of)
            if not days:
                continue
            placed = plan.of(task)
            due = task.due or (placed.finish if placed else context.as_of)
            yield context.finding(
                "task-overdue",
                task,
                *(("due",) if task.due else ()),
                variant="" if task.due else "plan",
                due=due.isoformat(),
                days=days,
            )


@rule(Severity.WARNING, on_plans=True)
def due_on_non_working_day(context: RuleContext) -> Iterator[Diagnostic]:
    """A deadline of open work on a day on which nobody works."""
    for plan in context.plans.values():
        project = context.portal.projects[plan.project_id]
        if not is_open(project.record):
            continue
        dated: list[Task | Phase | Gate | ProjectRecord] = [
            *(task for task in project.all(Task).values() if task.due and task.status not in CLOSED["tasks"]),
            *project.all(Phase).values(),
            *(gate for gate in project.all(Gate).values() if gate.decision == "pending"),
            project.record,
        ]
        for record in dated:
            start = getattr(record, "start", None)
            if record.due is None or record.due < context.as_of or (start and record.due < start):
                continue  # over, or in the wrong order, which date-order says
            if not plan.calendar.is_working(record.due):
                before = plan.calendar.last_working_day(record.due)
                yield context.finding(
                    "due-on-non-working-day", record, "due", due=record.due.isoformat(), before=before.isoformat()
                )


@rule(Severity.WARNING, on_plans=True)
def dependency_violated(context: RuleContext) -> Iterator[Diagnostic]:
    """Typed dates of two records that a link between them does not allow."""
    for project in context.portal.projects.values():
        records: list[Task | Phase] = [*project.all(Task).values(), *project.all(Phase).values()]
        for tie in ties(context, project, (one for one in records if one.start or one.due)):
            if not _over(tie.then) and not _abandoned(tie.first):
                yield from _violated(context, tie)


@rule(Severity.WARNING)
def done_before_predecessor(context: RuleContext) -> Iterator[Diagnostic]:
    """A task that is done while one that it waits for is not."""
    for project in context.portal.projects.values():
        # What is done has waited by its `after`; what is open may be waited for by its `before`.
        tasks = project.all(Task).values()
        records = (task for task in tasks if (task.after if task.status == "done" else task.before))
        for tie in ties(context, project, records):
            first, then = tie.first, tie.then
            if not isinstance(first, Task) or not isinstance(then, Task) or then.status != "done":
                continue
            if tie.link.type in (LinkType.FS, LinkType.FF) and first.status not in CLOSED["tasks"]:
                path = tie.path if tie.record is then else ("status",)
                text = message("rules.done-before-predecessor.label", state=state_name(first))
                yield context.finding(
                    "done-before-predecessor", then, *path, labels=(context.label(first, text=text),), first=first.id
                )


def _violated(context: RuleContext, tie: Tie) -> Iterator[Diagnostic]:
    earlier = "due" if tie.link.type in (LinkType.FS, LinkType.FF) else "start"
    later = "start" if tie.link.type in (LinkType.FS, LinkType.SS) else "due"
    first, then = getattr(tie.first, earlier), getattr(tie.then, later)
    if first is None or then is None:
        return
    limit = _shifted(first, tie, context.plans[tie.then.project_id].calendar)
    next_day = tie.link.type is LinkType.FS and not _instant(tie)
    if then < limit or (next_day and then == limit):
        text = message("rules.dependency-violated.label", id=tie.first.id, field=earlier)
        link = context.label(tie.record, *tie.path, text=message("rules.dependency-violated.link"))
        yield context.finding(
            "dependency-violated",
            tie.then,
            later,
            labels=(context.label(tie.first, earlier, text=text), link),
            field=later,
            then=then.isoformat(),
            first=tie.first.id,
            earlier=earlier,
            date=first.isoformat(),
            link=str(tie.link.type),
        )


def _contradiction(task: Task) -> tuple[str, str]:
    """The field that contradicts the state, and how; empty when none does."""
    if task.status == "cancelled":
        return "", ""
    if task.status == "done":
        return ("progress", "less") if task.progress is not None and task.progress < _WHOLE else ("", "")
    if task.actual_finish:
        return "actual_finish", "finished"
    if task.progress == _WHOLE and task.status != "in_review":
        return "progress", "all"
    if task.status in _NOT_BEGUN:
        if task.actual_start:
            return "actual_start", "begun"
        if task.progress:
            return "progress", "some"
    return "", ""


def _over(end: Task | Phase) -> bool:
    return isinstance(end, Task) and end.status in CLOSED["tasks"]


def _abandoned(end: Task | Phase) -> bool:
    return isinstance(end, Task) and end.status == "cancelled"


def _instant(tie: Tie) -> bool:
    return any(isinstance(end, Task) and end.milestone for end in (tie.first, tie.then))


def _shifted(day: date, tie: Tie, calendar: WorkCalendar) -> date:
    lag = tie.link.lag
    return day + timedelta(days=lag.days) if lag.elapsed else calendar.add_working_days(day, lag.days)
