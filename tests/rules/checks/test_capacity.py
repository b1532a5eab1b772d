"""People with more work than time, and critical work of people without a backup."""

import pytest
from loading.findings import checked, english, place, places, the_one
from portal_files import PORTAL, PROJECT

PEOPLE = "people:\n  lin: {title: Lin, backup: mei%s}\n  mei: {title: Mei, backup: lin}\n"
OTHER = PROJECT.replace("title: Demo", "title: Other")


def plan(*tasks):
    return "tasks:\n" + "".join(
        f"  {name}: {{title: T, owner: lin, acceptance: [Loads], {rest}}}\n" for name, rest in tasks
    )


def weeks(found):
    return [one for one in found.diagnostics if one.rule == "overallocated"]


def test_one_finding_a_person_and_span_of_weeks_at_what_begins_last(tmp_path):
    text = plan(
        ("a", "duration: 10d"),
        ("b", "duration: 2d"),
        ("c", "duration: 3d, start: 2026-03-11"),
        ("d", "duration: 5d, start: 2026-04-06"),
    )
    one = the_one(checked(tmp_path, {"plan.yml": text}))
    assert place(one) == "overallocated plan.yml:4:24"
    assert english(one) == (
        "`lin` has more work than time in the weeks of 2026-03-02 to 2026-03-09: 64 of 40 hours (`a`, `c`, `b`)",
        "move or hand over one of the tasks; `milepost level demo` proposes dates",
    )
    assert [label.location.span.line for label in one.labels] == [2, 3]


def test_spans_apart_are_told_apart(tmp_path):
    text = plan(
        ("a", "duration: 5d"), ("b", "duration: 1d"),
        ("c", "duration: 5d, start: 2026-04-06"), ("d", "duration: 1d, start: 2026-04-06"),
    )  # fmt: skip
    assert len(weeks(checked(tmp_path, {"plan.yml": text}))) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("duration: 3d", "duration: 2d"),
        ("duration: 5d", "duration: 5d, start: 2026-03-09"),
        ("duration: 5d, assignees: [{person: lin, share: 0.5}]", "duration: 5d, assignees: [{person: lin, share: 0.5}]"),
        ("duration: 5d", "duration: 5d, status: cancelled"),
        ("duration: 5d", "milestone: true"),
        ("duration: 5d", "duration: 5d, assignees: [{person: mei}]"),
        ("duration: 5d", "duration: 5d, assignees: [{person: lin, share: 0}]"),
        ("effort: 5", "start: 2026-03-16, duration: 5d"),
    ],
)  # fmt: skip
def test_near_misses(first, second, tmp_path):
    assert weeks(checked(tmp_path, {"plan.yml": plan(("a", first), ("b", second))})) == []


def test_weeks_that_are_over_do_not_count(tmp_path):
    text = plan(("a", "duration: 5d"), ("b", "duration: 1d"))
    later = {"plan.yml": text, "content/portal.yml": PORTAL.replace("2026-03-02", "2026-03-09")}
    assert weeks(checked(tmp_path, later)) == []


def test_other_projects_count_and_closed_ones_do_not(tmp_path):
    files = {"plan.yml": plan(("a", "duration: 5d")), "content/projects/other/plan.yml": plan(("x", "duration: 1d"))}
    found = checked(tmp_path / "open", {**files, "content/projects/other/project.yml": OTHER})
    (one,) = weeks(found)
    assert "(`a`, `other/x`)" in english(one)[0]
    closed = OTHER.replace("status: active", "status: closed")
    assert weeks(checked(tmp_path / "closed", {**files, "content/projects/other/project.yml": closed})) == []


def test_leave_and_capacity(tmp_path):
    both = "assignees: [{person: lin}, {person: mei}]"
    leave = PEOPLE % ", leave: [{from: 2026-03-02, to: 2026-03-31}]"
    (one,) = weeks(
        checked(tmp_path / "a", {"plan.yml": plan(("a", f"duration: 5d, {both}")), "content/people.yml": leave})
    )
    assert place(one) == "overallocated plan.yml:2:85"
    assert english(one)[0] == "`lin` has work in the week of 2026-03-02 and is away all the time (`a`)"
    short = PEOPLE % ", capacity: 6"
    (one,) = weeks(checked(tmp_path / "b", {"plan.yml": plan(("a", "effort: 5")), "content/people.yml": short}))
    assert "40 of 30 hours" in english(one)[0]
    nobody = PEOPLE % ", capacity: 0"
    (one,) = weeks(checked(tmp_path / "c", {"plan.yml": plan(("a", "effort: 5")), "content/people.yml": nobody}))
    assert "is away all the time" in english(one)[0]


