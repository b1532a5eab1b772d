"""`milepost level` as its users run it: the proposal, the files, the plan after it."""

import json
import os

import pytest
from cli.test_cli import run
from portal_files import portal

PROJECT = "project:\n  title: Demo\n  summary: A demo\n  sponsor: mei\n  owner: lin\n  start: 2026-03-02\n  due: 2026-06-30\n  status: active\n"
PLAN = """\
# the plan
tasks:
  menu:
    title: Menu page   # first
    owner: lin
    duration: 5d
    acceptance: [Loads]
  cart: {title: 购物车, owner: lin, duration: 3d, acceptance: [Loads]}
"""
FREE = "tasks:\n  menu: {title: Menu, owner: lin, duration: 5d, acceptance: [Loads]}\n"


@pytest.fixture
def root(tmp_path):
    return portal(tmp_path, {"content/projects/demo/project.yml": PROJECT, "content/projects/demo/plan.yml": PLAN})


def plan_file(root):
    return root / "content" / "projects" / "demo" / "plan.yml"


def test_the_proposal_changes_nothing(root):
    done = run("level", "demo", "-C", root)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["Task", "People", "Start", "Finish", "Working", "days", "Written"]
    assert len([line for line in lines if line.endswith("●")]) == 1
    assert "Project finish: 2026-03-06 → 2026-03-11" in lines
    assert "Over-allocated person-weeks: 1 → 0" in lines
    assert any(line.startswith("Method: ") and "no schedule is shorter" in line for line in lines)
    assert plan_file(root).read_text() == PLAN


def test_write_sets_the_dates_and_a_second_run_changes_nothing(root):
    before = plan_file(root).stat().st_mode
    proposal = json.loads(run("level", "demo", "-C", root, "--format", "json").stdout)
    done = run("level", "demo", "-C", root, "--write")
    assert done.returncode == 0, done.stderr
    written = plan_file(root).read_text(encoding="utf-8")
    ((name, start),) = proposal["starts"].items()
    wanted = {
        "menu": PLAN.replace("    duration", f"    start: {start}\n    duration"),
        "cart": PLAN.replace("owner: lin, duration", f"owner: lin, start: {start}, duration"),
    }
    assert written == wanted[name]
    assert plan_file(root).stat().st_mode == before
    assert [path.name for path in plan_file(root).parent.iterdir() if path.name.startswith(".")] == []
    checked = run("check", "-C", root, "--format", "concise")
    assert "overallocated" not in checked.stdout
    again = run("level", "demo", "-C", root, "--write", "--lang", "zh")
    assert again.stdout == "自 2026-03-02 起没有人超负荷，无需平衡\n"
    assert plan_file(root).read_text(encoding="utf-8") == written


def test_the_json_format(root):
    document = json.loads(run("level", "demo", "-C", root, "--format", "json", "--write").stdout)
    assert document["version"] == 1
    assert document["overallocated_weeks"] == {"before": 1, "after": 0}
    assert document["finish"] == {"before": "2026-03-06", "after": "2026-03-11"}
    assert document["written"] == ["content/projects/demo/plan.yml"]
    (move,) = document["moves"]
    assert move.keys() == {"id", "people", "start", "finish", "working_days"}
    assert document["method"]["proved"] is True


@pytest.mark.parametrize(
    "rule",
    [
        "latest-finish",
        "latest-start",
        "minimum-slack",
        "most-successors",
        "greatest-rank",
        "greatest-demand",
        "shortest",
    ],
)
def test_a_rule_of_ones_own(root, rule):
    document = json.loads(run("level", "demo", "-C", root, "--format", "json", "--rule", rule).stdout)
    assert (document["method"]["rule"], document["method"]["solver"]) == (rule, "not-asked")
    assert document["overallocated_weeks"]["after"] == 0


