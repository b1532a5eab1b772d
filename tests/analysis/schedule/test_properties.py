"""What must hold for every network, tried on many."""

from dataclasses import replace
from datetime import date, timedelta

from analysis.schedule.networks import WEEKLY, network
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.schedule.cycles import PlacementCycleError
from milepost.analysis.schedule.instants import TimeLine
from milepost.analysis.schedule.network import Activity, Days, FixedActivity, Link, LinkType, Network
from milepost.analysis.schedule.planned import plan_schedule
from milepost.analysis.schedule.result import DriverKind, ScheduledActivity

CHINA = WorkCalendar.from_base("cn")
CALENDARS = st.sampled_from([WEEKLY, CHINA, WorkCalendar(weekend=frozenset({6}))])
TYPES = st.sampled_from(LinkType)


@st.composite
def links(draw: st.DrawFn, number: int, *, elapsed: bool) -> tuple[Link, ...]:
    targets = draw(st.lists(st.integers(0, number - 1), max_size=3)) if number else []
    return tuple(
        Link(
            target=f"t{target}",
            type=draw(TYPES),
            lag=Days(amount=draw(st.integers(-2, 4)), elapsed=elapsed and draw(st.booleans())),
        )
        for target in targets
    )


@st.composite
def early_networks(draw: st.DrawFn, *, elapsed: bool = True) -> Network:
    tasks = [
        Activity(
            id=f"t{number}",
            length=Days(amount=draw(st.integers(0, 6)), elapsed=elapsed and draw(st.booleans())),
            start=draw(st.none() | st.dates(date(2026, 1, 20), date(2026, 3, 10))),
            after=draw(links(number, elapsed=elapsed)),
        )
        for number in range(draw(st.integers(1, 9)))
    ]
    return network(*tasks, start=date(2026, 1, 28), calendar=draw(CALENDARS))


@st.composite
def mixed_networks(draw: st.DrawFn) -> Network:
    """Some activities stand before others instead, so that they are placed late; some people are away."""
    plan = draw(early_networks(elapsed=False))
    leave = st.none() | st.dates(date(2026, 1, 1), date(2026, 3, 20))
    away = {one.id: day and (day, day + timedelta(days=8)) for one in plan.activities for day in (draw(leave),)}
    tasks = {one.id: one._replace(away=(span,) if (span := away[one.id]) else ()) for one in plan.activities}
    plan = replace(plan, activities=tuple(tasks.values()))
    for one in plan.activities:
        late = [link for link in one.after if not tasks[link.target].after and draw(st.booleans())]
        tasks[one.id] = tasks[one.id]._replace(after=tuple(link for link in one.after if link not in late))
        for link in late:
            typed = link._replace(target=one.id)
            tasks[link.target] = tasks[link.target]._replace(before=(*tasks[link.target].before, typed))
    plan = replace(plan, activities=tuple(tasks.values()))
    try:
        plan_schedule(plan)
    except PlacementCycleError:
        reject()
    return plan


def line_of(plan: Network) -> TimeLine:
    return TimeLine.of(plan.calendar, date(2025, 1, 1).toordinal(), date(2027, 12, 31).toordinal())


def held_until(plan: Network, activity: Activity, instant: int) -> Network:
    """The plan with an activity that may not start before an instant."""
    hold = Link(target="hold")
    tasks = [one._replace(after=(*one.after, hold)) if one.id == activity.id else one for one in plan.activities]
    return replace(plan, activities=tuple(tasks), fixed={"hold": FixedActivity(start_at=instant, finish_at=instant)})


def moved_by(plan: Network, activity: Activity, placed: ScheduledActivity, days: int) -> Network:
    """The plan with an activity held back until it finishes that many working days later, and no longer."""
    line = line_of(plan)
    finish = placed.finish_at
    while line.done(finish) < line.done(placed.finish_at) + days:
        finish += 1
    if not activity.length.amount:
        return held_until(plan, activity, finish)
    if activity.length.elapsed:
        return held_until(plan, activity, finish + 1 - 2 * activity.length.amount)
    return held_until(plan, activity, 2 * line.day(line.done(placed.start_at) + days))


