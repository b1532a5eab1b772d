"""Says which activities and links make a placement depend on itself."""

from dataclasses import dataclass

from milepost.analysis.graph import find_cycles
from milepost.analysis.schedule.layout import Layout, TypedLink


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementCycle:
    """Activities (and phases that links name) whose places depend on each other in a circle.

    Attributes:
        members: ids in order; each is needed to place the next, the last to place the first.
        links: the links on the way, in the same order; being in a phase needs no link, so they may be fewer.
    """

    members: tuple[str, ...]
    links: tuple[TypedLink, ...]


class PlacementCycleError(Exception):
    """A network cannot be scheduled; `cycles` has one short cycle for each knot of activities."""

    def __init__(self, cycles: tuple[PlacementCycle, ...]) -> None:
        super().__init__("; ".join(" -> ".join((*cycle.members, cycle.members[0])) for cycle in cycles))
        self.cycles = cycles


def placement_cycles(layout: Layout, successors: list[list[int]]) -> tuple[PlacementCycle, ...]:
    """Find the cycles of a layout and tell them in ids and links; those of the same members count once."""
    found = [_told(layout, nodes) for nodes in find_cycles(successors)]
    return tuple({frozenset(cycle.members): cycle for cycle in reversed(found)}.values())[::-1]


def _told(layout: Layout, nodes: list[int]) -> PlacementCycle:
    labels = [layout.labels[node] for node in nodes]
    members = [label for label, previous in zip(labels, [labels[-1], *labels], strict=False) if label != previous]
    links = [
        layout.typed_link(edge.link)
        for source, node in zip(nodes, [*nodes[1:], nodes[0]], strict=True)
        for edge in (*layout.incoming[node], *layout.late_limits.get(node, ()))
        if edge.source == source and edge.link >= 0
    ]
    return PlacementCycle(members=tuple(members or labels[:1]), links=tuple(dict.fromkeys(links)))
