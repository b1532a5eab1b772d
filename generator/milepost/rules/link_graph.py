"""The links between tasks and phases as a graph: whether a circle is in the links themselves, and across projects."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from milepost.analysis.graph import cycles_of
from milepost.analysis.schedule.cycles import PlacementCycle
from milepost.analysis.schedule.layout import Side
from milepost.model.link import Link
from milepost.model.portal import Portal, Project
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.rules.written_links import LINK_ENDS, WrittenLink

Node = tuple[str, bool]
"""An activity or phase by name, and whether it is its end: a phase begins before and ends after what is in it."""


class Hop(NamedTuple):
    """A link on a circle, and the names of its two ends."""

    link: WrittenLink
    waiting: str
    waited_for: str


def holds_without_placing(project: Project, cycle: PlacementCycle) -> bool:
    """Whether the links of a circle already wait for each other, without tasks that are placed late."""
    graph = _containment(project)
    for typed in cycle.links:
        ends = (typed.link.target, typed.owner) if typed.side is Side.AFTER else (typed.owner, typed.link.target)
        graph.setdefault((ends[0], True), {})[(ends[1], False)] = None
    return bool(cycles_of(graph))


def cycles_between_projects(portal: Portal) -> Iterator[tuple[list[str], list[Hop]]]:
    """Circles of links that lead through more than one project: the names in order, and the links."""
    if not any(link.target.project for _, _, links in _written(portal) for link in links):
        return
    links = list(_links(portal))
    graph: dict[Node, dict[Node, None]] = {}
    for project in portal.projects.values():
        for (name, end), inside in _containment(project).items():
            graph[_name(project.id, name), end] = {(_name(project.id, other), at): None for other, at in inside}
    hops: dict[tuple[Node, Node], Hop] = {}
    for link, key in links:
        owner, target = _name(link.record.project_id, link.record.id), _name(key.project, key.id)
        first, then = (owner, target) if link.field == "before" else (target, owner)
        graph.setdefault((first, True), {})[then, False] = None
        hops.setdefault(((first, True), (then, False)), Hop(link, waiting=then, waited_for=first))
    for cycle in cycles_of(graph):
        steps = [hops[step] for step in zip(cycle, (*cycle[1:], cycle[0]), strict=True) if step in hops]
        if len({name.partition("/")[0] for name, _ in cycle}) > 1:
            yield list(dict.fromkeys(name for name, _ in cycle)), steps


def _containment(project: Project) -> dict[Node, dict[Node, None]]:
    graph: dict[Node, dict[Node, None]] = {}
    parents: Mapping[str, Ref | None] = {
        **{phase.id: phase.parent for phase in project.all(Phase).values()},
        **{task.id: task.phase for task in project.all(Task).values()},
    }
    for name, parent in parents.items():
        graph.setdefault((name, False), {})[(name, True)] = None
        if parent and parent.id in parents and parent.id != name:
            graph.setdefault((parent.id, False), {})[(name, False)] = None
            graph.setdefault((name, True), {})[(parent.id, True)] = None
    return graph


def _links(portal: Portal) -> Iterator[tuple[WrittenLink, Ref]]:
    for record, field, links in _written(portal):
        for index, link in enumerate(links):
            key = portal.locate(link.target, LINK_ENDS, record.project_id)
            if key:
                yield WrittenLink(record, field, index), key


def _written(portal: Portal) -> Iterator[tuple[Task | Phase, str, tuple[Link, ...]]]:
    """The links of tasks and phases, by the field that they are typed in."""
    for project in portal.projects.values():
        records: list[Task | Phase] = [*project.all(Task).values(), *project.all(Phase).values()]
        for record in records:
            if record.after:
                yield record, "after", record.after
            if record.before:
                yield record, "before", record.before


def _name(project_id: str, name: str) -> str:
    return f"{project_id}/{name}"
