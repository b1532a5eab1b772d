"""Work about which nothing is written any more, by git."""

from collections.abc import Iterator

from milepost.analysis.day_index import OutsideCalendarError
from milepost.analysis.plan_diff.record_changes import changed_fields
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.history.past import Past
from milepost.model.records.task import Task
from milepost.rules.context import RuleContext
from milepost.rules.record_state import is_open
from milepost.rules.rule import RuleKind, rule


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"days": 10}, on_plans=True)
def task_stalled(context: RuleContext) -> Iterator[Diagnostic]:
    """A task in progress whose record says what it said some working days ago."""
    days = round(context.threshold("task-stalled", "days"))
    if context.past is None or days <= 0:
        return
    for project in context.portal.projects.values():
        tasks = [task for task in project.all(Task).values() if task.status == "in_progress"]
        if not tasks or not is_open(project.record):
            continue
        try:
            since = context.plans[project.id].calendar.add_working_days(context.as_of, -days)
        except OutsideCalendarError:  # nothing was written before the first day that there is
            continue
        for task in _unchanged(context, context.past, context.past.newest_before(since), tasks):
            yield context.finding("task-stalled", task, "status", days=days, since=since.isoformat())


def _unchanged(context: RuleContext, past: Past, commit: str, tasks: list[Task]) -> Iterator[Task]:
    """The tasks that say what they said in a commit; of files that are the same nothing needs to be read."""
    if not commit:
        return
    same = past.unchanged_since(commit)
    paths = {task.id: context.at(task).path for task in tasks}
    edited = {*paths.values()} - same
    before = past.records(commit, edited) if edited else None
    for task in tasks:
        was = before.get(task.key) if before else None
        if paths[task.id] not in edited or (was and not changed_fields(was, task, {})):
            yield task
