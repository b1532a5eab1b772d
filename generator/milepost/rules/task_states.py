"""The tasks of all projects by their state, sorted once: most rules are about one state."""

from collections.abc import Iterator, Mapping

from milepost.model.records.task import Task
from milepost.rules.context import RuleContext


def tasks_in(context: RuleContext, *states: str) -> Iterator[Task]:
    """All tasks in one of these states."""
    by_state = context.once("tasks by state", lambda: _by_state(context))
    for state in states:
        yield from by_state.get(state, ())


def _by_state(context: RuleContext) -> Mapping[str, list[Task]]:
    found: dict[str, list[Task]] = {}
    for task in context.all(Task):
        found.setdefault(task.status, []).append(task)
    return found
