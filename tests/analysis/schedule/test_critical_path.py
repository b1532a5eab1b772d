from analysis.schedule.networks import march, network, task

from milepost.analysis.schedule.critical_path import critical_activities, critical_paths, driving_chain
from milepost.analysis.schedule.planned import plan_schedule


def test_all_paths_that_tie_are_returned_up_to_the_limit() -> None:
    schedule = plan_schedule(
        network(task("a"), task("b"), task("c", after="a, b"), task("d", after="c"), task("e", after="c"), task("f"))
    )
    paths = [("a", "c", "d"), ("b", "c", "d"), ("a", "c", "e"), ("b", "c", "e")]
    assert critical_paths(schedule) == paths
    assert critical_paths(schedule, limit=3) == paths[:3]
    assert critical_activities(schedule) == ("a", "b", "c", "d", "e")


def test_a_milestone_at_the_end_ends_the_path() -> None:
    schedule = plan_schedule(network(task("a"), task("end", "0d", after="a")))
    assert critical_paths(schedule) == [("a", "end")]


def test_a_driving_chain_leads_back_to_a_date() -> None:
    schedule = plan_schedule(network(task("a"), task("b", after="a", start=march(10)), task("c", after="b")))
    assert driving_chain(schedule, "c") == ("b", "c")
    assert driving_chain(schedule, "a") == ("a",)


def test_a_chain_of_thousands_is_followed_without_recursion() -> None:
    size = 5000
    chain = [task("t0")] + [task(f"t{number}", after=f"t{number - 1}") for number in range(1, size)]
    assert len(critical_paths(plan_schedule(network(*chain)))[0]) == size
