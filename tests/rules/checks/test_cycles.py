"""Circles are told once, as a path of files and lines; what only looks like one stays silent."""

import pytest
from loading.findings import DEMO, checked, english, place, places, the_one

GOAL = (
    "horizon: short, metric: uv, baseline: 1, baseline_date: 2026-03-01, target: 2, direction: increase, start: 2026-03-02,"
    " due: 2026-05-01, feasibility: f"
)
METRIC = "metrics:\n  uv: {title: UV, unit: people, kind: count, formula: f, source: s, cadence: day, aggregation: distinct, direction: increase, series: {file: d.csv, column: uv}}\n"


def plan(**links):
    """One task a line from line 2 on."""
    return "tasks:\n" + "".join(
        f"  {name}: {{title: {name}, owner: lin, duration: 1d, acceptance: [L]{f', {text}' if text else ''}}}\n"
        for name, text in links.items()
    )


def path_of(one):
    return [f"{label.location.path.removeprefix(DEMO)}:{label.location.span.line}" for label in one.labels]


def test_tasks_in_several_files(tmp_path):
    files = {
        "a.yml": plan(a="after: [c]"),
        "b.yml": "# first line\n" + plan(b="after: [a]"),
        "c.yml": plan(c='after: ["b SS+1d"]'),
    }
    one = the_one(checked(tmp_path, files))
    assert (one.rule, english(one)[0]) == ("dependency-cycle", "these tasks wait for each other: a → b → c → a")
    assert sorted(path_of(one)) == ["a.yml:2", "b.yml:3", "c.yml:2"]
    assert place(one) == "dependency-cycle b.yml:3:68"


def test_each_circle_is_told_once(tmp_path):
    found = checked(
        tmp_path, {"p.yml": plan(a="after: [b]", b="after: [a]", c="after: [d]", d="after: [c]", e="after: [a, c]")}
    )
    assert [one.rule for one in found.diagnostics] == ["dependency-cycle"] * 2


def test_through_before_and_through_phases(tmp_path):
    found = checked(tmp_path, {"p.yml": plan(a="before: [b]", b="before: [a]")})
    assert the_one(found).rule == "dependency-cycle"
    phases = "phases:\n  one: {title: One, after: [two]}\n  two: {title: Two, after: [one]}\n"
    found = checked(tmp_path / "p", {"p.yml": phases + plan(a="phase: one", b="phase: two")})
    assert the_one(found).rule == "dependency-cycle"


def test_between_projects(tmp_path):
    other = "project: {title: O, summary: S, sponsor: mei, owner: lin, start: 2026-03-02, due: 2026-06-30, status: active}\n"
    files = {"p.yml": plan(a="after: [other/b]"), "content/projects/other/p.yml": other + plan(b="after: [demo/a]")}
    one = the_one(checked(tmp_path, files))
    assert english(one)[0] == "these tasks wait for each other: demo/a → other/b → demo/a"
    assert sorted(path_of(one)) == ["content/projects/other/p.yml:3", "p.yml:2"]


@pytest.mark.parametrize(
    "text",
    [
        plan(a="", b="after: [a]", c="after: [a]", d="after: [b, c]"),
        plan(z="", a="after: [z], before: [c]", b="after: [a]", c="after: [b]"),
        "phases:\n  one: {title: One}\n  two: {title: Two, after: [one]}\n"
        + plan(a="phase: one", b="phase: two, after: [a]"),
    ],
)
def test_a_diamond_and_a_link_told_twice_are_no_circle(text, tmp_path):
    assert checked(tmp_path, {"p.yml": text}).diagnostics == ()


@pytest.mark.parametrize(
    "link", ["after: [a]", "before: a", 'after: ["a SS+2d"]', "after: [demo/a]", "after: {task: a, type: FF}"]
)
def test_a_task_after_itself_is_told_by_one_rule(link, tmp_path):
    assert the_one(checked(tmp_path, {"p.yml": plan(a=link)})).rule == "self-dependency"


def test_a_task_after_one_of_another_project_with_its_own_id_is_fine(tmp_path):
    other = "project: {title: O, summary: S, sponsor: mei, owner: lin, start: 2026-03-02, due: 2026-06-30, status: active}\n"
    files = {"p.yml": plan(a="after: [other/a]"), "content/projects/other/p.yml": other + plan(a="")}
    assert checked(tmp_path, files).diagnostics == ()


def test_phases_in_each_other(tmp_path):
    text = "phases:\n  a: {title: A, parent: b}\n  b:\n    title: B\n    parent: c\n  c: {title: C, parent: a}\n"
    one = the_one(checked(tmp_path, {"p.yml": text}))
    assert (place(one), english(one)[0]) == ("phase-cycle p.yml:2:25", "these phases contain each other: a → b → c → a")
    assert path_of(one) == ["p.yml:2", "p.yml:5", "p.yml:6"]


def test_a_phase_in_itself_and_a_plain_nesting(tmp_path):
    assert (
        the_one(checked(tmp_path, {"p.yml": "phases:\n  a: {title: A, parent: a}\n" + plan(t="phase: a")})).rule
        == "phase-cycle"
    )
    nested = "phases:\n  a: {title: A}\n  b: {title: B, parent: a}\n" + plan(t="phase: b")
    assert checked(tmp_path / "nested", {"p.yml": nested}).diagnostics == ()


def test_goals(tmp_path):
    goals = f"goals:\n  a: {{title: Double the visits, {GOAL}, parent: b}}\n  b: {{title: Double the orders, {GOAL}, aligns_to: a}}\n"
    gap, one = checked(tmp_path, {"g.yml": METRIC + goals}).diagnostics
    assert gap.rule == "goal-horizon-gap"
    assert (one.rule, path_of(one)) == ("goal-cycle", ["g.yml:4", "g.yml:5"])
    assert places(checked(tmp_path / "fine", {"g.yml": METRIC + goals.replace("parent: b", "top: true")})) == [
        "goal-horizon-gap g.yml:4:42"
    ]
