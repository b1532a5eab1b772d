from hypothesis import given
from hypothesis import strategies as st

from milepost.analysis.graph import cycles_of, find_cycles, topological_order

GRAPHS = st.integers(1, 12).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, size - 1), max_size=4), min_size=size, max_size=size)
)


def test_orders_by_dependency_and_then_by_number() -> None:
    assert topological_order([[2], [2], [], [0]]) == [1, 3, 0, 2]


def test_finds_the_shortest_way_round() -> None:
    assert topological_order([[1], [2], [3, 1], [0]]) is None
    assert find_cycles([[1], [2], [3, 1], [0]]) == [[1, 2]]


def test_a_loop_on_one_node_is_a_cycle_of_one() -> None:
    assert find_cycles([[1], [1, 0]]) == [[1]]


def test_each_knot_has_its_cycle() -> None:
    assert find_cycles([[1], [0, 2], [3], [4], [2]]) == [[0, 1], [2, 3, 4]]


def test_names_are_kept_and_unknown_targets_count_for_nothing() -> None:
    graph = {"growth": ["visits", "elsewhere"], "visits": ["shares"], "shares": ["visits"]}
    assert cycles_of(graph) == [("visits", "shares")]


def test_depth_is_no_limit() -> None:
    size = 100_000
    chain = [[number + 1] for number in range(size - 1)] + [[]]
    assert topological_order(chain) == list(range(size))
    assert find_cycles(chain) == []
    chain[-1] = [0]
    assert find_cycles(chain) == [list(range(size))]


@given(GRAPHS)
def test_a_graph_has_an_order_or_true_cycles(graph: list[list[int]]) -> None:
    order = topological_order(graph)
    cycles = find_cycles(graph)
    assert (order is None) == bool(cycles)
    for cycle in cycles:
        assert len(set(cycle)) == len(cycle)
        assert cycle[0] == min(cycle)
        assert all(target in graph[node] for node, target in zip(cycle, [*cycle[1:], cycle[0]], strict=True))
    if order is not None:
        place = {node: position for position, node in enumerate(order)}
        assert all(place[node] < place[target] for node, targets in enumerate(graph) for target in targets)
