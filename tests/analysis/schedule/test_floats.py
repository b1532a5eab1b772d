from analysis.schedule.networks import march, network, phase, task

from milepost.analysis.schedule.network import Network
from milepost.analysis.schedule.planned import plan_schedule


def floats(plan: Network) -> dict[str, tuple[int, int]]:
    return {key: (one.total_float, one.free_float) for key, one in plan_schedule(plan).activities.items()}


def due_floats(plan: Network) -> dict[str, int | None]:
    return {key: one.due_float for key, one in plan_schedule(plan).activities.items()}


def test_float_counts_working_days_only() -> None:
    plan = network(task("a", "10d"), task("b", "4d"), task("c", "4ed"), task("m", "0d"))
    assert floats(plan) == {"a": (0, 0), "b": (6, 6), "c": (6, 6), "m": (10, 10)}


def test_float_passes_through_phases() -> None:
    plan = network(
        task("a", "2d", phase="p"),
        task("b", "4d", phase="p"),
        task("c", after="p"),
        task("d", "8d"),
        task("e", phase="q", after="d SS"),
        phases=[phase("p"), phase("q", after="p FS+1d")],
    )
    assert floats(plan) == {"a": (4, 2), "b": (2, 0), "c": (3, 3), "d": (0, 0), "e": (2, 2)}


def test_late_ones_have_no_free_float_and_are_critical_where_what_they_precede_is() -> None:
    plan = network(
        task("a", "10d"),
        task("b", after="a"),
        task("side", "3d"),
        task("end", "2d", after="side"),
        task("for-b", before="second"),
        task("second", before="b"),
        task("for-end", before="end"),
    )
    assert floats(plan) == {
        "a": (0, 0),
        "b": (0, 0),
        "side": (6, 0),
        "end": (6, 6),
        "for-b": (0, 0),
        "second": (0, 0),
        "for-end": (6, 0),
    }


def test_seen_from_an_early_one_late_ones_stay_where_they_are() -> None:
    plan = network(
        task("z"),
        task("a", "10d"),
        task("side", "5d"),
        task("early", after="z", before="late"),
        task("late", before="side-end"),
        task("side-end", after="side"),
    )
    assert floats(plan)["late"] == (4, 0)
    assert floats(plan)["early"] == (2, 2)


def test_float_against_dues_is_shown_apart_and_may_be_negative() -> None:
    plan = network(
        task("a", "3d", due=march(3)),
        task("b", "2d", after="a"),
        task("c", phase="inner", after="a"),
        task("d", "8d"),
        phases=[phase("outer", due=march(9)), phase("inner", parent="outer", due=march(20))],
    )
    schedule = plan_schedule(plan)
    assert due_floats(plan) == {"a": -1, "b": None, "c": 2, "d": None}
    assert schedule.activities["c"].due == march(9)
    assert schedule.activities["a"].total_float == 3


def test_a_due_further_on_counts_for_all_that_leads_there() -> None:
    plan = network(
        task("a", "3d"),
        task("b", "4d", after="a"),
        task("c", after="a"),
        task("m", "0d", after="b, c"),
        task("late", before="m"),
        due=march(6),
    )
    assert due_floats(plan) == {"a": -2, "b": -2, "c": 1, "m": -2, "late": -2}


def test_without_a_due_behind_it_nothing_has_a_due_float() -> None:
    plan = network(task("z", due=march(30)), task("a", before="late", after="z"), task("late", before="b"), task("b"))
    assert due_floats(plan) == {"z": 20, "a": None, "late": None, "b": None}
