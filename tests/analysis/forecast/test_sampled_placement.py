"""Placing many samples at once is placing each of them."""

from dataclasses import replace

import numpy as np
from analysis.schedule.networks import network, phase, task
from analysis.schedule.test_properties import early_networks, mixed_networks
from analysis.schedule.test_statused import chains
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.analysis.forecast.inputs import Uncertainty
from milepost.analysis.forecast.sampled_placement import SampledPlacement
from milepost.analysis.forecast.simulation import Batch, Simulation
from milepost.analysis.plans import Plan
from milepost.analysis.schedule.network import LinkType, Network, PhaseNode
from milepost.analysis.schedule.planned import plan_schedule

SAMPLES = 4
NOTHING = Batch(number=0, size=SAMPLES, tasks={}, risks=())


def simulation(plan: Network) -> Simulation:
    schedule = plan_schedule(plan)
    uncertain = Uncertainty(tasks=(), risks=(), silent_risks=())
    return Simulation(Plan(project_id="p", network=plan, schedule=schedule), uncertain, samples=SAMPLES, seed=1)


def seen(placed: SampledPlacement) -> SampledPlacement:
    """Asks for all dates, so that they are known to lie in the window."""
    for node in placed.layout.place:
        placed.start(node)
        placed.finish(node)
    return placed


def with_length(plan: Network, sampled: dict[str, list[int]], number: int) -> Network:
    """The plan in which every open task is as long as in one sample."""
    activities = []
    for one in plan.activities:
        days = sampled[one.id][number]
        if one.recorded and one.recorded.finish is None:
            activities.append(one._replace(recorded=one.recorded._replace(remaining=days)))
        else:
            activities.append(one._replace(length=replace(one.length, amount=days)))
    return replace(plan, activities=tuple(activities))


def check(plan: Network, data: st.DataObject) -> None:
    tried = simulation(plan)
    layout = tried.placement.layout
    lengths = {
        one.id: [data.draw(st.integers(1, 9)) for _ in range(SAMPLES)]
        if layout.lengths[node]
        else [one.length.amount] * SAMPLES
        for node, one in enumerate(plan.activities)
    }
    arrays = {
        node: np.array(lengths[one.id], np.int32) for node, one in enumerate(plan.activities) if layout.lengths[node]
    }
    placed = tried.placed(arrays, {}, seen)
    instant = placed.last()
    done = placed.line.done(instant)
    critical = placed.critical(np.broadcast_to(done, (SAMPLES,)), SAMPLES)
    links = [link for one in plan.activities for link in one.after]
    plain = not any(one.length.elapsed or one.away for one in plan.activities) and not any(
        link.lag.elapsed for link in links
    )
    for number in range(SAMPLES):
        expected = plan_schedule(with_length(plan, lengths, number))
        assert np.broadcast_to(instant, (SAMPLES,))[number] == expected.finish_at
        for node, one in enumerate(plan.activities):
            place, own = layout.place[node], expected.activities[one.id]
            assert np.broadcast_to(placed.start(place), (SAMPLES,))[number] == own.start_at
            assert np.broadcast_to(placed.finish(place), (SAMPLES,))[number] == own.finish_at
            if plain and not own.late and not own.finished:
                assert critical[node][number] == own.critical


@settings(max_examples=200)
@given(early_networks(), st.data())
def test_networks_of_all_link_types_with_elapsed_days(plan, data):
    check(plan, data)


@settings(max_examples=200)
@given(mixed_networks(), st.data())
def test_networks_with_tasks_placed_late_and_people_away(plan, data):
    check(plan, data)


@settings(max_examples=200)
@given(chains(st.sampled_from(LinkType)), st.data())
def test_networks_in_the_middle_of_the_work(plan, data):
    check(plan, data)


@given(st.data())
def test_phases_and_an_empty_one(data):
    plan = network(
        task("a", "3d", phase="first"),
        task("b", "2d", phase="first", after="a"),
        task("c", "2d", phase="second"),
        task("d", "1d", before="second"),
        phases=[phase("first"), phase("second", after="first, empty"), PhaseNode(id="empty")],
    )
    check(plan, data)


@settings(max_examples=100)
@given(chains(st.sampled_from(LinkType)))
def test_without_spread_it_is_the_plan_and_its_critical_tasks(plan):
    tried = simulation(plan)
    schedule = plan_schedule(plan)
    placed = tried.play(NOTHING, seen)
    instant = placed.last()
    done = placed.line.done(instant)
    assert np.broadcast_to(instant, (SAMPLES,)).tolist() == [schedule.finish_at] * SAMPLES
    critical = placed.critical(np.broadcast_to(done, (SAMPLES,)), SAMPLES)
    if any(one.away for one in plan.activities):
        return
    found = {
        one.id
        for node, one in enumerate(plan.activities)
        if critical[node].all() and not schedule.activities[one.id].finished
    }
    assert found == {name for name, one in schedule.activities.items() if one.critical}


def test_a_longer_plan_than_the_window_is_placed_all_the_same():
    plan = network(task("a", "5d"), task("b", "5d", after="a"))
    placed = simulation(plan).placed({0: np.array([20_000], np.int32)}, {}, seen)
    expected = plan_schedule(network(task("a", "20000d"), task("b", "5d", after="a")))
    assert placed.finish(1).tolist() == [expected.finish_at]
