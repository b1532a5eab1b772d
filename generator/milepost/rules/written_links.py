"""From a link of the computed plan back to where its author typed it."""

from typing import NamedTuple

from milepost.analysis.schedule.layout import Side, TypedLink
from milepost.analysis.schedule.network import Days
from milepost.model.portal import Portal
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task

LINK_ENDS = ("tasks", "phases")


class WrittenLink(NamedTuple):
    """A link in a record: the record, the field `after` or `before`, the position in it."""

    record: Task | Phase
    field: str
    position: int

    @property
    def path(self) -> tuple[str, int]:
        return (self.field, self.position)


def written(portal: Portal, project_id: str, typed: TypedLink) -> WrittenLink:
    """Where a link of a project's plan stands; of several that say the same, the first.

    The plan leaves out links that lead nowhere, so positions in it are not those in the record.
    """
    project = portal.projects[project_id]
    record = project.all(Task).get(typed.owner) or project.all(Phase)[typed.owner]
    field = typed.side.value
    for index, link in enumerate(record.after if typed.side is Side.AFTER else record.before):
        key = portal.locate(link.target, LINK_ENDS, project_id)
        if key is None:
            continue
        target = key.id if key.project == project_id else str(key)
        lag = Days(amount=link.lag.days, elapsed=link.lag.elapsed)
        if (target, link.type.value, lag) == (typed.link.target, typed.link.type.value, typed.link.lag):
            return WrittenLink(record, field, index)
    raise AssertionError(f"{typed} was not typed in {record.key}")
