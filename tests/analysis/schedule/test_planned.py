from datetime import date, timedelta

import pytest
from analysis.schedule.networks import DAILY, MONDAY, WEEKLY, march, network, phase, task

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.day_index import OutsideCalendarError
from milepost.analysis.schedule.instants import evening, is_evening, morning
from milepost.analysis.schedule.layout import IgnoredReason
from milepost.analysis.schedule.network import Activity, Days, FixedActivity, Network
from milepost.analysis.schedule.planned import plan_schedule

FRIDAY, SATURDAY, SUNDAY, NEXT_MONDAY = march(6), march(7), march(8), march(9)


def dates(plan: Network) -> dict[str, tuple[date, date]]:
    return {key: (one.start, one.finish) for key, one in plan_schedule(plan).activities.items()}


def one_after(length: str, link: str) -> tuple[date, date]:
    """Dates of a task after a four-day task from Tuesday to Friday, itself after a day's work."""
    return dates(network(task("z"), task("a", "4d", after="z"), task("b", length, after=link)))["b"]


@pytest.mark.parametrize(
    ("length", "link", "start", "finish"),
    [
        ("2d", "a", march(9), march(10)),
        ("2d", "a FS+1d", march(10), march(11)),
        ("2d", "a FS-1d", march(6), march(9)),
        ("2d", "a FS+1ed", march(9), march(10)),
        ("2d", "a FS+3ed", march(10), march(11)),
        ("2ed", "a", march(7), march(8)),
        ("2ed", "a FS+1ed", march(8), march(9)),
        ("2ed", "a FS-2ed", march(5), march(6)),
        ("2d", "a SS", march(3), march(4)),
        ("2d", "a SS+2d", march(5), march(6)),
        ("2d", "a SS-1d", march(2), march(3)),
        ("2d", "a FF", march(5), march(6)),
        ("2d", "a FF+1d", march(6), march(9)),
        ("2ed", "a FF+1ed", march(6), march(7)),
        ("2d", "a SF+2d", march(3), march(4)),
        ("9d", "a FF", march(2), march(12)),
        ("0d", "a", FRIDAY, FRIDAY),
        ("0d", "a FS+1ed", SATURDAY, SATURDAY),
        ("0d", "a FS+1d", NEXT_MONDAY, NEXT_MONDAY),
        ("0d", "a FS-1d", FRIDAY, FRIDAY),
        ("0d", "a SS", march(3), march(3)),
        ("0d", "a SF+1d", march(3), march(3)),
    ],
)
def test_links_of_all_types_in_both_kinds_of_days(length: str, link: str, start: date, finish: date) -> None:
    assert one_after(length, link) == (start, finish)


@pytest.mark.parametrize(
    ("link", "at"),
    [
        ("a", evening(FRIDAY)),
        ("a FS+1d", evening(NEXT_MONDAY)),
        ("a FS-1d", morning(FRIDAY)),
        ("a SS", morning(march(3))),
        ("a SS+1d", evening(march(3))),
    ],
)
def test_milestones_sit_at_the_instant_that_fixes_them(link: str, at: int) -> None:
    plan = network(task("z"), task("a", "4d", after="z"), task("m", "0d", after=link), task("n", "0d", after="m"))
    schedule = plan_schedule(plan)
    assert schedule.activities["m"].start_at == schedule.activities["m"].finish_at == at
    assert schedule.activities["n"].start_at == at


def test_a_milestone_with_a_date_is_shown_there_even_on_a_weekend() -> None:
    schedule = plan_schedule(network(task("m", "0d", start=SATURDAY), task("b", after="m")))
    assert schedule.activities["m"].start == SATURDAY
    assert not is_evening(schedule.activities["m"].start_at)
    assert schedule.activities["b"].start == NEXT_MONDAY


def test_the_milestone_flag_counts_before_a_length() -> None:
    plan = network(Activity(id="m", length=Days(amount=5), milestone=True))
    assert dates(plan) == {"m": (MONDAY, MONDAY)}


def test_start_means_not_earlier_and_the_latest_one_counts() -> None:
    plan = network(
        task("own", start=march(11), phase="inner"),
        task("inherited", phase="inner"),
        task("far", phase="outer"),
        task("early", start=date(2026, 1, 1)),
        phases=[phase("outer", start=march(4)), phase("inner", parent="outer", start=march(5))],
    )
    assert {key: start for key, (start, _) in dates(plan).items()} == {
        "own": march(11),
        "inherited": march(5),
        "far": march(4),
        "early": MONDAY,
    }


def test_a_negative_lag_is_clamped_at_the_date_and_said() -> None:
    plan = network(task("a", "2d"), task("b", after="a FS-5d"), task("c", after="a FS-1d"))
    schedule = plan_schedule(plan)
    assert schedule.activities["b"].start == MONDAY
    assert [(one.activity, one.link.link.target) for one in schedule.clamped] == [("b", "a")]


