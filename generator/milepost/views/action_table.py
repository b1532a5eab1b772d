"""Open actions of meetings and retrospectives, with who, by when, and where they were agreed."""

from collections.abc import Sequence

from milepost.analysis.actions import HeldAction
from milepost.analysis.calendar import WorkCalendar
from milepost.model.records.task import Task
from milepost.views.context import ViewContext
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, Table, due_cell, link_cell


def action_table(context: ViewContext, actions: Sequence[HeldAction], calendar: WorkCalendar) -> Table | None:
    """The open ones, those due first at the top, those without a day at the end."""
    rows = []
    for held in sorted(
        (one for one in actions if one.open), key=lambda one: (one.action.due is None, str(one.action.due))
    ):
        action = held.action
        task = context.portal.find(action.task, Task, held.record.project)
        rows.append(
            Row(
                head=Cell(text=context.text(action.title) or context.t("meetings.untitled")),
                cells=(
                    link_cell(context.person(action.owner)),
                    due_cell(action.due, context, calendar),
                    link_cell(context.link(context.portal.get(held.record))),
                    Cell(links=(context.link(task),), status=record_status(task, context)) if task else Cell(),
                ),
            )
        )
    if not rows:
        return None
    item = context.labels.item_field
    columns = (
        Column(label=context.t("meetings.action")),
        Column(label=item("Action", "owner")),
        Column(label=item("Action", "due"), number=True),
        Column(label=context.t("meetings.agreed-in")),
        Column(label=item("Action", "task"), full=True),
    )
    return Table(label=context.t("meetings.actions"), columns=columns, rows=tuple(rows))