def test_the_tolerated_load_is_a_threshold(tmp_path):
    text = plan(("a", "duration: 5d"), ("b", "duration: 1d"))
    for limit, count in ((1.2, 0), (1.1, 1)):
        settings = PORTAL + f"  thresholds: {{overallocated: {{load: {limit}}}}}\n"
        found = checked(tmp_path / str(limit), {"plan.yml": text, "content/portal.yml": settings})
        assert len(weeks(found)) == count


def test_an_unknown_threshold_is_told(tmp_path):
    settings = PORTAL + "  thresholds: {overallocated: {laod: 2}}\n"
    one = the_one(checked(tmp_path, {"content/portal.yml": settings}))
    assert place(one) == "invalid-value content/portal.yml:8:32"
    assert english(one) == ("rule `overallocated` has no threshold `laod`", "did you mean `load`?")


def test_many_tasks_are_named_up_to_a_point(tmp_path):
    text = plan(*((f"t{n:03}", "duration: 2d") for n in range(300)))
    (one,) = weeks(checked(tmp_path, {"plan.yml": text}))
    assert english(one)[0].endswith("`t007`, …)")


def test_a_plan_without_places_says_nothing(tmp_path):
    text = plan(("a", "duration: 5d, after: b"), ("b", "duration: 5d, after: a"))
    assert weeks(checked(tmp_path, {"plan.yml": text})) == []


SOON = {"beside.yml": "tasks:\n  beside: {title: Beside, owner: mei, duration: 1d, acceptance: [Loads]}\n"}
TASK = plan(("menu", "duration: 5d%s"))
BACKUP = "people:\n  lin: {title: Lin%s}\n  mei: {title: Mei, backup: bo}\n  bo: {title: Bo, backup: mei%s}\n"


@pytest.mark.parametrize(
    ("person", "bo", "task", "expected"),
    [
        ("", "", "", ["critical-without-backup content/people.yml:2:3"]),
        (", backup: bo", "", "", []),
        (", backup: lin", "", "", ["critical-without-backup content/people.yml:2:29"]),
        (", backup: bo", ", active: false", ", status: done", []),
        ("", "", ", status: done", []),
        ("", "", ", milestone: true", []),
    ],
)
def test_backups(person, bo, task, expected, tmp_path):
    found = checked(
        tmp_path, {"content/people.yml": BACKUP % (person, bo), "plan.yml": TASK.replace("%s", task), **SOON}
    )
    assert [
        place(one) for one in found.diagnostics if one.rule == "critical-without-backup" and "bo" not in one.record
    ] == expected


def test_a_backup_who_has_left_is_named(tmp_path):
    people = (
        "people:\n  lin: {title: Lin, backup: bo}\n  mei: {title: Mei, backup: lin}\n  bo: {title: Bo, active: false}\n"
    )
    one = the_one(checked(tmp_path, {"content/people.yml": people, "plan.yml": TASK.replace("%s", ""), **SOON}))
    assert (
        english(one)[0]
        == "`bo`, the backup of `lin`, is not active any more; `lin` owns critical work of `demo`: `menu`"
    )
    assert [label.location.path for label in one.labels] == ["content/projects/demo/plan.yml"]


def test_work_with_float_needs_no_backup(tmp_path):
    people = "people:\n  lin: {title: Lin}\n  mei: {title: Mei, backup: lin}\n"
    text = (
        TASK.replace("%s", "")
        + "  long: {title: L, owner: mei, start: 2026-03-03, duration: 9d, acceptance: [Loads]}\n"
    )
    assert places(checked(tmp_path, {"content/people.yml": people, "plan.yml": text, **SOON})) == []
