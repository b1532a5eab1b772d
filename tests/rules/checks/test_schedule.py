"""What the computed schedule says of the typed one."""

from pathlib import Path

import pytest
from portal_files import PORTAL, PROJECT, commit, portal

from milepost.build import check
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.i18n.catalogue import catalogue
from milepost.stored_check import check_cached

RULES = ("deadline-at-risk", "negative-float", "milestone-slipped", "schedule-quality")


def found(root: Path, rule: str) -> list[tuple[str, int, int, str]]:
    return [place(one) for one in check(root).diagnostics if one.rule == rule]


def place(one: Diagnostic) -> tuple[str, int, int, str]:
    span = one.location.span
    return one.location.path.rpartition("/")[2], span.line, span.column, catalogue("en").render(one.message)


def plan(tmp_path: Path, text: str, **more: str) -> Path:
    files = {f"content/projects/demo/{name}.yml": value for name, value in more.items()}
    return portal(tmp_path, {"content/projects/demo/plan.yml": text, **files})


def test_a_deadline_before_the_computed_finish(tmp_path):
    root = plan(
        tmp_path,
        "tasks:\n"
        "  a: {title: A, owner: lin, duration: 5d}\n"
        "  b:\n    title: B\n    owner: lin\n    duration: 2d\n    after: [a]\n    due: 2026-03-09\n"
        "  c: {title: C, owner: lin, duration: 2d, after: [a], due: 2026-03-10}\n",
    )
    assert found(root, "deadline-at-risk") == [
        (
            "plan.yml",
            8,
            10,
            "the task is due on 2026-03-09, but `b` finishes on 2026-03-10 by the plan; working days late: 1",
        )
    ]
    finding = next(one for one in check(root).diagnostics if one.rule == "deadline-at-risk")
    assert [catalogue("en").render(note) for note in finding.notes] == ["driven by `a` → `b`"]


def test_deadlines_of_phases_and_of_the_project(tmp_path):
    root = plan(
        tmp_path,
        "phases:\n"
        "  outer: {title: Outer, due: 2026-03-05}\n"
        "  inner: {title: Inner, parent: outer}\n"
        "tasks:\n"
        "  a: {title: A, owner: lin, duration: 5d, phase: inner}\n",
        project=PROJECT.replace("2026-06-30", "2026-03-04"),
    )
    assert [(name, line) for name, line, *_ in found(root, "deadline-at-risk")] == [("plan.yml", 2), ("project.yml", 7)]


@pytest.mark.parametrize("state", ["done, actual_finish: 2026-03-06", "cancelled"])
def test_what_is_over_is_left_alone(tmp_path, state):
    root = plan(tmp_path, f"tasks:\n  a: {{title: A, owner: lin, duration: 5d, due: 2026-03-04, status: {state}}}\n")
    assert not found(root, "deadline-at-risk")
    assert not found(root, "negative-float")


def test_leave_can_put_a_deadline_at_risk(tmp_path):
    text = "tasks:\n  a: {title: A, owner: zoe, duration: 3d, due: 2026-03-04}\n"
    people = "people:\n  lin: {title: Lin}\n  mei: {title: Mei}\n  zoe: {title: Zoe, leave: {from: 2026-03-03, to: 2026-03-03}}\n"
    root = portal(tmp_path, {"content/people.yml": people, "content/projects/demo/plan.yml": text})
    assert [line for _, line, *_ in found(root, "deadline-at-risk")] == [2]


def test_negative_float_is_told_where_the_late_chain_begins(tmp_path):
    root = plan(
        tmp_path,
        "tasks:\n"
        "  a: {title: A, owner: lin, duration: 5d}\n"
        "  b: {title: B, owner: lin, duration: 5d, after: [a]}\n"
        "  c: {title: C, owner: lin, duration: 5d, after: [b], due: 2026-03-19}\n"
        "  d: {title: D, owner: lin, duration: 14d}\n",
    )
    assert found(root, "negative-float") == [
        ("plan.yml", 2, 3, "task `a` finishes on 2026-03-06, too late for a due date after it; working days late: 1")
    ]


def test_a_task_that_misses_its_own_date_is_said_once(tmp_path):
    root = plan(tmp_path, "tasks:\n  a: {title: A, owner: lin, duration: 5d, due: 2026-03-05}\n")
    assert not found(root, "negative-float")
    assert len(found(root, "deadline-at-risk")) == 1


MILESTONE = "tasks:\n  a: {{title: A, owner: lin, duration: {days}d}}\n  m: {{title: M, owner: lin, milestone: true, after: [a]}}\n"


def slipping(tmp_path: Path, before: int, now: int, settings: str = "") -> Path:
    project = PROJECT + "  baseline: plan-v1\n"
    commit(plan(tmp_path, MILESTONE.format(days=before), project=project), tag="plan-v1")
    plan(tmp_path, MILESTONE.format(days=now), project=project)
    if settings:
        (tmp_path / "content" / "portal.yml").write_text(PORTAL + settings)
    return tmp_path


