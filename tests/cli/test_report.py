"""`milepost report`: the status of a real repository between two days."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from portal_files import commit, portal

PLAN = "content/projects/demo/plan.yml"
BEFORE = """\
tasks:
  a: {title: Alpha, owner: lin, duration: 3d, status: in_progress, actual_start: 2026-02-23}
  b: {title: Beta, owner: mei, duration: 5d, after: [a]}
  c: {title: Gamma, owner: mei, duration: 5d}
  old: {title: Old, owner: mei, duration: 1d}
  live: {title: Live, owner: lin, milestone: true, after: [b, c]}
risks:
  rain: {title: Rain, status: assessed}
  snow: {title: Snow, status: treating}
decisions:
  go: {title: Go, status: proposed, choice: We go}
"""
AFTER = """\
tasks:
  a: {title: Alpha, owner: lin, duration: 3d, status: done, actual_start: 2026-02-23, actual_finish: 2026-02-25}
  beta: {title: Beta, was: [b], owner: mei, duration: 9d, after: [a]}
  c: {title: Gamma, owner: mei, duration: 3d}
  new: {title: New <b>, owner: lin, duration: 2d}
  live: {title: Live, owner: lin, milestone: true, after: [beta, c]}
risks:
  rain: {title: Rain, status: occurred}
  snow: {title: Snow, status: closed}
  hail: {title: Hail, probability: 2, impact: 3, status: identified}
decisions:
  go: {title: Go, status: accepted, choice: We go}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    commit(portal(tmp_path, {PLAN: BEFORE}), on="2026-02-22T12:00:00+08:00")
    return commit(portal(tmp_path, {PLAN: AFTER}), on="2026-02-27T12:00:00+08:00")


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "milepost", "report", "-C", str(root), "--lang", "en", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def lists(text: str) -> dict[str, list[str]]:
    """The entries below each heading of the third level, without counts."""
    found = {}
    for part in text.split("\n### ")[1:]:
        title, *lines = part.splitlines()
        found[title.rpartition(" (")[0]] = [line[2:] for line in lines if line.startswith("- ")]
    return found


def test_what_was_done_what_slipped_and_what_is_new(root):
    done = run(root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# Demo portal: status on 2026-03-02\n\nFrom 2026-02-23 to 2026-03-02.\n\n## Demo\n")
    found = lists(done.stdout)
    assert found["Done"] == ["Alpha: Lin"]
    assert found["Risks that occurred"] == ["Rain"]
    assert found["Risks closed"] == ["Snow"]
    assert found["New risks"] == ["Hail: score 6"]
    assert found["Decisions"] == ["Go: We go"]
    assert found["Added to the plan"] == ["New &lt;b&gt;: Lin"]
    assert found["Taken out of the plan"] == ["Old: Mei"]
    assert "Alpha" not in " ".join(found["To be finished in the next two weeks"])


def dates(root: Path, as_of: str, revision: str) -> dict[str, str]:
    """The finishes that `milepost plan` gives at a commit on a day."""
    subprocess.run(["git", "checkout", "-q", revision], cwd=root, check=True)
    command = [sys.executable, "-m", "milepost", "plan", "demo", "-C", str(root), "--format", "csv", "--as-of", as_of]
    rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[1:]
    subprocess.run(["git", "checkout", "-q", "-"], cwd=root, check=True)
    return {row.split(",")[0]: row.split(",")[2] for row in rows}


def test_dates_are_those_of_milepost_plan_then_and_now(root):
    text = run(root).stdout
    then, now = dates(root, "2026-02-23", "HEAD~1"), dates(root, "2026-03-02", "HEAD")
    assert then["live"] < now["live"]

    def day(text: str) -> str:
        year, month, number = map(int, text.split("-"))
        assert (year, month) in ((2026, 2), (2026, 3))
        return f"{number} {'Feb' if month == 2 else 'Mar'}"

    slipped = lists(text)["Slipped"]
    assert slipped[0].startswith(f"◆ Live: {day(then['live'])} → {day(now['live'])} · +")
    assert any(line.startswith(f"Beta: {day(then['b'])} → {day(now['beta'])} · +") for line in slipped)
    number = int(re.search(r"(\d+) working days later than before", text)[1])
    assert f"· +{number} working days" in slipped[0]


def test_nothing_is_said_where_nothing_changed(root):
    text = run(root, "--since", "2026-03-01").stdout
    assert not {"Done", "New risks", "Decisions", "Added to the plan", "Taken out of the plan"} & set(lists(text))


def test_a_file_a_page_and_a_language(root, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "report.html"
    done = run(root, "demo", "--since", "1w", "--format", "html", "-o", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    html = out.read_text(encoding="utf-8")
    assert "<h2>Demo</h2>" in html
    assert "New &lt;b&gt;" in html
    assert "http" not in html
    chinese = subprocess.run(
        [sys.executable, "-m", "milepost", "report", "-C", str(root), "--lang", "zh"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "### 已完成 (1)\n\n- Alpha：Lin\n" in chinese


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--since", "soon"), "neither a date nor a number of days"),
        (("--since", "2026-03-02"), "not before the as-of day"),
        (("nothere",), "no project"),
    ],
)
def test_wrong_calls(root, arguments, said):
    done = run(root, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_clone_without_the_past_says_so_and_tells_what_comes(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("clones")
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{root}", str(folder / "shallow")], check=True)
    plain = portal(folder / "plain", {PLAN: AFTER})
    for clone, said in ((folder / "shallow", "fetch-depth: 0"), (plain, "no git history")):
        done = run(clone)
        assert done.returncode == 0
        assert said in done.stdout
        found = lists(done.stdout)
        assert set(found) == {"To be finished in the next two weeks", "Meetings, gates and milestones"}
    assert "the first commit is later than 2025-03-03" in run(root, "--since", "52w").stdout