def test_a_date_that_lies_later_anyway_is_no_clamping() -> None:
    schedule = plan_schedule(network(task("a", "2d"), task("b", after="a FS-1d", start=march(20))))
    assert schedule.clamped == ()


def test_a_negative_lag_of_a_phase_is_clamped_for_the_activities_that_it_would_pull() -> None:
    plan = network(
        task("a", "4d"),
        task("b", phase="p", start=march(4)),
        task("c", phase="p"),
        phases=[phase("p", after="a FS-3d")],
    )
    schedule = plan_schedule(plan)
    assert schedule.activities["b"].start == march(4)
    assert schedule.activities["c"].start == march(3)
    assert [(one.activity, one.link.owner) for one in schedule.clamped] == [("b", "p")]


def test_before_without_after_places_late() -> None:
    plan = network(
        task("goods", "5d"),
        task("open", "0d", after="goods"),
        task("invite", "2d", before="open FS+1d"),
        task("bell", "0d", before="open FS+1d"),
        task("lamp", "0d", before="open"),
        task("paint", "2ed", before="open"),
        task("music", "2d", before="open FF"),
    )
    schedule = plan_schedule(plan)
    late = {key: (one.start, one.finish, one.late) for key, one in schedule.activities.items()}
    assert late["invite"] == (march(4), march(5), True)
    assert late["bell"] == (FRIDAY, FRIDAY, True)
    assert not is_evening(schedule.activities["bell"].start_at)
    assert late["lamp"] == (FRIDAY, FRIDAY, True)
    assert is_evening(schedule.activities["lamp"].start_at)
    assert late["paint"] == (march(5), FRIDAY, True)
    assert late["music"] == (march(5), FRIDAY, True)
    assert late["goods"] == (MONDAY, FRIDAY, False)


def test_what_a_late_one_stands_before_waits_for_the_earliest_date_on_which_it_could_be_done() -> None:
    plan = network(task("a", "6d"), task("late", "3d", start=march(4), before="b"), task("b", after="a"))
    assert dates(plan)["late"] == (march(5), NEXT_MONDAY)
    held = network(task("a", "1d"), task("late", "3d", start=march(4), before="b"), task("b", after="a"))
    assert dates(held)["b"] == (NEXT_MONDAY, NEXT_MONDAY)


def test_naming_a_late_one_in_after_does_not_pull_it() -> None:
    plan = network(task("a", "5d"), task("late", before="b"), task("b", after="a"), task("c", after="late"))
    schedule = plan_schedule(plan)
    assert schedule.activities["late"].start == FRIDAY
    assert schedule.activities["c"].start == NEXT_MONDAY


def test_late_ones_stand_before_one_another() -> None:
    plan = network(
        task("a", "10d"), task("first", "2d", before="second FS+1d"), task("second", before="b"), task("b", after="a")
    )
    assert dates(plan)["second"] == (march(13), march(13))
    assert dates(plan)["first"] == (march(10), march(11))


def test_a_phase_with_before_places_its_activities_late_unless_they_wait_for_something() -> None:
    plan = network(
        task("a", "10d"),
        task("open", after="a"),
        task("draft", phase="inner"),
        task("print", phase="inner", after="a SS+8d"),
        phases=[phase("outer", before="open FS+1d"), phase("inner", parent="outer")],
    )
    schedule = plan_schedule(plan)
    assert schedule.activities["draft"].start == march(12)
    assert schedule.activities["draft"].late
    assert not schedule.activities["print"].late
    assert schedule.activities["print"].start == march(12)
    assert schedule.activities["open"].start == march(16)


def test_a_phase_in_a_link_stands_for_all_of_its_activities() -> None:
    plan = network(
        task("a", "2d", phase="inner"),
        task("b", "4d", phase="outer"),
        task("after-all", after="outer FS+1d"),
        task("with-all", "2d", after="outer FF"),
        task("x", "3d", after="a"),
        task("before-all", "6d", after="a SS", before="later"),
        task("c", phase="later"),
        task("d", phase="later", after="x"),
        phases=[phase("outer"), phase("inner", parent="outer"), phase("later")],
    )
    found = dates(plan)
    assert found["after-all"][0] == NEXT_MONDAY
    assert found["with-all"] == (march(4), march(5))
    assert found["c"][0] == found["d"][0] == march(10)


def test_a_late_one_before_a_phase_looks_at_the_first_of_its_activities() -> None:
    plan = network(
        task("a", "5d"),
        task("late", "2d", before="p"),
        task("b", phase="p", after="a"),
        task("c", phase="p", after="b"),
        phases=[phase("p")],
    )
    assert dates(plan)["late"] == (march(5), FRIDAY)