def test_a_milestone_later_than_in_the_baseline(tmp_path):
    root = slipping(tmp_path, 5, 7)
    assert found(root, "milestone-slipped") == [
        (
            "plan.yml",
            3,
            3,
            "milestone `m` is planned for 2026-03-10, but for 2026-03-06 in the baseline `plan-v1`; working days late: 2",
        )
    ]


def test_a_milestone_no_later_or_within_what_is_allowed(tmp_path):
    assert not found(slipping(tmp_path / "a", 5, 4), "milestone-slipped")
    allowed = slipping(tmp_path / "b", 5, 7, "  thresholds: {milestone-slipped: {days: 2}}\n")
    assert not found(allowed, "milestone-slipped")


def test_a_renamed_milestone_is_found_in_the_baseline(tmp_path):
    root = slipping(tmp_path, 5, 7)
    text = (root / "content/projects/demo/plan.yml").read_text()
    (root / "content/projects/demo/plan.yml").write_text(
        text.replace("  m: {title: M,", "  live: {title: M, was: [m],")
    )
    assert [line for _, line, *_ in found(root, "milestone-slipped")] == [3]


def test_an_unknown_baseline_is_no_finding(tmp_path):
    root = plan(tmp_path, MILESTONE.format(days=5), project=PROJECT + "  baseline: plan-v1\n")
    assert not found(root, "milestone-slipped")
    commit(root)
    assert not found(root, "milestone-slipped")


def test_a_kept_result_does_not_outlive_its_baseline(tmp_path):
    root = slipping(tmp_path, 5, 7)
    assert sum(one.rule == "milestone-slipped" for one in check_cached(root).diagnostics) == 1
    assert sum(one.rule == "milestone-slipped" for one in check_cached(root).diagnostics) == 1
    commit(root, tag="plan-v2")
    import subprocess

    subprocess.run(["git", "tag", "-f", "plan-v1", "plan-v2"], cwd=root, check=True, capture_output=True)
    assert sum(one.rule == "milestone-slipped" for one in check_cached(root).diagnostics) == 0


SOUND = """\
tasks:
  a: {title: A, owner: lin, duration: 2d}
  b: {title: B, owner: lin, duration: 2d, after: [a]}
  c: {title: C, owner: lin, duration: 2d, after: [b]}
  d: {title: D, owner: lin, duration: 2d, after: [c]}
  e: {title: E, owner: lin, duration: 2d, after: [d]}
"""


def quality(root: Path) -> list[str]:
    (root / "content" / "portal.yml").write_text(PORTAL + "  thresholds: {schedule-quality: {least_tasks: 5}}\n")
    return [text for *_, text in found(root, "schedule-quality")]


def test_a_sound_plan_is_silent(tmp_path):
    assert quality(plan(tmp_path, SOUND)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            (("after: [b]", ""), ("after: [d]", "")),
            "3 of 5 open tasks have no predecessor or no successor, 5% are allowed: `c`, `d`, `e`",
        ),
        ((("[b]", "b FS-1d"), ("[d]", "d")), "1 of 4 links have a negative lag: `c`"),
        ((("[b]", "b FS+6d"), ("[d]", "d FS+6d")), "2 of 4 links have a long lag, 5% are allowed: `c`, `e`"),
        (
            (
                ("C, owner: lin,", "C, owner: lin, start: 2026-03-09,"),
                ("D, owner: lin,", "D, owner: lin, start: 2026-03-11,"),
            ),
            "2 of 5 open tasks have a typed `start`, 5% are allowed: `c`, `d`",
        ),
    ],
)
def test_each_part_with_its_count(tmp_path, change, said):
    text = SOUND
    for old, new in change:
        text = text.replace(old, new)
    assert said in quality(plan(tmp_path, text))


def test_high_float(tmp_path):
    text = SOUND + "  f: {title: F, owner: mei, duration: 90d, after: [a]}\n"
    assert "4 of 6 open tasks have a high total float, 5% are allowed: `b`, `c`, `d`, `e`" in quality(
        plan(tmp_path, text)
    )


def test_one_exception_and_small_plans_are_no_finding(tmp_path):
    assert quality(plan(tmp_path / "a", SOUND.replace("[b]", "b FS+6d"))) == []
    assert (
        quality(plan(tmp_path / "b", "\n".join(SOUND.splitlines()[:4]).replace("after: [a]", "after: a FS-1d") + "\n"))
        == []
    )


def test_a_plan_that_is_not_computable_or_empty_is_left_to_other_rules(tmp_path):
    for name, text in (
        ("a", "tasks:\n  a: {title: A, after: [b]}\n  b: {title: B, after: [a]}\n"),
        ("b", "tasks: {}\n"),
    ):
        spoken = {one.rule for one in check(plan(tmp_path / name, text)).diagnostics}
        assert not spoken & set(RULES)
