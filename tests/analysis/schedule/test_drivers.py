from analysis.schedule.networks import MONDAY, march, network, phase, task

from milepost.analysis.schedule.instants import evening, morning
from milepost.analysis.schedule.layout import Side
from milepost.analysis.schedule.network import FixedActivity
from milepost.analysis.schedule.planned import plan_schedule
from milepost.analysis.schedule.result import Driver, DriverKind, Schedule


def driving(schedule: Schedule, activity: str) -> list[tuple[DriverKind, str | None]]:
    return [(one.kind, one.activity or one.owner) for one in schedule.drivers[activity]]


def test_a_link_a_date_or_the_projects_start() -> None:
    schedule = plan_schedule(
        network(
            task("a", "2d"),
            task("b", after="a"),
            task("c", after="a", start=march(10)),
            task("d", phase="p"),
            phases=[phase("p", start=march(5))],
        )
    )
    assert schedule.drivers["a"] == (Driver(kind=DriverKind.PROJECT_START, day=MONDAY),)
    assert driving(schedule, "b") == [(DriverKind.LINK, "a")]
    link = schedule.drivers["b"][0].link
    assert link is not None
    assert (link.owner, link.side, link.position, link.link.target) == ("b", Side.AFTER, 0, "a")
    assert schedule.drivers["c"] == (Driver(kind=DriverKind.START, day=march(10), owner="c"),)
    assert schedule.drivers["d"] == (Driver(kind=DriverKind.START, day=march(5), owner="p"),)


def test_all_that_tie_are_told() -> None:
    schedule = plan_schedule(
        network(task("a", "2d"), task("b", "2d"), task("x"), task("c", after="a, b, x", start=march(4)))
    )
    assert driving(schedule, "c") == [(DriverKind.START, "c"), (DriverKind.LINK, "a"), (DriverKind.LINK, "b")]


def test_through_a_phase_the_activity_that_decides_is_told() -> None:
    schedule = plan_schedule(
        network(
            task("a", "2d", phase="p"),
            task("b", "4d", phase="p"),
            task("c", phase="q"),
            task("e", phase="q", after="c SS"),
            phases=[phase("p"), phase("q", after="p FS+1d")],
        )
    )
    assert driving(schedule, "c") == [(DriverKind.LINK, "b")]
    link = schedule.drivers["c"][0].link
    assert link is not None
    assert (link.owner, link.link.target) == ("q", "p")
    assert driving(schedule, "e") == [(DriverKind.LINK, "c"), (DriverKind.LINK, "b")]


def test_a_late_one_is_fixed_by_what_it_stands_before() -> None:
    schedule = plan_schedule(
        network(
            task("a", "5d"),
            task("late", before="b, c"),
            task("b", after="a"),
            task("c", after="a FS+1d"),
            task("tight", "5d", before="b"),
            task("for-phase", before="p"),
            task("d", phase="p", after="a"),
            phases=[phase("p")],
        )
    )
    assert driving(schedule, "late") == [(DriverKind.LATE, "b")]
    assert driving(schedule, "tight") == [(DriverKind.LATE, "b"), (DriverKind.PROJECT_START, None)]
    assert driving(schedule, "for-phase") == [(DriverKind.LATE, "d")]
    assert driving(schedule, "b") == [(DriverKind.LINK, "a"), (DriverKind.LINK, "tight")]


def test_another_projects_activity_can_drive() -> None:
    outside = {"shop/launch": FixedActivity(start_at=morning(march(11)), finish_at=evening(march(12)))}
    schedule = plan_schedule(network(task("a", after="shop/launch"), fixed=outside))
    assert driving(schedule, "a") == [(DriverKind.LINK, "shop/launch")]


def test_every_activity_has_its_reasons() -> None:
    schedule = plan_schedule(network(task("a", "2ed"), task("m", "0d", after="a FS+1ed"), task("b", after="m")))
    assert list(schedule.drivers) == ["a", "m", "b"]
    assert len(schedule.drivers) == 3
    assert all(schedule.drivers.values())
