"""People who cannot do the work that is theirs."""

from collections.abc import Iterator
from datetime import date

from milepost.analysis.schedule.instants import day_of
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.record import NamedRecord
from milepost.model.records.compliance import Compliance
from milepost.model.records.person import Person
from milepost.model.records.task import Task
from milepost.model.states import CLOSED
from milepost.rules.context import RuleContext
from milepost.rules.record_state import in_open_project, is_open
from milepost.rules.rule import rule

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


@rule(Severity.WARNING)
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
