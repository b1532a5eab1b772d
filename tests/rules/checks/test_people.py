"""Owners who have left, or are away for the whole of a task."""

import pytest
from loading.findings import checked, english, place, places, the_one

PEOPLE = (
    "people:\n  lin: {title: Lin, backup: mei}\n  mei: {title: Mei, backup: lin}\n  bo: {title: Bo%s, backup: mei}\n"
)
DONE = ", status: done, actual_start: 2026-02-23, actual_finish: 2026-02-27, evidence: https://example.com/e"
TASK = "tasks:\n  menu: {title: Menu, owner: bo, duration: 5d, acceptance: [Loads]%s}\n"


@pytest.mark.parametrize(
    ("person", "task", "expected"),
    [
        (", active: false", "", ["inactive-owner plan.yml:2:30"]),
        (", active: false", DONE, []),
        (", active: false", ", status: cancelled", []),
        (", active: true", "", []),
        (", leave: {from: 2026-03-02, to: 2026-03-06}", "", ["owner-on-leave plan.yml:2:30"]),
        (", leave: {from: 2026-03-02, to: 2026-03-05}", "", []),
        (", leave: {from: 2026-03-03, to: 2026-03-31}", "", []),
        (", leave: [{from: 2026-03-02, to: 2026-03-04}, {from: 2026-03-05, to: 2026-03-06}]", "", []),
        (", leave: {from: 2026-03-02, to: 2026-03-06}", DONE, []),
        (", leave: {from: 2026-03-02}", "", ["missing-field content/people.yml:4:26"]),
    ],
)
def test_owners(person, task, expected, tmp_path):
    files = {"content/people.yml": PEOPLE % person, "plan.yml": TASK % task}
    assert places(checked(tmp_path, files)) == expected


def test_the_person_is_the_second_place(tmp_path):
    one = the_one(checked(tmp_path, {"content/people.yml": PEOPLE % ", active: false", "plan.yml": TASK % ""}))
    assert [(label.location.path, *label.location.span[:2]) for label in one.labels] == [("content/people.yml", 4, 27)]
    assert english(one)[0] == "`bo` is not active any more but owns task `menu`"


@pytest.mark.parametrize(
    ("done", "expected"),
    [("", ["inactive-owner c.yml:2:42"]), (", done_on: 2026-03-01, evidence: https://example.com/e", [])],
)
def test_duties_without_a_state(done, expected, tmp_path):
    text = f"compliance:\n  filing: {{title: Filing, kind: filing, owner: bo, due: 2026-05-01{done}}}\n"
    found = checked(tmp_path, {"content/people.yml": PEOPLE % ", active: false", "c.yml": text})
    assert [one.rule for one in found.diagnostics] == [one.split()[0] for one in expected]


def test_an_unknown_owner_is_told_once(tmp_path):
    assert place(the_one(checked(tmp_path, {"plan.yml": TASK % ""}))) == "unresolved-reference plan.yml:2:30"
