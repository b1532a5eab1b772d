"""The actions that meetings and retrospectives agree on, and how late something is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from milepost.analysis.calendar import WorkCalendar
from milepost.model.parts import Action
from milepost.model.portal import Portal, Project
from milepost.model.records.iteration import Iteration
from milepost.model.records.meeting import Meeting
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.states import CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAction:
    """An action with the meeting or iteration that holds it, and the path of its fields there."""

    record: Ref
    path: tuple[str | int, ...]
    action: Action
    open: bool


def actions_of(portal: Portal, project: Project) -> Iterator[HeldAction]:
    """The actions of a project's meetings and retrospectives; open until they or their task are done."""
    holders: list[tuple[Ref, tuple[str, ...], tuple[Action, ...]]] = [
        (meeting.key, ("actions",), meeting.actions) for meeting in project.all(Meeting).values()
    ]
    holders += [
        (iteration.key, ("retro", "actions"), iteration.retro.actions)
        for iteration in project.all(Iteration).values()
        if iteration.retro
    ]
    for key, path, actions in holders:
        for index, action in enumerate(actions):
            task = portal.find(action.task, Task, project.id)
            is_open = action.done_on is None and (task is None or task.status not in CLOSED["tasks"])
            yield HeldAction(record=key, path=(*path, index), action=action, open=is_open)


def days_late(calendar: WorkCalendar, due: date, as_of: date) -> int:
    """Working days that were over at the start of `as_of` since `due` (at least 1); negative or 0: those left."""
    if due >= as_of:
        return -calendar.working_days_later(as_of, due)
    return max(calendar.working_days_between(due + timedelta(days=1), as_of - timedelta(days=1)), 1)
