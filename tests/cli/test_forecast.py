"""`milepost forecast` as its users run it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from portal_files import PORTAL, portal

TASKS = """\
tasks:
  build:
    title: Build
    owner: lin
    estimate: {optimistic: 8d, likely: 10d, pessimistic: 18d}
  live: {title: Live, owner: lin, milestone: true, due: 2026-03-17, after: [build]}
"""
RISK = """\
risks:
  late:
    title: Late
    probability: 3
    impact: 3
    delay: {optimistic: 4d, likely: 4d, pessimistic: 4d}
    hits: [build]
    status: assessed
"""


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "milepost", "forecast", *arguments, "-C", str(root)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "content/portal.yml": PORTAL + "  forecast: {samples: 2000, seed: 7}\n",
        "content/projects/demo/plan.yml": TASKS,
        "content/projects/demo/risks.yml": RISK,
    }
    return portal(tmp_path, files)


def test_the_same_seed_prints_the_same_bytes(root):
    first = run(root, "demo", "--format", "json")
    assert (first.returncode, first.stderr) == (0, "")
    assert run(root, "demo", "--format", "json").stdout == first.stdout
    document = json.loads(first.stdout)
    finish = document["finish"]
    assert finish["p10"] <= finish["p50"] <= finish["p80"] <= finish["p90"]
    assert 0 < document["milestones"]["live"]["chance"] < 1
    assert document["assumptions"] == {
        "estimated_tasks": 1,
        "assumed_tasks": 0,
        "risks": 1,
        "risks_not_drawn": [],
        "independent": True,
    }
    assert [one["id"] for one in document["risks"]] == ["demo/risks:late"]


def test_in_words_in_both_languages(root):
    said = run(root, "demo", "--lang", "en").stdout
    assert said.startswith("What               P10         P50")
    assert "Late (Risk)" in said
    assert "2000 simulations, seed 7; risks drawn: 1" in said
    assert "Lengths and risks are drawn independently of each other." in said
    assert "工期与风险互相独立抽取。" in run(root, "demo", "--lang", "zh").stdout


def test_nothing_open(root):
    (root / "content/projects/demo/plan.yml").write_text("tasks: {}\n")
    done = run(root, "demo", "--lang", "en")
    assert (done.returncode, done.stdout) == (0, "Nothing is open any more, so there is nothing to forecast.\n")
    assert json.loads(run(root, "demo", "--format", "json").stdout)["finish"] is None


def test_a_plan_that_cannot_be_computed_exits_with_one(root):
    (root / "content/projects/demo/plan.yml").write_text(
        "tasks:\n  a: {title: A, after: [b]}\n  b: {title: B, after: [a]}\n"
    )
    done = run(root, "demo", "--lang", "en")
    assert (done.returncode, done.stdout) == (1, "")
    assert "a → b → a" in done.stderr


def test_an_unknown_project_is_one_line(root):
    done = run(root, "dmo", "--lang", "en")
    assert done.returncode == 2
    assert "there is no project `dmo`" in done.stderr
