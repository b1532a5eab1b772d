"""Levelling a project: what moves, what stays, and what is said about the rest."""

from datetime import date, timedelta

import pytest
from analysis.levelled import AS_OF, applied, hours, levelled, loaded, places
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.analysis.plan_levelling import Reason
from milepost.model.records.task import Task


def march(day):
    return date(2026, 3, day)


def tasks(*lines):
    return "tasks:\n" + "".join(f"  {line}\n" for line in lines)


TWO = tasks("a: {title: A, owner: lin, duration: 5d}", "b: {title: B, owner: lin, duration: 3d}")


def reasons(proposal):
    return {one.reason: (one.person, one.tasks) for one in proposal.unsolved}


def test_two_tasks_of_one_person_come_one_after_the_other():
    portal = loaded(TWO)
    found = levelled(portal)
    assert [len(one.weeks) for one in found.before] == [1]
    assert found.after == ()
    assert len(found.moves) == 1
    assert found.finish == (march(6), march(11))
    after = applied(portal, found)
    assert max(hours(portal).values()) == 16
    assert max(hours(after).values()) == 8
    assert levelled(after).moves == ()
    assert levelled(after).starts == {}


def test_a_move_counts_working_days_and_what_follows_moves_along_without_a_date():
    portal = loaded(
        TWO
        + "  c: {title: C, owner: mei, duration: 1d, after: b}\n  end: {title: End, milestone: true, after: [a, c]}\n"
    )
    found = levelled(portal, rules=["latest-finish"])
    assert found.starts == {"b": march(9)} or found.starts == {"a": march(5)}
    moved = {move.task: (*move.start, *move.finish, move.days) for move in found.moves}
    if "b" in found.starts:
        assert moved["b"] == (march(2), march(9), march(4), march(11), 5)
        assert moved["c"] == (march(5), march(12), march(5), march(12), 5)
    assert "end" in moved


def test_work_on_the_longer_path_comes_first():
    portal = loaded(
        tasks(
            "early: {title: E, owner: lin, duration: 5d}",
            "first: {title: F, owner: lin, duration: 5d}",
            "then: {title: T, owner: mei, duration: 10d, after: first}",
        )
    )
    found = levelled(portal)
    assert found.starts == {"early": march(9)}
    assert found.finish == (march(20), march(20))


def test_nothing_to_do_says_so():
    found = levelled(loaded(tasks("a: {title: A, owner: lin, duration: 5d}")))
    assert (found.starts, found.moves, found.before, found.unsolved, found.solution) == ({}, (), (), (), None)


def test_two_short_tasks_in_a_week_with_time_for_both_are_left_alone():
    found = levelled(
        loaded(tasks("a: {title: A, owner: lin, duration: 1d}", "b: {title: B, owner: lin, duration: 1d}"))
    )
    assert found.moves == ()


def test_an_empty_project():
    portal = loaded("tasks: {}\n")
    assert levelled(portal).moves == ()


BOTH = "assignees: [{person: lin}, {person: mei}]"


def test_leave_moves_the_work_of_one_by_itself_and_that_of_several_by_levelling():
    people = "people:\n  lin: {title: Lin, leave: [{from: 2026-03-02, to: 2026-03-10}]}\n  mei: {title: Mei}\n"
    alone = loaded(tasks("a: {title: A, owner: lin, duration: 3d}"), **{"content/people.yml": people})
    assert places(alone)["a"] == (march(11), march(13))
    assert levelled(alone).before == ()
    together = loaded(tasks(f"a: {{title: A, owner: lin, {BOTH}, duration: 3d}}"), **{"content/people.yml": people})
    found = levelled(together)
    assert places(applied(together, found))["a"] == (march(11), march(13))
    assert (len(found.before), found.after) == (1, ())


def test_work_that_goes_on_without_somebody_waits_for_them():
    people = "people:\n  lin: {title: Lin, leave: [{from: 2026-03-05, to: 2026-03-05}]}\n  mei: {title: Mei}\n"
    portal = loaded(tasks(f"a: {{title: A, owner: lin, {BOTH}, duration: 5d}}"), **{"content/people.yml": people})
    assert places(applied(portal, levelled(portal)))["a"] == (march(6), march(12))


