"""What a plan's tasks are filtered by, in its table, on its board and in its tree alike."""

from collections.abc import Iterable

from milepost.model.records.phase import Phase
from milepost.views.context import ViewContext
from milepost.views.filters import Facet, Filter, enum_facet, filters, person_facet
from milepost.views.plan_facts import TaskFacts


def task_facets(context: ViewContext, facts: TaskFacts) -> tuple[Facet, ...]:
    """Status, owner, phase, priority, and whether it is on the critical path."""
    task, path = facts.task, "critical" if facts.critical and facts.open else "other"
    phase = context.portal.find(task.phase, Phase, task.project_id)
    return (
        enum_facet(context, task, "status"),
        person_facet(context, task.owner),
        Facet("phase", phase.id if phase else "", context.title(phase) if phase else ""),
        enum_facet(context, task, "priority"),
        Facet("path", path, context.t(f"plan.path-{path}")),
    )


def task_filters(context: ViewContext, tasks: Iterable[TaskFacts]) -> tuple[Filter, ...]:
    """The filters of these tasks."""
    names = {name: context.labels.field("tasks", name) for name in ("status", "owner", "phase", "priority")}
    return filters({**names, "path": context.t("plan.path")}, (task_facets(context, one) for one in tasks))
