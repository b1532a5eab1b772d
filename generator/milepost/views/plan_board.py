"""The tasks of a plan as a board: a column for each status."""

from dataclasses import dataclass

from markupsafe import Markup

from milepost.charts.bars import progress_bar
from milepost.views.addresses import address_of
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Status
from milepost.views.plan_facts import TaskFacts
from milepost.views.plurals import counted

COLUMN_ORDER = ("backlog", "todo", "in_progress", "blocked", "in_review", "done", "cancelled")
TILES = 5
"""Tiles that a column of the board shows."""
_MOST_TILES = 200
"""Tiles that it has, those that are folded away included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A task on the board."""

    task: Anchor
    owner: str
    span: str
    critical: bool
    bar: Markup | None
    note: Status | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """A status with its tasks: the first ones, then those that are folded away; `left_out` stand in the table only."""

    title: str
    count: int
    tiles: tuple[Tile, ...]
    folded: tuple[Tile, ...]
    left_out: int


def board(context: ViewContext, tasks: tuple[TaskFacts, ...]) -> tuple[BoardColumn, ...]:
    """Columns by status, empty ones too: they say that nothing is there.

    Backlog and cancelled work have one only where there is some.
    """
    columns = []
    for status in COLUMN_ORDER:
        inside = [one for one in tasks if one.task.status == status]
        if inside or (status not in ("backlog", "cancelled") and tasks):
            columns.append(
                BoardColumn(
                    title=context.labels.value("tasks", "status", status),
                    count=len(inside),
                    tiles=tuple(_tile(context, one) for one in inside[:TILES]),
                    folded=tuple(_tile(context, one) for one in inside[TILES:_MOST_TILES]),
                    left_out=max(len(inside) - _MOST_TILES, 0),
                )
            )
    return tuple(columns)


def _tile(context: ViewContext, facts: TaskFacts) -> Tile:
    task = facts.task
    started = facts.open and facts.progress > 0
    return Tile(
        task=Anchor(text=context.title(task), href=context.href(address_of(task))),
        owner=context.person(task.owner).text if task.owner else "",
        span=context.formats.span(facts.place.start, facts.place.finish) if facts.place else "",
        critical=facts.critical and facts.open,
        bar=progress_bar(facts.progress, label=context.formats.percent(facts.progress)) if started else None,
        note=_tile_note(context, facts),
    )


def _tile_note(context: ViewContext, facts: TaskFacts) -> Status | None:
    if facts.task.status == "blocked":
        by = [context.link_to(one, ("tasks", "issues"), facts.task.project_id).text for one in facts.task.blocked_by]
        since = counted(context, "plan.blocked-for", facts.blocked_days) if facts.blocked_days else ""
        said = context.formats.join([*by, since] if since else by)
        return Status(state="bad", word=said) if said else None
    if facts.overdue:
        return Status(state="warn", word=counted(context, "plan.overdue-by", facts.overdue))
    return None
