"""Releases on their way to users, and the open work that each of them waits for."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from milepost.model.portal import Portal, Project
from milepost.model.records.release import Release
from milepost.model.records.task import Task
from milepost.model.states import OPEN_TASK_STATES


class Shipment(NamedTuple):
    """The day that a release is planned for, and the ids of the tasks that it still waits for."""

    planned_on: date | None
    open_tasks: tuple[str, ...]


def is_out(release: Release) -> bool:
    """Whether all users have it."""
    return release.released_on is not None or release.channel == "online"


def tasks_of(portal: Portal, project: Project, release: Release) -> list[Task]:
    """The tasks of its project that name the release; cancelled ones do not count."""
    return [
        task
        for task in project.all(Task).values()
        if task.release and task.status != "cancelled" and portal.find(task.release, Release, project.id) is release
    ]


def open_shipments(portal: Portal, project: Project) -> Mapping[str, Shipment]:
    """The releases of a project that are not out and wait for tasks, by id."""
    found = {}
    for name, release in project.all(Release).items():
        waiting = () if is_out(release) else tasks_of(portal, project, release)
        still_open = tuple(task.id for task in waiting if task.status in OPEN_TASK_STATES)
        if still_open:
            found[name] = Shipment(release.planned_on, still_open)
    return found
