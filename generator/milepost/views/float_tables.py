"""How floats are spread over the open tasks, and which have little."""

from milepost.charts.bars import share_bar
from milepost.views.context import ViewContext
from milepost.views.plan_facts import NEAR_CRITICAL, TaskFacts
from milepost.views.plan_table import due_float_cell
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, Table, day_cell, link_cell

_BUCKETS = ((0, 0), (1, NEAR_CRITICAL), (NEAR_CRITICAL + 1, 10), (11, 20), (21, None))
"""Total floats in working days that are counted together."""


def float_finding(context: ViewContext, tasks: list[TaskFacts]) -> str:
    """How many tasks have little float."""
    critical = sum(one.critical for one in tasks)
    near = sum(1 for one in tasks if one.place and 0 < one.place.total_float <= NEAR_CRITICAL)
    return context.t("forecast.float-finding", critical=critical, near=near, days=NEAR_CRITICAL, count=len(tasks))


def float_table(context: ViewContext, tasks: list[TaskFacts]) -> Table:
    """How many open tasks have how much total float."""
    t = context.t
    rows = []
    for low, high in _BUCKETS:
        inside = [
            one
            for one in tasks
            if one.place and low <= one.place.total_float and (high is None or one.place.total_float <= high)
        ]
        name = str(low) if low == high else t("forecast.more-than", days=low - 1) if high is None else f"{low}–{high}"
        share = len(inside) / len(tasks) if tasks else 0.0
        bar = share_bar(share, fill="inkf" if high == 0 else "fill", height=12)
        rows.append(Row(head=Cell(text=name), cells=(Cell(chart=bar), Cell(text=str(len(inside))))))
    return Table(
        label=t("forecast.floats"),
        columns=(
            Column(label=t("forecast.float-days")),
            Column(label=t("forecast.share"), bare=True),
            Column(label=t("forecast.tasks"), number=True),
        ),
        rows=tuple(rows),
    )


def tight_table(context: ViewContext, tasks: list[TaskFacts]) -> Table:
    """The tasks with the least float."""
    field = context.labels.field
    return Table(
        label=context.t("forecast.tight"),
        columns=(
            Column(label=context.labels.type("tasks")),
            Column(label=field("tasks", "status"), bare=True),
            Column(label=field("tasks", "owner")),
            Column(label=context.t("plan.finish"), number=True),
            Column(label=context.t("plan.total-float"), number=True),
            Column(label=context.t("plan.due-float"), number=True, tip=context.t("plan.due-float-tip")),
        ),
        rows=tuple(
            Row(
                head=link_cell(context.link(one.task)),
                cells=(
                    Cell(status=record_status(one.task, context)),
                    link_cell(context.person(one.task.owner)),
                    day_cell(one.place.finish, context),
                    Cell(strong="0") if one.critical else Cell(text=str(one.place.total_float)),
                    due_float_cell(one, context),
                ),
            )
            for one in tasks
            if one.place
        ),
    )