def test_windows_files_front_matter_and_one_file_a_task(root):
    folder = plan_file(root).parent
    plan_file(root).unlink()
    (folder / "tasks").mkdir()
    texts = {
        "menu.md": "---\r\ntitle: Menu\r\nowner: lin\r\nduration: 5d\r\nacceptance: [Loads]\r\n---\r\n\r\nThe *page*.\r\n",
        "cart.yml": "\ufefftitle: Cart\r\nowner: lin\r\nduration: 5d\r\nacceptance: [Loads]\r\n",
        "cash.yml": "title: Cash\nowner: lin\nstart: '2026-03-03'  # after the fair\nduration: 5d\nacceptance: [Loads]\n",
    }
    for name, text in texts.items():
        (folder / "tasks" / name).write_bytes(text.encode())
    done = run("level", "demo", "-C", root, "--format", "json", "--write")
    starts = json.loads(done.stdout)["starts"]
    assert len(starts) == 2
    for name, text in texts.items():
        start = starts.get(name.partition(".")[0])
        end = "\r\n" if "\r\n" in text else "\n"
        changed = text
        if start:
            new = text.replace("'2026-03-03'", f"'{start}'")
            changed = new if new != text else text.replace("duration", f"start: {start}{end}duration")
        assert (folder / "tasks" / name).read_bytes() == changed.encode()
    assert "over" not in run("check", "-C", root, "--format", "concise").stdout


def test_a_file_that_cannot_be_edited_safely_is_refused_and_none_is_written(root):
    text = "tasks:\n  menu: &one {title: Menu, owner: lin, duration: 5d, acceptance: [Loads]}\n  cart: *one\n"
    plan_file(root).write_text(text)
    done = run("level", "demo", "-C", root, "--write")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "content/projects/demo/plan.yml:2: this cannot be edited safely" in done.stderr
    assert plan_file(root).read_text() == text


def test_a_file_that_cannot_be_written_says_so(root):
    longest = plan_file(root).with_name(f"{'p' * 251}.yml")  # beside it no longer name has a place, not even for root
    text = plan_file(root).read_text()
    plan_file(root).rename(longest)
    done = run("level", "demo", "-C", root, "--write")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert longest.read_text() == text


def test_a_cycle_exits_with_one_and_names_it(root):
    plan_file(root).write_text(
        PLAN.replace("duration: 3d", "duration: 3d, after: menu").replace(
            "duration: 5d", "duration: 5d\n    after: cart"
        )
    )
    done = run("level", "demo", "-C", root)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "menu → cart → menu" in done.stderr or "cart → menu → cart" in done.stderr


def test_an_empty_project_and_an_unknown_one(root):
    plan_file(root).unlink()
    done = run("level", "demo", "-C", root)
    assert (done.returncode, done.stdout) == (
        0,
        "nobody has more work than time from 2026-03-02 on; nothing to level\n",
    )
    assert run("level", "dem", "-C", root).returncode == 2


def test_what_stays_is_said_with_its_reason(root):
    plan_file(root).write_text(PLAN.replace("duration: 3d", "duration: 3d, status: in_progress"))
    done = run("level", "demo", "-C", root)
    assert "milepost: has begun and stays: cart" in done.stderr
    plan_file(root).write_text(
        PLAN.replace("duration: 3d", "effort: 9, start: 2026-03-16").replace("duration: 5d", "duration: 8d")
    )
    people = "people:\n  lin: {title: Lin, capacity: 4}\n  mei: {title: Mei}\n"
    (root / "content" / "people.yml").write_text(people)
    done = run("level", "demo", "-C", root)
    assert "takes more than `lin`'s day alone: cart" in done.stderr
    assert "Lin, week of 2026-03-16: 200 % (购物车)" in done.stdout


def test_without_the_solver_it_says_so(root, tmp_path):
    # Two people in turn: no schedule is as short as the bound, so the solver would be asked.
    lines = [f"  t{n}: {{title: T, owner: {'lin' if n % 2 else 'mei'}, duration: {d}d, acceptance: [Loads]{after}}}\n"
             for n, (d, after) in enumerate([(4, ""), (3, ""), (3, ", after: t1"), (4, ", after: t0"), (5, ""), (2, ", after: t4")])]  # fmt: skip
    plan_file(root).write_text("tasks:\n" + "".join(lines))
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\nu.find_spec = lambda name, *rest: None if name == 'ortools' else find(name, *rest)\n"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "milepost", "level", "demo", "-C", str(root), "--format", "json"],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(blocked)},
    )  # fmt: skip
    document = json.loads(done.stdout)
    assert document["overallocated_weeks"]["after"] == 0
    assert document["method"]["solver"] in ("not-installed", "not-needed")
    assert ("OR-tools is not installed" in done.stderr) is (document["method"]["solver"] == "not-installed")
