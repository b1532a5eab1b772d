"""Who steps in for whom, and whose absence stops a project."""

from collections.abc import Mapping

from milepost.model.records.person import Person
from milepost.model.records.task import Task
from milepost.rules.context import RuleContext
from milepost.rules.record_state import is_open

Critical = Mapping[tuple[str, str], list[Task]]
"""By project and person: the open tasks on the planned critical path that the person owns."""


def stand_in(context: RuleContext, person: Person) -> Person | None:
    """The active person who steps in; nobody steps in for themselves."""
    backup = context.portal.find(person.backup, Person, "")
    return backup if backup and backup.active and backup is not person else None


def critical_work(context: RuleContext) -> Critical:
    """The work of all projects that are not closed; milestones take nobody's time."""
    return context.once("critical work", lambda: _critical_work(context))


def _critical_work(context: RuleContext) -> Critical:
    found: dict[tuple[str, str], list[Task]] = {}
    for plan in context.plans.values():
        project = context.portal.projects[plan.project_id]
        for task in project.all(Task).values() if is_open(project.record) else ():
            placed = plan.of(task)
            if placed is None or not placed.critical or task.milestone or not is_open(task):
                continue
            owner = context.portal.find(task.owner, Person, project.id)
            if owner:
                found.setdefault((project.id, owner.id), []).append(task)
    return found
