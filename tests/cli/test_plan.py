"""`milepost plan` and `milepost why` as their users run them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from portal_files import portal

PEOPLE = """\
people:
  lin: {title: Lin}
  mei:
    title: Mei
    leave:
      - {from: 2026-03-09, to: 2026-03-10}
"""
TASKS = """\
tasks:
  design: {title: Design, owner: lin, duration: 5d, status: done, actual_start: 2026-03-02, actual_finish: 2026-03-09}
  build: {title: Build, owner: mei, duration: 3d, after: design}
  test: {title: Test, owner: lin, duration: 2d, after: build FS+1d}
  gone: {title: Gone, owner: lin, duration: 50d, after: test, status: cancelled}
  go-live: {title: Go live, owner: lin, milestone: true, after: [test, gone]}
"""


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "milepost", *arguments, "-C", str(root), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return portal(tmp_path, {"content/people.yml": PEOPLE, "content/projects/demo/plan.yml": TASKS})


def dates(root: Path, *arguments: str) -> dict[str, str]:
    document = json.loads(run(root, "plan", "demo", "--format", "json", *arguments).stdout)
    return {one["id"]: f"{one['start']}..{one['finish']}" for one in document["tasks"]}


def test_leave_moves_the_planned_schedule_and_cancelled_work_takes_no_time(root):
    assert dates(root) == {
        "design": "2026-03-02..2026-03-06",
        "build": "2026-03-11..2026-03-13",
        "test": "2026-03-17..2026-03-18",
        "go-live": "2026-03-18..2026-03-18",
    }


def test_the_statused_schedule_of_a_day(root):
    assert dates(root, "--as-of", "2026-03-13") == {
        "design": "2026-03-02..2026-03-09",
        "build": "2026-03-13..2026-03-17",
        "test": "2026-03-19..2026-03-20",
        "go-live": "2026-03-20..2026-03-20",
    }


def test_finished_work_has_no_float(root):
    document = json.loads(run(root, "plan", "demo", "--as-of", "2026-03-13", "--format", "json").stdout)
    assert (document["schedule"], document["as_of"]) == ("statused", "2026-03-13")
    design = document["tasks"][0]
    assert (design["total_float"], design["free_float"], design["critical"]) == (None, None, False)


def test_what_if_shows_what_moves_and_writes_nothing(root):
    before = {path: path.read_bytes() for path in root.rglob("*.yml")}
    done = run(root, "plan", "demo", "--set", "build.duration=5d", "--set", "test.after=[build]", "--format", "json")
    document = json.loads(done.stdout)
    assert document["finish"] == {"before": "2026-03-18", "after": "2026-03-19", "days": 1}
    assert {one["id"]: (one["finish"], one["days"]) for one in document["tasks"]} == {
        "build": (["2026-03-13", "2026-03-17"], 2),
        "test": (["2026-03-18", "2026-03-19"], 1),
        "go-live": (["2026-03-18", "2026-03-19"], 1),
    }
    assert {path: path.read_bytes() for path in root.rglob("*.yml")} == before


def test_what_if_in_words(root):
    done = run(root, "plan", "demo", "--set", "build.duration=2d")
    lines = done.stdout.splitlines()
    assert lines[0] == "Project finish: 2026-03-18 → 2026-03-17 (-1 working days); due 2026-06-30"
    assert lines[2].split("  ")[0] == "Build"
    assert "2026-03-13 → 2026-03-12" in lines[2]
    assert run(root, "plan", "demo", "--set", "gone.duration=2d").stdout.endswith(
        "as before; due 2026-06-30\nNothing moves.\n"
    )


def test_an_empty_value_takes_a_field_away(root):
    assert "2026-03-03 → " not in run(root, "plan", "demo", "--set", "build.after=").stdout
    assert json.loads(run(root, "plan", "demo", "--set", "build.after=", "--format", "json").stdout)["tasks"][0][
        "start"
    ] == [
        "2026-03-11",
        "2026-03-02",
    ]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("build.duration", "write `task.field=value`"),
        ("buidl.duration=8d", "did you mean `build`?"),
        ("build.duration=8", "write `8d`"),
        ("build.durration=8d", "did you mean `duration`?"),
        ("build.after=[tset]", "did you mean `test`?"),
        ("build.start=2026-3-1", "2026-03-01"),
        ("build.after=[a", "build"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused_in_one_line(root, setting, said):
    done = run(root, "plan", "demo", "--set", setting)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_setting_that_closes_a_circle_says_which(root):
    done = run(root, "plan", "demo", "--set", "design.after=test", "--set", "design.status=todo")
    assert done.returncode == 1
    assert "design → build → test → design" in done.stderr


def test_why_tells_the_chain_with_leave_and_lag(root):
    text = run(root, "why", "demo/test").stdout
    assert "Test (test), 2026-03-17 – 2026-03-18\nTotal float 0, free float 0 working days" in text
    assert "   begins with the project (2 Mar)" in text
    assert "   waits until “Design” is finished (6 Mar)" in text
    assert "   moved by 2 working days: Mei is on leave 9 Mar–10 Mar" in text
    assert "   waits until “Build” is finished (13 Mar), with 1 working day between" in text


def test_why_of_the_statused_schedule(root):
    document = json.loads(run(root, "why", "demo/build", "--as-of", "2026-03-13", "--format", "json").stdout)
    assert [one["id"] for one in document["chain"]] == ["build"]
    assert document["chain"][0]["why"] == ["no earlier than today (13 Mar)"]


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("demo/tset", "did you mean `test`?"),
        ("demo/gone", "cancelled"),
        ("demo", "no task"),
        ("dmo/test", "there is no project `dmo`"),
    ],
)
def test_why_of_nothing(root, task, said):
    done = run(root, "why", task)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
