"""People who cannot do the work that is theirs."""

from collections.abc import Iterator
from datetime import date

from milepost.analysis.calendars import calendar_of
from milepost.analysis.overload import FULL, Overload, overloads
from milepost.analysis.schedule.instants import day_of
from milepost.analysis.week import monday_of
from milepost.analysis.workload import all_demands
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import Message, message
from milepost.model.record import NamedRecord
from milepost.model.records.compliance import Compliance
from milepost.model.records.person import Person
from milepost.model.records.task import Task
from milepost.model.states import CLOSED
from milepost.rules.backups import critical_work, stand_in
from milepost.rules.context import RuleContext
from milepost.rules.record_state import in_open_project, is_open
from milepost.rules.rule import RuleKind, rule

_SHOWN = 8
"""Tasks that a finding names before it says that there are more."""
_STANDING = {"metrics", "documents", "channels", "communications", "tools", "partners", "meeting_series"}
"""Types without a state that somebody has to look after as long as they exist."""


@rule(Severity.WARNING)
def inactive_owner(context: RuleContext) -> Iterator[Diagnostic]:
    """Open work, or a standing duty, of somebody who has left."""
    for owner in context.all(Person):
        for record in _owned(context, owner) if not owner.active else ():
            if _is_open(context, record):
                label = context.label(owner, "active", text=message("rules.inactive-owner.label"))
                yield context.finding("inactive-owner", record, "owner", labels=(label,), person=owner.id)


@rule(Severity.WARNING, on_plans=True)
def owner_on_leave(context: RuleContext) -> Iterator[Diagnostic]:
    """An open task that would lie wholly in one leave of its owner, did leave not move it; milestones take no time."""
    for owner in context.all(Person):
        for task in _owned(context, owner) if owner.leave else ():
            if not isinstance(task, Task) or task.milestone or task.status in CLOSED["tasks"]:
                continue
            placed = context.plans[task.project_id].of(task)
            if placed is None:
                continue
            start, finish = map(day_of, placed.without_leave or (placed.start_at, placed.finish_at))
            index = _leave_around(owner, start, finish)
            if index is not None:
                label = context.label(owner, "leave", index, text=message("rules.owner-on-leave.label"))
                yield context.finding(
                    "owner-on-leave",
                    task,
                    "owner",
                    labels=(label,),
                    person=owner.id,
                    start=start.isoformat(),
                    finish=finish.isoformat(),
                )


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"load": FULL}, on_plans=True)
def overallocated(context: RuleContext) -> Iterator[Diagnostic]:
    """Weeks from the as-of day on in which somebody's planned work exceeds their time, weeks in a row as one."""
    limit = context.threshold("overallocated", "load")
    demands = all_demands(context.portal, context.plans, context.as_of, since=monday_of(context.as_of))
    people = context.portal.all(Person)
    for one in overloads(people, demands, calendar_of(context.portal), context.as_of, limit=limit):
        busy = [(task, hours) for task, hours in one.hours_by_task() if task.status not in CLOSED["tasks"]]
        if not busy:
            continue
        placed = {task.key: context.plans[task.project_id].schedule.activities[task.id] for task, _ in busy}
        # The one that begins last has made it too much; it is the first that may move.
        last = max(busy, key=lambda part: (placed[part[0].key].start_at, part[1], part[0].id))[0]
        week = one.worst
        yield context.finding(
            "overallocated",
            last,
            *_work_field(context, last, one.person),
            variant="away" if all(not week.capacity for week in one.weeks) else "",
            labels=tuple(
                context.label(
                    task,
                    *_work_field(context, task, one.person),
                    text=message(
                        "rules.overallocated.task",
                        hours=f"{hours:g}",
                        start=placed[task.key].start.isoformat(),
                        finish=placed[task.key].finish.isoformat(),
                    ),
                )
                for task, hours in busy[:_SHOWN]
                if task is not last
            ),
            person=one.person.id,
            project=last.project_id,
            weeks=_weeks(one),
            load=f"{week.hours:g}",
            capacity=f"{week.capacity:g}",
            tasks=_listed([_name_beside(task, last) for task, _ in busy]),
        )


@rule(Severity.WARNING, on_plans=True)
def critical_without_backup(context: RuleContext) -> Iterator[Diagnostic]:
    """Somebody with open work on a planned critical path for whom nobody steps in; milestones take nobody's time."""
    for (project, name), tasks in critical_work(context).items():
        owner = context.portal.all(Person)[name]
        if stand_in(context, owner):
            continue
        backup = context.portal.find(owner.backup, Person, "")
        yield context.finding(
            "critical-without-backup",
            owner,
            *(("backup",) if owner.backup else ()),
            variant="inactive" if backup and backup is not owner else "",
            labels=tuple(
                context.label(task, "owner", text=message("rules.critical-without-backup.task"))
                for task in tasks[:_SHOWN]
            ),
            person=owner.id,
            backup=backup.id if backup else "",
            project=project,
            tasks=_listed([task.id for task in tasks]),
        )


def _work_field(context: RuleContext, task: Task, person: Person) -> tuple[str | int, ...]:
    """The field that gives somebody a task."""
    for index, one in enumerate(task.assignees):
        if context.portal.find(one.person, Person, task.project_id) is person:
            return ("assignees", index, "person")
    return ("owner",)


def _name_beside(task: Task, other: Task) -> str:
    """How to write a task in the other's project."""
    return task.id if task.project_id == other.project_id else f"{task.project_id}/{task.id}"


def _weeks(one: Overload) -> Message:
    first, last = one.weeks[0].monday.isoformat(), one.weeks[-1].monday.isoformat()
    return message("rules.overallocated.week" if first == last else "rules.overallocated.weeks", first=first, last=last)


def _listed(names: list[str]) -> str:
    return ", ".join([*(f"`{name}`" for name in names[:_SHOWN]), *(["…"] if len(names) > _SHOWN else [])])


def _owned(context: RuleContext, person: Person) -> Iterator[NamedRecord]:
    for link in context.back_links.get(person.key, ()):
        record = context.portal.get(link.source) if link.field == "owner" else None
        if record:
            yield record


def _is_open(context: RuleContext, record: NamedRecord) -> bool:
    if not in_open_project(context.portal, record):
        return False
    if isinstance(record, Compliance):
        return record.done_on is None
    if record.collection == "decisions":
        return False  # nobody works on a decision: its actions and its review have owners of their own
    return record.collection in _STANDING or (record.collection in CLOSED and is_open(record))


def _leave_around(owner: Person, start: date, finish: date) -> int | None:
    for index, leave in enumerate(owner.leave):
        if leave.from_ and leave.to and leave.from_ <= start and finish <= leave.to:
            return index
    return None
