"""Decisions: on what grounds, replaced by what, reviewed when; each rule with its near misses."""

import pytest
from loading.findings import checked, english, marked, place, places, the_one
from portal_files import PROJECT

ROW = "  {name}: {{title: T, on: 2026-02-02, context: c, choice: d, decided_by: mei, {more}}}\n"
BASED = "based_on: [tasks:beside]"


def decisions(**rows):
    return "decisions:\n" + "".join(ROW.format(name=name, more=more) for name, more in rows.items())


def based(**rows):
    return decisions(**{name: f"{BASED}, {more}" for name, more in rows.items()})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (decisions(a="status: accepted"), ["decision-without-basis d.yml:2:3"]),
        (decisions(a="based_on: []"), ["decision-without-basis d.yml:2:73"]),
        (decisions(a="based_on: [tasks:besides]"), ["unresolved-reference d.yml:2:84"]),
        (decisions(a="based_no: [tasks:beside]"), ["unknown-field d.yml:2:73"]),
        (based(a="status: accepted"), []),
        (based(a="status: superseded"), ["decision-chain d.yml:2:107"]),
        (based(a="status: superseded", b="supersedes: a, status: accepted"), []),
        (based(a="status: superseded", b="supersedes: a"), []),
        (based(a="status: superseded", b="supersedes: a, status: rejected"), ["decision-chain d.yml:2:107"]),
        (based(a="status: superseded", b="supersedes: a, status: superseded"), ["decision-chain d.yml:3:122"]),
        (based(old="status: superseded", b="supersedes: odl"), ["unresolved-reference d.yml:3:111"]),
        (based(a="status: superseded") + "  b: {\n", ["yaml-syntax d.yml:3:6"]),
        (based(a="supersedes: a"), ["decision-chain d.yml:2:111"]),
        (based(a="supersedes: b", b="supersedes: a"), ["decision-chain d.yml:2:111"]),
        (based(a="supersedes: b", b="supersedes: [c]", c="supersedes: b"), ["decision-chain d.yml:3:112"]),
        (based(a="supersedes: [b, c]", b="supersedes: c", c="status: superseded"), []),
        (based(a="status: accepted, review_on: 2026-03-03"), []),
        (based(a="status: accepted, review_on: 2026-03-02"), ["decision-review-due d.yml:2:128"]),
        (based(a="status: accepted, review_on: 2026-3-1"), ["invalid-date d.yml:2:128"]),
        (based(a="status: proposed, review_on: 2026-02-02"), []),
        (based(a="status: rejected, review_on: 2026-02-02"), []),
    ],
)
def test_each_rule(text, expected, tmp_path):
    assert places(checked(tmp_path, {"d.yml": text})) == expected


def test_a_circle_is_printed_with_its_steps(tmp_path):
    text = based(a="supersedes: c", b="supersedes: a", c="supersedes: [b]")
    found = checked(tmp_path, {"d.yml": text})
    one = the_one(found)
    assert english(one)[0] == "these decisions replace each other in a circle: a → c → b → a"
    assert marked(found, one) == "c"
    assert [label.location.span[:2] for label in one.labels] == [(2, 111), (4, 112), (3, 111)]


def test_one_that_replaces_itself_says_so(tmp_path):
    one = the_one(checked(tmp_path, {"d.yml": based(a="supersedes: a")}))
    assert english(one)[0] == "decision `a` replaces itself"
    assert one.labels == ()


def test_a_successor_may_be_in_another_project(tmp_path):
    other = {
        "content/projects/other/project.yml": PROJECT,
        "content/projects/other/d.yml": based(b="supersedes: demo/a"),
    }
    files = {"d.yml": based(a="status: superseded"), **other}
    files["content/projects/other/d.yml"] = files["content/projects/other/d.yml"].replace("tasks:", "demo/tasks:")
    assert places(checked(tmp_path, files)) == []


def test_reviews_of_a_closed_project_are_nobodys_business(tmp_path):
    text = based(a="status: accepted, review_on: 2026-02-02")
    assert [place(one) for one in checked(tmp_path, {"d.yml": text}).diagnostics] == ["decision-review-due d.yml:2:128"]
    closed = PROJECT.replace("status: active", "status: closed")
    assert places(checked(tmp_path, {"d.yml": text, "project.yml": closed})) == []
