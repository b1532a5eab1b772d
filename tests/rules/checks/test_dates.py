"""Dates in the wrong order, and lengths that nobody gave."""

import pytest
from loading.findings import BESIDE, checked, english, marked, place, places, tasks, the_one

TASK = "tasks:\n  menu:\n    title: Menu\n    owner: lin\n    acceptance: [Loads]\n"


@pytest.mark.parametrize(
    ("text", "where", "under", "before"),
    [
        (TASK + "    start: 2026-05-04\n    due: 2026-05-01\n", "p.yml:7:10", "2026-05-01", "2026-05-04"),
        (TASK + "    status: done\n    evidence: https://example.com/e\n    actual_start: 2026-02-24\n    actual_finish: 2026-02-23\n", "p.yml:9:20", "2026-02-23", "2026-02-24"),
        ("phases:\n  a: {title: A, start: 2026-05-04, due: 2026-05-03}\n" + TASK + "    duration: 1d\n    phase: a\n", "p.yml:2:41", "2026-05-03", "2026-05-04"),
        ("budget:\n  a: {title: A, category: c, planned: 1, period: {from: 2026-05-04, to: 2026-05-03}}\n", "p.yml:2:73", "2026-05-03", "2026-05-04"),
        ("issues:\n  a: {title: A, severity: 1, raised_on: 2026-05-04, due: 2026-05-03}\n", "p.yml:2:58", "2026-05-03", "2026-05-04"),
    ],
)  # fmt: skip
def test_a_finish_before_its_start(text, where, under, before, tmp_path):
    found = checked(tmp_path, {"p.yml": text})
    one = the_one(found)
    assert place(one) == f"date-order {where}"
    assert marked(found, one) == under
    assert [label.text.params["date"] for label in one.labels] == [before]


def test_leave_of_people(tmp_path):
    people = "people:\n  lin: {title: Lin, leave: [{from: 2026-05-04, to: 2026-05-01}], backup: mei}\n  mei: {title: Mei, backup: lin}\n"
    assert place(the_one(checked(tmp_path, {"content/people.yml": people}))) == "date-order content/people.yml:2:52"


@pytest.mark.parametrize("due", ["2026-05-04", "2026-05-05"])
def test_the_same_day_and_later_are_fine(due, tmp_path):
    assert checked(tmp_path, {"p.yml": TASK + f"    start: 2026-05-04\n    due: {due}\n"}).diagnostics == ()


def test_a_date_that_is_none_is_not_also_out_of_order(tmp_path):
    found = checked(tmp_path, {"p.yml": TASK + "    duration: 1d\n    start: 2026-05-04\n    due: 2026-3-1\n"})
    assert places(found) == ["invalid-date p.yml:8:10"]


def test_a_task_without_a_length(tmp_path):
    one = the_one(checked(tmp_path, {"p.yml": TASK}))
    assert (place(one), one.severity.value) == ("task-duration-assumed p.yml:2:3", "info")


@pytest.mark.parametrize(
    "length",
    [
        "duration: 2d",
        "effort: 3",
        "milestone: true",
        "estimate: {optimistic: 1d, likely: 2d, pessimistic: 3d}",
        "start: 2026-05-04\n    due: 2026-05-05",
        "status: done\n    actual_start: 2026-02-23\n    actual_finish: 2026-02-24\n    evidence: https://example.com/e",
        "status: cancelled",
    ],
)
def test_a_length_in_any_form_or_none_needed(length, tmp_path):
    assert checked(tmp_path, {"p.yml": TASK + f"    {length}\n"}).diagnostics == ()


@pytest.mark.parametrize("tried", ["duration: 5", "duraton: 5d", "effort: much", "due: soon", "milestone: yes"])
def test_a_length_that_was_tried_is_not_called_missing(tried, tmp_path):
    found = checked(tmp_path, {"p.yml": TASK + f"    {tried}\n"})
    assert the_one(found).rule != "task-duration-assumed"
    assert "menu" in tasks(found)


def test_hours_are_rounded_and_said(tmp_path):
    found = checked(tmp_path, {"p.yml": TASK + "    duration: 12h\n"})
    one = the_one(found)
    assert (place(one), marked(found, one), one.severity.value) == ("rounded-value p.yml:6:15", "12h", "info")
    assert english(one)[0] == "`12h` is rounded up to 2 days"


@pytest.mark.parametrize("value", ["8h", "16h", "1.0d", "3ed"])
def test_whole_days_are_not_rounded(value, tmp_path):
    assert checked(tmp_path, {"p.yml": TASK + f"    duration: {value}\n"}).diagnostics == ()


def test_the_lag_of_a_link_is_rounded_too(tmp_path):
    found = checked(tmp_path, {"p.yml": TASK + '    duration: 1d\n    after: ["beside FS+4h"]\n'})
    assert place(the_one(found)) == "rounded-value p.yml:7:13"


def test_a_lag_before_the_project_s_start_is_cut_short(tmp_path):
    soon = {"beside.yml": BESIDE.replace("start: 2026-06-01, ", "")}
    found = checked(tmp_path, {"p.yml": TASK + '    duration: 1d\n    after: ["beside FS-9d"]\n', **soon})
    assert place(the_one(found)) == "rounded-value p.yml:7:13"
    fine = checked(tmp_path / "fine", {"p.yml": TASK + '    duration: 1d\n    after: ["beside FS-1d"]\n', **soon})
    assert fine.diagnostics == ()