def test_work_round_a_leave_is_not_moved_for_it():
    people = "people:\n  lin: {title: Lin, leave: [{from: 2026-03-05, to: 2026-03-05}]}\n  mei: {title: Mei}\n"
    portal = loaded(
        tasks("a: {title: A, owner: lin, duration: 5d}", "b: {title: B, owner: mei, duration: 3d}",
              "c: {title: C, owner: mei, duration: 3d}"),
        **{"content/people.yml": people},
    )  # fmt: skip
    assert set(levelled(portal).starts) < {"b", "c"}


def test_begun_work_stays_and_the_rest_goes_round_it():
    portal = loaded(TWO.replace("owner: lin, duration: 3d", "owner: lin, status: in_progress, duration: 3d"))
    found = levelled(portal)
    assert found.starts == {"a": march(5)}
    assert reasons(found)[Reason.BEGUN] == ("", ("b",))


def test_what_begun_work_waits_for_stays_too():
    portal = loaded(
        tasks(
            "a: {title: A, owner: lin, duration: 2d}",
            "b: {title: B, owner: mei, duration: 1d, after: a, status: in_progress}",
            "c: {title: C, owner: lin, duration: 5d}",
        )
    )
    found = levelled(portal)
    assert found.starts == {"c": march(4)}


def test_finished_and_cancelled_tasks_take_nothing_and_do_not_move():
    portal = loaded(
        tasks(
            "a: {title: A, owner: lin, duration: 5d, status: done}",
            "b: {title: B, owner: lin, duration: 5d, status: cancelled}",
            "c: {title: C, owner: lin, duration: 5d}",
        )
    )
    assert levelled(portal).moves == ()


def test_work_planned_before_the_day_stays_and_is_said():
    portal = loaded(TWO.replace("duration: 3d", "duration: 8d"))
    found = levelled(portal, as_of=march(4))
    assert found.moves == ()
    assert found.after == found.before != ()
    assert reasons(found) == {Reason.PAST: ("", ("a", "b"))}


def test_other_projects_are_booked_before():
    other = "project: {title: O, summary: O, sponsor: mei, owner: lin, start: 2026-03-02, status: active}\n"
    portal = loaded(
        tasks("a: {title: A, owner: lin, duration: 2d}"),
        **{
            "content/projects/other/project.yml": other,
            "content/projects/other/plan.yml": tasks("x: {title: X, owner: lin, duration: 5d}"),
        },
    )
    found = levelled(portal)
    assert found.starts == {"a": march(9)}
    assert found.after == ()
    assert max(hours(applied(portal, found)).values()) == 8


def test_shares_fit_beside_each_other():
    half = "assignees: [{person: lin, share: 0.5}]"
    lines = [f"{name}: {{title: T, owner: lin, {half}, duration: 5d}}" for name in "abc"]
    portal = loaded(tasks(*lines))
    found = levelled(portal)
    assert len(found.starts) == 1
    assert max(hours(applied(portal, found)).values()) == 8


def test_effort_with_shares():
    both = "assignees: [{person: lin}, {person: mei, share: 0.5}]"
    portal = loaded(
        tasks(
            f"a: {{title: A, owner: lin, {both}, effort: 6}}",  # 4 days
            "b: {title: B, owner: mei, duration: 4d}",
        )
    )
    found = levelled(portal)
    after = places(applied(portal, found))
    assert sorted(after.values()) == [(march(2), march(5)), (march(6), march(11))]
    assert found.after == ()


