"""The links between tasks and phases with their two ends, whichever of them wrote the link."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from milepost.model.link import Link
from milepost.model.portal import Project
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.rules.context import RuleContext
from milepost.rules.written_links import LINK_ENDS

End = Task | Phase


class Tie(NamedTuple):
    """A link: what comes first, what waits for it, and where it was written."""

    first: End
    then: End
    link: Link
    record: End
    path: tuple[str, int]


def ties(context: RuleContext, project: Project, records: Iterable[End]) -> Iterator[Tie]:
    """The links that these records of a project wrote and whose other ends are known, but those to oneself."""
    tasks, phases = project.all(Task), project.all(Phase)
    for record in records:
        if not record.after and not record.before:
            continue
        for field, links in (("after", record.after), ("before", record.before)):
            for index, link in enumerate(links):
                name = link.target.id
                plain = not link.target.project and not link.target.collection
                other = (tasks.get(name) or phases.get(name)) if plain else None
                other = other or _look_up(context, link, project.id)
                if other is not None and other is not record:
                    first, then = (other, record) if field == "after" else (record, other)
                    yield Tie(first, then, link, record, (field, index))


def _look_up(context: RuleContext, link: Link, home: str) -> End | None:
    key = context.portal.locate(link.target, LINK_ENDS, home)
    other = context.portal.get(key) if key else None
    return other if isinstance(other, (Task, Phase)) else None
