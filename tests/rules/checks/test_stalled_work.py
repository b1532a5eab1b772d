"""Work about which nothing is written any more: real commits on given days."""

import subprocess
from pathlib import Path

import pytest
from portal_files import PORTAL, commit, portal

from milepost.build import check
from milepost.stored_check import check_cached

PLAN = "content/projects/demo/plan.yml"
TEXT = "tasks:\n  menu:\n    title: Menu\n    status: in_progress\n  card:\n    title: Card\n    status: {card}\n"
MONDAY, FRIDAY_BEFORE = "2026-02-16T00:00:00+08:00", "2026-02-15T23:59:59+08:00"
"""The as-of day is Monday 2 March: ten working days before it begin on Monday 16 February."""


def written(root: Path, *steps: tuple[str, str]) -> Path:
    """A repository in which the plan was committed with these texts at these moments."""
    for moment, text in steps:
        commit(portal(root, {PLAN: text}), on=moment)
    return root


def found(root: Path) -> list[tuple[int, int]]:
    return [one.location.span[:2] for one in check(root).diagnostics if one.rule == "task-stalled"]


@pytest.mark.parametrize(("moment", "places"), [(FRIDAY_BEFORE, [(4, 13)]), (MONDAY, [])])
def test_ten_working_days_are_counted_from_midnight_in_the_zone_of_the_portal(tmp_path, moment, places):
    assert found(written(tmp_path, (moment, TEXT.format(card="todo")))) == places


def test_another_record_of_the_file_is_no_news_of_this_one(tmp_path):
    root = written(
        tmp_path,
        ("2026-01-05T12:00:00+08:00", TEXT.format(card="todo")),
        ("2026-02-25T12:00:00+08:00", "# a comment\n" + TEXT.format(card="in_progress")),
    )
    assert found(root) == [(5, 13)]


def test_text_that_is_not_committed_counts(tmp_path):
    root = written(tmp_path, ("2026-01-05T12:00:00+08:00", TEXT.format(card="todo")))
    assert found(root) == [(4, 13)]
    portal(root, {PLAN: TEXT.format(card="todo").replace("in_progress", "in_progress\n    progress: 40")})
    assert found(root) == []
    portal(root, {PLAN: TEXT.format(card="todo").replace("title: Menu", "title: 'Menu'")})
    assert found(root) == [(4, 13)]


def test_the_number_of_days_is_a_setting(tmp_path):
    root = written(tmp_path, ("2026-02-20T12:00:00+08:00", TEXT.format(card="todo")))
    for days, places in ((10, []), (6, []), (5, [(4, 13)]), (0, []), (10**9, [])):
        portal(root, {"content/portal.yml": PORTAL + f"  thresholds: {{task-stalled: {{days: {days}}}}}\n"})
        assert found(root) == places


def test_without_git_and_in_a_clone_without_history_nothing_is_said(tmp_path):
    assert found(portal(tmp_path / "plain", {PLAN: TEXT.format(card="todo")})) == []
    root = written(
        tmp_path / "whole",
        ("2026-01-05T12:00:00+08:00", TEXT.format(card="todo")),
        ("2026-02-25T12:00:00+08:00", TEXT.format(card="done")),
    )
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{root}", str(shallow)], check=True)
    assert found(root) == [(4, 13)]
    assert found(shallow) == []


def test_a_stored_result_ends_with_the_history_that_it_came_from(tmp_path):
    root = written(tmp_path, ("2026-01-05T12:00:00+08:00", TEXT.format(card="todo")))

    def stalled() -> int:
        return sum(one.rule == "task-stalled" for one in check_cached(root).diagnostics)

    assert [stalled(), stalled()] == [1, 1]
    amend = (
        "-c",
        "user.name=T",
        "-c",
        "user.email=t@example.com",
        "commit",
        "-q",
        "--amend",
        "--no-edit",
        "--reset-author",
    )
    moment = "2026-02-25T12:00:00+08:00"
    environment = {"PATH": "/usr/bin:/bin", "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    subprocess.run(["git", *amend], cwd=root, check=True, env=environment)
    assert stalled() == 0
