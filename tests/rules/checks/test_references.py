"""Records that nobody refers to, and references to what was given up."""

import pytest
from loading.findings import checked, places, the_one

STATE_RULES = ("done-without", "started-without")
"""What else is to be said of tasks that are done or begun and say no more."""
TASK = "title: T, owner: lin, duration: 1d, acceptance: [L]"
PROJECT = "project: {title: Demo, summary: S, sponsor: mei, owner: lin, start: 2026-03-02, due: 2026-06-30, status: active%s}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"p.yml": "phases:\n  a: {title: A}\n"}, ["orphan-record p.yml:2:3"]),
        ({"p.yml": f"phases:\n  a: {{title: A}}\ntasks:\n  t: {{{TASK}, phase: a}}\n"}, []),
        ({"p.yml": "phases:\n  a: {title: A, after: [a]}\n"}, ["orphan-record p.yml:2:3", "self-dependency p.yml:2:25"]),
        ({"content/c.yml": "calendars:\n  shop: {title: Shop}\n"}, ["orphan-record content/c.yml:2:3"]),
        ({"content/c.yml": "calendars:\n  shop: {title: Shop}\n", "project.yml": PROJECT % ", calendar: shop"}, []),
        ({"p.yml": "phases:\n  build: {title: A}\n" + f"tasks:\n  t: {{{TASK}, phase: biuld}}\n"}, ["unresolved-reference p.yml:4:67"]),
        ({"p.yml": "phases:\n  a: {title: A}\n", "q.yml": "tasks:\n  t: {title: [}\n"}, ["yaml-syntax q.yml:2:15"]),
        ({"p.yml": "personas:\n  guest: {title: Guest, needs: [Tea]}\n"}, ["orphan-record p.yml:2:3"]),
        ({"p.yml": "iterations:\n  i: {title: I, start: 2026-03-02, due: 2026-03-13, objective: o, capacity: 5, velocity: 5}\n"}, ["orphan-record p.yml:2:3"]),
        ({"p.yml": "tools:\n  board: {title: Board, purpose: p, url: https://example.com/b}\n"}, []),
    ],
)  # fmt: skip
def test_orphans(files, expected, tmp_path):
    assert places(checked(tmp_path, files)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"a": "status: cancelled", "b": "after: [a]"}, ["reference-to-closed p.yml:3:68"]),
        ({"a": "status: cancelled", "b": 'after: ["a SS"], status: done'}, []),
        ({"a": "status: done", "b": "after: [a]"}, []),
        ({"a": "status: done", "b": "status: blocked, blocked_by: [a]"}, ["reference-to-closed p.yml:3:90"]),
        ({"a": "status: done", "b": "status: blocked, blocked_by: [a, beside]"}, []),
        ({"a": "status: done", "b": "blocked_by: [a]"}, []),
    ],
)
def test_open_records_that_build_on_closed_ones(rows, expected, tmp_path):
    text = "tasks:\n" + "".join(f"  {name}: {{{TASK}, {more}}}\n" for name, more in rows.items())
    found = [one for one in places(checked(tmp_path, {"p.yml": text})) if not one.startswith(STATE_RULES)]
    assert found == expected


def test_both_records_are_named(tmp_path):
    text = f"tasks:\n  a: {{{TASK}, status: cancelled}}\n  b: {{{TASK}, after: [a]}}\n"
    one = the_one(checked(tmp_path, {"p.yml": text}))
    assert [label.location.span[:2] for label in one.labels] == [(2, 3)]


def test_a_closed_project_is_left_in_peace(tmp_path):
    text = f"tasks:\n  a: {{{TASK}, status: cancelled}}\n  b: {{{TASK}, after: [a]}}\n"
    files = {"p.yml": text, "project.yml": (PROJECT % "").replace("active", "closed")}
    assert checked(tmp_path, files).diagnostics == ()
