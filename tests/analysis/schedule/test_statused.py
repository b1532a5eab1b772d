"""The statused schedule, and days on which nobody works on a task."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from analysis.schedule.networks import WEEKLY, march, network, task
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.schedule.instants import TimeLine, day_of
from milepost.analysis.schedule.network import Activity, Days, FixedActivity, Link, LinkType, Network, Recorded
from milepost.analysis.schedule.planned import plan_schedule
from milepost.analysis.schedule.result import DriverKind

CHINA = WorkCalendar.from_base("cn")
DAY = timedelta(days=1)


def dates(plan: Network, name: str) -> tuple[date, date]:
    placed = plan_schedule(plan).activities[name]
    return placed.start, placed.finish


# March 2026 begins with a Sunday; the 2nd, 9th, 16th and 23rd are Mondays.


def test_leave_stretches_a_task_and_a_weekend_in_it_costs_nothing():
    plan = network(task("a", "5d", away=((march(5), march(9)),)))
    assert dates(plan, "a") == (march(2), march(11))


def test_leave_at_the_start_moves_a_task_and_what_follows_waits():
    plan = network(task("a", "2d", away=((march(2), march(3)),)), task("b", "1d", after="a"))
    assert dates(plan, "a") == (march(4), march(5))
    assert dates(plan, "b") == (march(6), march(6))


def test_leave_does_not_touch_elapsed_days_and_milestones():
    away = ((march(2), march(20)),)
    plan = network(task("a", "3ed", away=away), task("m", "0d", milestone=True, away=away))
    assert dates(plan, "a") == (march(2), march(4))
    assert dates(plan, "m") == (march(2), march(2))


def test_leave_covers_a_whole_task_placed_late():
    plan = network(task("a", "3d", before="b", away=((march(9), march(13)),)), task("b", start=march(16)))
    assert dates(plan, "a") == (march(4), march(6))


def test_finished_work_keeps_its_dates_and_pulls_nothing_before_today():
    plan = network(
        task("a", "5d", recorded=Recorded(start=march(2), finish=march(3))), task("b", "2d", after="a"), as_of=march(11)
    )
    assert dates(plan, "a") == (march(2), march(3))
    assert dates(plan, "b") == (march(11), march(12))


def test_what_is_left_of_a_task_is_done_from_today_on():
    plan = network(task("a", "5d", recorded=Recorded(start=march(4), remaining=2)), as_of=march(14))
    assert dates(plan, "a") == (march(4), march(17))


def test_what_is_left_waits_for_a_predecessor_that_is_not_finished():
    plan = network(
        task("a", "3d"), task("b", "4d", after="a", recorded=Recorded(start=march(3), remaining=1)), as_of=march(9)
    )
    assert dates(plan, "b") == (march(3), march(12))


def test_a_start_to_start_link_counts_from_the_real_start():
    plan = network(
        task("a", "9d", recorded=Recorded(start=march(2), remaining=9)),
        task("b", "1d", after="a SS+3d"),
        as_of=march(3),
    )
    assert dates(plan, "b") == (march(5), march(5))


def test_nothing_left_of_a_task_that_is_not_closed_holds_nobody_up():
    plan = network(
        task("a", "3d", recorded=Recorded(start=march(4), remaining=0)), task("b", "1d", after="a"), as_of=march(10)
    )
    assert dates(plan, "a") == (march(4), march(9))
    assert dates(plan, "b") == (march(10), march(10))


def test_a_link_into_finished_work_moves_nothing():
    plan = network(
        task("a", "9d"), task("b", "1d", after="a", recorded=Recorded(start=march(2), finish=march(2))), as_of=march(9)
    )
    schedule = plan_schedule(plan)
    assert schedule.activities["b"].finish == march(2)
    assert schedule.activities["a"].critical
    assert not schedule.activities["b"].critical


def test_a_milestone_may_be_reached_but_is_never_half_way():
    reached = network(task("m", "0d", recorded=Recorded(start=march(4), finish=march(4))), as_of=march(9))
    assert dates(reached, "m") == (march(4), march(4))
    with pytest.raises(ValueError, match="no middle"):
        network(task("m", "0d", recorded=Recorded(start=march(4))))


def test_the_reasons_are_told():
    plan = network(
        task("a", recorded=Recorded(start=march(2), finish=march(3))),
        task("b", "3d", recorded=Recorded(start=march(4), remaining=1)),
        task("c", "1d", after="a"),
        task("d", "1d", after="b"),
        as_of=march(9),
    )
    drivers = plan_schedule(plan).drivers
    assert [(one.kind, one.day) for one in drivers["a"]] == [(DriverKind.ACTUAL_FINISH, march(3))]
    assert [(one.kind, one.day) for one in drivers["b"]] == [
        (DriverKind.ACTUAL_START, march(4)),
        (DriverKind.AS_OF, march(9)),
    ]
    assert [one.kind for one in drivers["c"]] == [DriverKind.AS_OF]
    assert [(one.kind, one.activity) for one in drivers["d"]] == [(DriverKind.LINK, "b")]


@st.composite
def chains(draw: st.DrawFn, types: st.SearchStrategy[LinkType]) -> Network:
    """Networks in the middle of the work: some of it finished, some begun, people away."""
    as_of = draw(st.dates(date(2026, 2, 2), date(2026, 3, 10)))
    day = st.dates(date(2026, 1, 20), as_of - DAY)
    span = st.tuples(st.dates(date(2026, 1, 20), date(2026, 4, 20)), st.integers(0, 12))
    tasks = []
    for number in range(draw(st.integers(1, 8))):
        state = draw(st.sampled_from(["open", "open", "begun", "finished"]))
        first, second = sorted((draw(day), draw(day)))
        recorded = {
            "open": None,
            "begun": Recorded(start=first, remaining=draw(st.integers(1, 6))),
            "finished": Recorded(start=first, finish=second),
        }[state]
        targets = draw(st.lists(st.integers(0, number - 1), max_size=3, unique=True)) if number else []
        away = [(first, first + length * DAY) for first, length in draw(st.lists(span, max_size=2))]
        tasks.append(
            Activity(
                id=f"t{number}",
                length=Days(amount=draw(st.integers(1, 6))),
                after=tuple(Link(target=f"t{one}", type=draw(types)) for one in targets),
                away=tuple(away),
                recorded=recorded,
            )
        )
    calendar = draw(st.sampled_from([WEEKLY, CHINA]))
    return network(*tasks, start=date(2026, 1, 28), calendar=calendar, as_of=as_of)


@settings(max_examples=300)
@given(chains(st.just(LinkType.FS)))
def test_it_is_what_working_through_it_day_by_day_gives(plan: Network) -> None:
    """The oracle: every day, everybody who may works."""
    assert plan.as_of
    left = {one.id: one.recorded.remaining if one.recorded else one.length.amount for one in plan.activities}
    start = {one.id: one.recorded.start for one in plan.activities if one.recorded}
    finish = {one.id: one.recorded.finish for one in plan.activities if one.recorded and one.recorded.finish}
    today = max(plan.as_of, plan.start)
    while len(finish) < len(left):
        worked = [
            one
            for one in plan.activities
            if one.id not in finish
            and plan.calendar.is_working(today)
            and not any(first <= today <= last for first, last in one.away)
            and all(finish.get(link.target, today) < today for link in one.after)
        ]
        for one in worked:
            start.setdefault(one.id, today)
            left[one.id] -= 1
            if not left[one.id]:
                finish[one.id] = today
        today += DAY
    for name, placed in plan_schedule(plan).activities.items():
        assert (placed.start, placed.finish) == (start[name], finish[name])


@settings(max_examples=200)
@given(chains(st.sampled_from(LinkType)))
def test_total_float_is_how_much_later_it_can_really_finish(plan: Network) -> None:
    schedule = plan_schedule(plan)
    line = TimeLine.of(plan.calendar, date(2025, 1, 1).toordinal(), date(2027, 12, 31).toordinal())
    assert schedule.finish_at is not None
    for activity in plan.activities:
        placed = schedule.activities[activity.id]
        if placed.finished:
            assert placed.total_float == 0
            continue
        latest = placed.finish_at
        for day in count(1):  # some day the finish moves
            instant = placed.start_at + 2 * day
            hold = activity._replace(after=(*activity.after, Link(target="hold")))
            held = replace(
                plan,
                activities=tuple(hold if one is activity else one for one in plan.activities),
                fixed={"hold": FixedActivity(start_at=instant, finish_at=instant)},
            )
            moved = plan_schedule(held)
            assert moved.finish_at is not None
            if line.done(moved.finish_at) > line.done(schedule.finish_at):
                break
            latest = max(latest, moved.activities[activity.id].finish_at)
        assert placed.total_float == line.done(latest) - line.done(placed.finish_at)


@given(chains(st.sampled_from(LinkType)))
def test_every_place_has_its_reasons_and_none_is_in_the_past(plan: Network) -> None:
    assert plan.as_of
    schedule = plan_schedule(plan)
    for activity in plan.activities:
        placed = schedule.activities[activity.id]
        assert schedule.drivers[activity.id]
        assert placed.finished or placed.finish >= plan.as_of
        assert activity.recorded or placed.start >= plan.as_of


@settings(max_examples=300)
@given(chains(st.sampled_from(LinkType)))
def test_links_bind_what_is_not_finished(plan: Network) -> None:
    line = TimeLine.of(plan.calendar, date(2025, 1, 1).toordinal(), date(2027, 12, 31).toordinal())
    places = plan_schedule(plan).activities
    for owner in plan.activities:
        for link in owner.after if not owner.recorded else ():
            source, target = places[link.target], places[owner.id]
            end = source.start_at if link.type in {LinkType.SS, LinkType.SF} else source.finish_at
            held = target.finish_at if link.type in {LinkType.FF, LinkType.SF} else target.start_at
            assert line.done(held) >= line.done(end)


@given(chains(st.sampled_from(LinkType)))
def test_before_the_work_begins_it_is_the_planned_schedule(plan: Network) -> None:
    planned = replace(plan, activities=tuple(one._replace(recorded=None) for one in plan.activities), as_of=None)
    statused = replace(planned, as_of=plan.start)
    assert plan_schedule(statused).activities == plan_schedule(planned).activities


def test_instants_outside_leave_are_told_apart():
    line = TimeLine.of(WEEKLY, march(1).toordinal(), march(31).toordinal()).without(((march(3), march(4)),))
    assert [day_of(2 * line.day(line.done(2 * march(2).toordinal()) + step)) for step in range(2)] == [
        march(2),
        march(5),
    ]
