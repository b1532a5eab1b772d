import pytest
from analysis.schedule.networks import network, phase, task

from milepost.analysis.schedule.cycles import PlacementCycle, PlacementCycleError
from milepost.analysis.schedule.network import Network
from milepost.analysis.schedule.planned import plan_schedule


def cycles(plan: Network) -> tuple[PlacementCycle, ...]:
    with pytest.raises(PlacementCycleError) as caught:
        plan_schedule(plan)
    return caught.value.cycles


def test_a_cycle_is_told_in_order_with_its_links() -> None:
    found = cycles(network(task("a", after="c"), task("b", after="a SS"), task("c", after="b"), task("d", after="a")))
    assert [cycle.members for cycle in found] == [("a", "b", "c")]
    assert [(one.owner, one.link.target) for one in found[0].links] == [("b", "a"), ("c", "b"), ("a", "c")]


def test_the_same_link_typed_at_both_ends_is_a_cycle_when_it_places_late() -> None:
    plan = network(task("z"), task("late", before="b"), task("b", after="late"))
    assert {frozenset(cycle.members) for cycle in cycles(plan)} == {frozenset({"late", "b"})}
    early = network(task("z"), task("a", after="z", before="b"), task("b", after="a"))
    assert plan_schedule(early).activities["b"].start_at


def test_a_late_place_that_depends_on_itself_is_a_cycle_although_no_links_go_round() -> None:
    plan = network(task("late", before="end"), task("x", after="late"), task("end", after="x"))
    assert [set(cycle.members) for cycle in cycles(plan)] == [{"late", "x", "end"}]


def test_an_activity_that_waits_for_its_own_phase_is_a_cycle_with_the_phase() -> None:
    found = cycles(network(task("a", phase="p", after="p"), task("b", phase="p"), phases=[phase("p")]))
    assert [set(cycle.members) for cycle in found] == [{"a", "p"}]
    assert [one.owner for one in found[0].links] == ["a"]


def test_every_knot_is_reported_once() -> None:
    plan = network(task("a", after="b"), task("b", after="a"), task("c", before="d"), task("d", before="c"), task("e"))
    assert [cycle.members for cycle in cycles(plan)] == [("a", "b"), ("c", "d")]


def test_the_error_prints_the_way_round() -> None:
    with pytest.raises(PlacementCycleError, match="a -> b -> a"):
        plan_schedule(network(task("a", after="b"), task("b", after="a")))
