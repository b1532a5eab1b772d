"""Orders a directed graph and finds its cycles, without recursion, so that depth is no limit."""

from collections import deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Successors = Sequence[Sequence[int]]
Node = TypeVar("Node", bound=Hashable)

# Searching from every node of a long cycle for a shorter way round would take quadratic time.
_STARTS_TRIED = 32


def topological_order(successors: Successors) -> list[int] | None:
    """Order nodes 0..n-1 so that each comes before its successors; None when the graph has a cycle.

    Deterministic: among nodes that are free, first come, first served, from the lowest number. (Kahn 1962)
    """
    waiting = [0] * len(successors)
    for targets in successors:
        for target in targets:
            waiting[target] += 1
    order = [node for node, count in enumerate(waiting) if not count]
    for node in order:  # grows while it is read
        for target in successors[node]:
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    return order if len(order) == len(successors) else None


def find_cycles(successors: Successors) -> list[list[int]]:
    """Find one short cycle in each knot (strongly connected component) of the graph.

    A cycle is the path of its nodes, each a successor of the one before and the first a successor of the last. It
    starts at its lowest node; cycles are in order of their first node. A node that is its own successor is a cycle
    of one.
    """
    cycles = []
    for component in _components(successors):
        inside = set(component)
        loop = next((node for node in sorted(inside) if node in successors[node]), None)
        if loop is not None:
            cycles.append([loop])
        elif len(component) > 1:
            cycles.append(_short_cycle(successors, inside))
    return sorted(cycles)


def cycles_of(graph: Mapping[Node, Iterable[Node]]) -> list[tuple[Node, ...]]:
    """As `find_cycles`, for nodes of any kind in the mapping's order; targets outside the mapping count for nothing."""
    nodes = list(graph)
    number = {node: position for position, node in enumerate(nodes)}
    successors = [[number[target] for target in graph[node] if target in number] for node in nodes]
    return [tuple(nodes[position] for position in cycle) for cycle in find_cycles(successors)]


def _components(successors: Successors) -> Iterable[list[int]]:
    """Strongly connected components, by Tarjan's algorithm (1972) with a stack of its own."""
    found = [-1] * len(successors)  # order of discovery
    low = [0] * len(successors)
    done = [False] * len(successors)
    pending: list[int] = []
    discovered = 0
    for root in range(len(successors)):
        if found[root] >= 0:
            continue
        found[root] = low[root] = discovered
        discovered += 1
        pending.append(root)
        walk = [(root, iter(successors[root]))]
        while walk:
            node, targets = walk[-1]
            for target in targets:
                if found[target] < 0:
                    found[target] = low[target] = discovered
                    discovered += 1
                    pending.append(target)
                    walk.append((target, iter(successors[target])))
                    break
                if not done[target]:
                    low[node] = min(low[node], found[target])
            else:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
                if low[node] == found[node]:
                    cut = _last_index(pending, node)
                    component = pending[cut:]
                    del pending[cut:]
                    for member in component:
                        done[member] = True
                    yield component


def _last_index(values: list[int], value: int) -> int:
    position = len(values) - 1
    while values[position] != value:
        position -= 1
    return position


def _short_cycle(successors: Successors, inside: set[int]) -> list[int]:
    start = min(inside)
    best = _shortest_through(successors, inside, start)
    for other in sorted(best)[1 : _STARTS_TRIED + 1]:
        cycle = _shortest_through(successors, inside, other)
        if len(cycle) < len(best):
            best = cycle
    turn = best.index(min(best))
    return best[turn:] + best[:turn]


def _shortest_through(successors: Successors, inside: set[int], start: int) -> list[int]:
    """Breadth-first search from a node of a strongly connected component back to itself."""
    came_from: dict[int, int] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for target in successors[node]:
            if target == start:
                path = [node]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return path[::-1]
            if target in inside and target not in came_from:
                came_from[target] = node
                queue.append(target)
    raise AssertionError("the nodes given are no strongly connected component")