def test_what_a_phase_waits_for_holds_at_any_depth() -> None:
    plan = network(
        task("a", "3d"),
        task("b", phase="inner"),
        task("c", "2d", phase="inner"),
        phases=[phase("outer", after="a, a FF+3d"), phase("inner", parent="outer")],
    )
    assert dates(plan)["b"] == (NEXT_MONDAY, NEXT_MONDAY)
    assert dates(plan)["c"] == (FRIDAY, NEXT_MONDAY)


def test_links_that_cannot_be_followed_are_listed_and_left_out() -> None:
    plan = network(
        task("a", after="ghost"),
        task("b", after="p SS", before="p FF"),
        task("c", phase="p"),
        phases=[phase("p", after="nothing"), phase("empty")],
    )
    schedule = plan_schedule(plan)
    assert [(one.typed.owner, one.reason) for one in schedule.ignored] == [
        ("a", IgnoredReason.UNKNOWN_TARGET),
        ("b", IgnoredReason.PHASE_LINK_TYPE),
        ("b", IgnoredReason.PHASE_LINK_TYPE),
        ("p", IgnoredReason.UNKNOWN_TARGET),
    ]
    assert {one.start for one in schedule.activities.values()} == {MONDAY}


def test_an_empty_phase_holds_nothing_back() -> None:
    plan = network(
        task("a", after="empty"), task("b", before="empty"), task("c", after="a"), phases=[phase("empty", after="a")]
    )
    assert {key: start for key, (start, _) in dates(plan).items()} == {"a": MONDAY, "b": MONDAY, "c": march(3)}


def test_another_projects_dates_are_fixed() -> None:
    outside = {"shop/launch": FixedActivity(start_at=morning(march(11)), finish_at=evening(march(12)))}
    plan = network(
        task("a", after="shop/launch"),
        task("b", after="shop/launch SS+1d"),
        task("late", "2d", before="shop/launch"),
        task("early", after="b SS", before="shop/launch"),
        fixed=outside,
    )
    schedule = plan_schedule(plan)
    assert schedule.activities["a"].start == march(13)
    assert schedule.activities["b"].start == march(12)
    assert schedule.activities["late"].finish == march(10)
    assert schedule.activities["early"].free_float == 0
    assert schedule.activities["early"].total_float == 1


def test_holidays_and_make_up_days_count() -> None:
    china = WorkCalendar.from_base("cn")
    plan = network(task("a", "3d"), task("b", "2d", after="a"), start=date(2026, 2, 12), calendar=china)
    assert dates(plan) == {
        "a": (date(2026, 2, 12), date(2026, 2, 14)),
        "b": (date(2026, 2, 24), date(2026, 2, 25)),
    }


def test_parents_in_a_circle_are_no_endless_walk() -> None:
    plan = network(
        task("a", phase="p"), phases=[phase("p", parent="q", start=march(4)), phase("q", parent="p", start=march(5))]
    )
    assert dates(plan)["a"][0] == march(5)


def test_an_empty_plan_has_no_dates() -> None:
    schedule = plan_schedule(network())
    assert (schedule.start, schedule.finish, schedule.activities) == (None, None, {})


def test_very_long_plans_are_computed_as_far_as_years_go() -> None:
    length = 200_000
    schedule = plan_schedule(network(task("a", f"{length}d"), task("b", f"{length}d", after="a"), calendar=DAILY))
    assert schedule.finish == MONDAY + timedelta(days=2 * length - 1)
    for text in ("9999999d", "9999999ed"):
        with pytest.raises(OutsideCalendarError):
            plan_schedule(network(task("a", text), calendar=WEEKLY))


def test_a_long_lead_reaches_back_before_the_first_window() -> None:
    plan = network(
        task("a", "2d"), task("b", after="a FS-2000d"), task("c", after="a FS-90000ed"), due=date(2001, 1, 1)
    )
    schedule = plan_schedule(plan)
    assert {one.start for one in schedule.activities.values()} == {MONDAY}
    assert schedule.drivers["c"]
    assert len(schedule.clamped) == 2


def test_a_chain_of_thousands_needs_no_recursion() -> None:
    size = 5000
    chain = [task("t0")] + [task(f"t{number}", after=f"t{number - 1}") for number in range(1, size)]
    schedule = plan_schedule(network(*reversed(chain), calendar=DAILY))
    assert schedule.finish == MONDAY + timedelta(days=size - 1)
    assert all(one.critical for one in schedule.activities.values())


@pytest.mark.parametrize(
    "build",
    [
        lambda: network(task("a"), task("a")),
        lambda: network(task("a"), phases=[phase("a")]),
        lambda: network(task("a", "-1d")),
    ],
)
def test_impossible_networks_are_refused(build: object) -> None:
    assert callable(build)
    with pytest.raises(ValueError, match="'a'"):
        build()