@pytest.mark.parametrize(
    ("person", "plan", "reason", "names"),
    [
        ("lin: {title: Lin, capacity: 0}", "a: {title: A, owner: lin, duration: 5d}", Reason.NO_TIME, ("a",)),
        ("lin: {title: Lin, active: false}", None, Reason.INACTIVE, ("a", "b")),
        ("lin: {title: Lin, capacity: 4}", "a: {title: A, owner: lin, effort: 5}", Reason.TOO_MUCH, ("a",)),
        (
            "lin: {title: Lin, leave: [{from: 2026-03-02, to: 2099-12-31}]}",
            f"a: {{title: A, owner: lin, {BOTH}, duration: 5d}}",
            Reason.AWAY,
            ("a",),
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_solved_is_said(person, plan, reason, names):
    text = tasks(plan) if plan else TWO
    if reason is Reason.NO_TIME:
        text = text.replace("duration: 5d", "effort: 5")  # hours of its own: a share of nothing is nothing
    portal = loaded(text, **{"content/people.yml": f"people:\n  {person}\n  mei: {{title: Mei}}\n"})
    found = levelled(portal)
    assert found.moves == ()
    assert found.after == found.before != ()
    who = "" if reason is Reason.AWAY else "lin"
    assert reasons(found)[reason] == (who, names)


def test_tasks_without_anybody_are_said_and_left():
    zero = "[{person: lin, share: 0}, {person: mei, share: 0}]"
    text = (
        TWO
        + f"""\
  nobody: {{title: N, duration: 1d}}
  stranger: {{title: S, owner: nope, duration: 1d}}
  zero: {{title: Z, owner: lin, assignees: {zero}, effort: 3}}
"""
    )
    found = levelled(loaded(text))
    assert reasons(found)[Reason.NOBODY] == ("", ("nobody", "stranger", "zero"))
    assert {move.task for move in found.moves} <= {"a", "b"}
    assert found.after == ()


def test_a_task_with_a_deadline_does_not_move_past_it():
    portal = loaded(TWO.replace("duration: 3d", "duration: 3d, due: 2026-03-04"))
    found = levelled(portal)
    assert found.starts == {"a": march(5)}
    both = loaded(
        TWO.replace("duration: 3d", "duration: 3d, due: 2026-03-04").replace(
            "duration: 5d", "duration: 5d, due: 2026-03-04"
        )
    )
    stuck = levelled(both)
    assert stuck.moves == ()
    assert stuck.after == stuck.before != ()
    assert reasons(stuck)[Reason.DEADLINE] == ("", ("a", "b"))


def test_a_phase_has_a_deadline_too():
    portal = loaded(
        "phases: {build: {title: Build, due: 2026-03-06}}\n"
        + TWO.replace("duration: 3d", "duration: 3d, phase: build").replace(
            "duration: 5d", "duration: 5d, phase: build"
        )
    )
    after = places(applied(portal, levelled(portal)))
    assert all(start <= march(6) for start, _ in after.values())


def test_a_length_that_follows_from_dates_is_not_changed_by_a_start():
    portal = loaded(
        tasks(
            "a: {title: A, owner: lin, start: 2026-03-02, due: 2026-03-06}",
            "b: {title: B, owner: lin, due: 2026-03-13}",
            "c: {title: C, owner: lin, duration: 2d}",
        )
    )
    found = levelled(portal)
    assert found.starts == {"c": march(9)}
    assert reasons(found)[Reason.DATES] == ("", ("a", "b"))


def test_a_task_placed_late_does_not_slip_back_into_a_full_day():
    portal = loaded(
        tasks(
            "long: {title: L, owner: mei, duration: 10d}",
            "launch: {title: X, owner: mei, duration: 1d, after: long}",
            "prepare: {title: P, owner: lin, duration: 3d, before: launch}",
            "other: {title: O, owner: lin, duration: 10d}",
        )
    )
    found = levelled(portal)
    assert max(hours(portal).values()) == 16
    assert max(hours(applied(portal, found)).values()) == 8
    assert found.after == ()


def test_tasks_placed_late_before_the_same_thing_cannot_be_parted_and_that_is_said():
    portal = loaded(
        tasks(
            "launch: {title: X, owner: mei, duration: 1d, start: 2026-03-16}",
            "one: {title: P, owner: lin, duration: 4d, before: launch}",
            "two: {title: Q, owner: lin, duration: 3d, before: launch}",
            "other: {title: O, owner: lin, duration: 1d, start: 2026-03-12}",
        )
    )
    found = levelled(portal)
    assert reasons(found)[Reason.LATE] == ("", ("two",))
    assert found.starts == {"other": march(16)}
    assert [[task.id for task, _ in one.hours_by_task()] for one in found.after] == [["one", "two"]]
    assert levelled(applied(portal, found)).starts == {}


def test_all_link_types_elapsed_days_and_phases_come_out_feasible():
    portal = loaded(
        "phases:\n  one: {title: One}\n  two: {title: Two, after: one}\n"
        + tasks(
            "a: {title: A, phase: one, owner: lin, duration: 4d}",
            "b: {title: B, phase: one, owner: lin, duration: 5ed}",
            "c: {title: C, phase: one, owner: lin, duration: 2d, after: a SS+1d}",
            "d: {title: D, phase: two, owner: lin, duration: 3d, after: b FF+3ed}",
            "e: {title: E, phase: two, owner: mei, duration: 3d, after: d SF+4d}",
            "f: {title: F, phase: two, owner: mei, duration: 2d}",
            "g: {title: G, milestone: true, after: [d, e]}",
        )
    )
    found = levelled(portal)
    assert max(hours(applied(portal, found)).values()) == 8
    assert found.after == ()


def test_three_hundred_tasks_on_one_person():
    portal = loaded(tasks(*(f"t{n}: {{title: T, owner: lin, duration: {1 + n % 3}d}}" for n in range(300))))
    found = levelled(portal)
    assert found.after == ()
    assert max(hours(applied(portal, found)).values()) == 8
    assert found.solution.proved


def test_the_solver_is_used_where_it_is_there():
    pytest.importorskip("ortools", reason="OR-tools is not installed")
    portal = loaded(TWO)
    assert levelled(portal, exact=True).after == ()


LINK = st.sampled_from(["", " SS", " FS+1d", " FF", " SS+2d", " FS-1d", " FS+2ed"])


@st.composite
def plans(draw):
    lines = []
    for number in range(draw(st.integers(2, 7))):
        fields = [f"title: T{number}", f"owner: {draw(st.sampled_from(['lin', 'mei']))}"]
        fields.append(f"duration: {draw(st.sampled_from(['1d', '2d', '3d', '5d', '6d', '3ed', '8ed']))}")
        if number and draw(st.booleans()):
            fields.append(f"after: t{draw(st.integers(0, number - 1))}{draw(LINK)}")
        elif number and draw(st.integers(0, 4)) == 0:
            fields.append(f"before: t{draw(st.integers(0, number - 1))}")
        if draw(st.integers(0, 4)) == 0:
            fields.append(f"start: {march(2) + timedelta(days=draw(st.integers(0, 14)))}")
        lines.append(f"t{number}: {{{', '.join(fields)}}}")
    return tasks(*lines)


@settings(max_examples=150, deadline=None)
@given(plans(), st.booleans())
def test_any_plan_comes_out_without_a_day_too_full_and_stays_so(plan, leave):
    people = "people:\n  lin: {title: Lin%s}\n  mei: {title: Mei}\n" % (
        ", leave: [{from: 2026-03-11, to: 2026-03-12}]" if leave else ""
    )
    portal = loaded(plan, **{"content/people.yml": people})
    found = levelled(portal)
    if not found.before:
        assert found.moves == ()
        return
    after = applied(portal, found)
    if Reason.LATE in reasons(found):
        assert "before: " in plan
        return
    assert found.after == ()
    busy = hours(after)
    assert max(busy.values(), default=0) <= 8
    if leave:
        assert not busy.get(("lin", march(11)))
    for name, task in portal.projects["demo"].all(Task).items():
        assert places(after)[name][0] >= max(AS_OF, task.start or AS_OF)
    assert levelled(after).starts == {}