@settings(max_examples=300)
@given(early_networks())
def test_total_float_is_real(plan: Network) -> None:
    line = line_of(plan)
    schedule = plan_schedule(plan)
    for activity in plan.activities:
        placed = schedule.activities[activity.id]
        assert placed.total_float >= placed.free_float >= 0
        within = plan_schedule(moved_by(plan, activity, placed, placed.total_float))
        assert within.finish_at is not None
        assert schedule.finish_at is not None
        assert line.done(within.finish_at) == line.done(schedule.finish_at)
        beyond = plan_schedule(moved_by(plan, activity, placed, placed.total_float + 1))
        assert beyond.finish_at is not None
        assert beyond.finish_at > schedule.finish_at


@settings(max_examples=300)
@given(early_networks())
def test_free_float_is_real(plan: Network) -> None:
    line = line_of(plan)
    schedule = plan_schedule(plan)
    for activity in plan.activities:
        placed = schedule.activities[activity.id]
        within = plan_schedule(moved_by(plan, activity, placed, placed.free_float))
        assert all(
            line.done(one.finish_at) == line.done(schedule.activities[key].finish_at)
            for key, one in within.activities.items()
            if key != activity.id
        )
        beyond = plan_schedule(moved_by(plan, activity, placed, placed.free_float + 1))
        assert beyond.finish_at != schedule.finish_at or any(
            one.finish_at != schedule.activities[key].finish_at
            for key, one in beyond.activities.items()
            if key != activity.id
        )


@given(early_networks(), st.integers(-5, 60))
def test_whole_weeks_move_everything_on_plain_weeks(plan: Network, weeks: int) -> None:
    plan = replace(plan, calendar=WEEKLY, due=date(2026, 4, 1))
    step = timedelta(weeks=weeks)
    moved = replace(
        plan,
        start=plan.start + step,
        due=date(2026, 4, 1) + step,
        activities=tuple(one._replace(start=one.start and one.start + step) for one in plan.activities),
    )
    expected = {
        key: one._replace(start_at=one.start_at + 14 * weeks, finish_at=one.finish_at + 14 * weeks, due=moved.due)
        for key, one in plan_schedule(plan).activities.items()
    }
    assert plan_schedule(moved).activities == expected


@given(early_networks(), st.data())
def test_a_further_link_makes_nothing_earlier(plan: Network, data: st.DataObject) -> None:
    last = plan.activities[-1]
    more = last._replace(after=(*last.after, *data.draw(links(len(plan.activities) - 1, elapsed=True))))
    before = plan_schedule(plan).activities
    after = plan_schedule(replace(plan, activities=(*plan.activities[:-1], more))).activities
    assert all(after[key].start_at >= one.start_at for key, one in before.items())


@given(mixed_networks())
def test_every_link_holds_in_working_days_wherever_its_ends_are_placed(plan: Network) -> None:
    line = line_of(plan)
    places = plan_schedule(plan).activities
    for owner in plan.activities:
        pairs = [(places[link.target], places[owner.id], link) for link in owner.after]
        pairs += [(places[owner.id], places[link.target], link) for link in owner.before]
        for source, target, link in pairs:
            end = source.start_at if link.type in {LinkType.SS, LinkType.SF} else source.finish_at
            held = target.finish_at if link.type in {LinkType.FF, LinkType.SF} else target.start_at
            assert line.done(held) >= line.done(end) + link.lag.amount


@given(mixed_networks())
def test_a_late_one_is_held_where_it_is_and_all_places_have_reasons(plan: Network) -> None:
    schedule = plan_schedule(plan)
    for activity in plan.activities:
        placed = schedule.activities[activity.id]
        assert placed.late == bool(activity.before and not activity.after)
        kinds = {driver.kind for driver in schedule.drivers[activity.id]}
        assert kinds
        assert (DriverKind.LATE in kinds) <= placed.late


@given(early_networks())
def test_order_of_writing_does_not_matter(plan: Network) -> None:
    turned = replace(plan, activities=plan.activities[::-1])
    assert plan_schedule(turned).activities == plan_schedule(plan).activities
