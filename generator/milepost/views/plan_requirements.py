"""Requirements traced to the tasks that deliver them, and when that will be."""

from milepost.model.portal import Project
from milepost.model.records.requirement import Requirement
from milepost.model.records.task import Task
from milepost.views.context import ViewContext
from milepost.views.plan_facts import PlanFacts
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, Table, day_cell, link_cell, record_table


def requirement_table(context: ViewContext, project: Project, facts: PlanFacts) -> Table | None:
    """Each with its tasks and the finish of the last of them; open ones that no task delivers come first."""
    places = {one.task.key: one for one in facts.tasks()}
    rows = []
    for requirement in project.all(Requirement).values():
        tasks = [context.portal.find(ref, Task, project.id) for ref in requirement.tasks]
        found = [places[task.key] for task in tasks if task and task.key in places]
        finish = max((one.place.finish for one in found if one.place), default=None)
        done = sum(not one.open for one in found)
        row = Row(
            head=link_cell(context.link(requirement)),
            cells=(
                Cell(status=record_status(requirement, context)),
                Cell(
                    text=context.labels.value("requirements", "priority", requirement.priority)
                    if requirement.priority
                    else ""
                ),
                link_cell(*(context.link(task) for task in tasks if task)),
                Cell(text=f"{done} / {len(found)}" if found else context.t("plan.no-task-yet")),
                day_cell(finish, context),
            ),
            muted=requirement.status in ("delivered", "dropped"),
        )
        rows.append((bool(found) or row.muted, row))
    t, field = context.t, context.labels.field
    columns = (
        Column(label=field("requirements", "status"), bare=True),
        Column(label=field("requirements", "priority")),
        Column(label=field("requirements", "tasks"), full=True),
        Column(label=t("plan.tasks-done"), number=True),
        Column(label=t("plan.delivered-by"), number=True, tip=t("plan.delivered-by-tip")),
    )
    return record_table(context, "requirements", columns, [row for _, row in sorted(rows, key=lambda one: one[0])])
