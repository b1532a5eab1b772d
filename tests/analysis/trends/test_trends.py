"""Trends of a scripted repository against its script, and their dates against `milepost plan` at each commit."""

import csv
import io
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from history.scripted_repository import Moment, scripted_repository
from portal_files import MINIMAL, PORTAL, commit, portal

from milepost.analysis.trends.trends import MOST_POINTS, ProjectTrend
from milepost.build import check

DAY = timedelta(days=1)
AS_OF = "2026-12-31"
PLAN = "content/projects/demo/plan.yml"


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Moment]]:
    root = tmp_path_factory.mktemp("scripted")
    return root, {one.subject: one for one in scripted_repository(root, commits=300, seed=20260105)}


@pytest.fixture(scope="module")
def trend(scripted) -> ProjectTrend:
    root, _ = scripted
    found = check(root, as_of=AS_OF).analysis.trends
    assert found
    return found["demo"]


def subjects(root: Path) -> dict[str, str]:
    out = subprocess.run(["git", "log", "--format=%H %s"], cwd=root, check=True, capture_output=True, text=True).stdout
    return dict(line.split(" ", 1) for line in out.splitlines())


def test_scope_done_and_gaps_are_the_script_s(scripted, trend):
    root, moments = scripted
    said = subjects(root)
    assert 60 < len(trend.points) <= MOST_POINTS + 1
    assert [one.day for one in trend.points] == sorted({one.day for one in trend.points})
    for point in trend.points[:-1]:
        moment = moments[said[point.sha]]
        assert point.known is moment.readable
        if moment.readable:
            states = Counter(task.get("status", "backlog") for task in moment.tasks.values())
            assert (point.scope, point.done, dict(point.states)) == (len(moment.tasks), states["done"], dict(states))
    assert any(not one.known for one in trend.points)
    assert not trend.points[-1].sha


def test_promised_dates_are_those_of_milepost_plan(scripted, trend, tmp_path):
    root, _ = scripted
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(root), str(clone)], check=True)
    for point in [one for one in trend.points if one.known][:-1][::15]:
        subprocess.run(["git", "checkout", "-q", point.sha], cwd=clone, check=True)
        after = (point.day + DAY).isoformat()
        command = [sys.executable, "-m", "milepost", "plan", "demo", "--format", "csv", "--as-of", after]
        out = subprocess.run(command, cwd=clone, check=True, capture_output=True, text=True).stdout
        finishes = [row["finish"] for row in csv.DictReader(io.StringIO(out))]
        assert point.finish == date.fromisoformat(max(finishes))


def test_what_became_done_is_what_the_script_did(scripted, trend):
    root, moments = scripted
    order = [moments[said] for said in reversed(subjects(root).values()) if said in moments]
    done: set[str] = set()
    before: dict[str, str] = {}
    for moment in order:
        if not moment.readable:
            continue
        states = {name: task.get("status", "backlog") for name, task in moment.tasks.items()}
        former = {moment.renamed.get(name, name): name for name in states}
        before = {former.get(name, name): state for name, state in before.items()}
        done = {former.get(name, name) for name in done}
        done = {name for name in done if states.get(name) == "done"}
        done |= {name for name, state in states.items() if state == "done" and before.get(name, "done") != "done"}
        before = states
    assert {one.task.id for one in trend.completions} == done


def commits(root: Path, *steps: tuple[str, dict[str, str]]) -> Path:
    for day, files in steps:
        commit(portal(root, files), on=f"{day}T12:00:00+08:00")
    return root


def plan(days: int, name: str = "live") -> dict[str, str]:
    return {
        PLAN: f"tasks:\n  a: {{title: A, duration: {days}d}}\n  {name}: {{title: Live, milestone: true, after: [a]}}\n"
    }


def test_milestones_keep_their_history_under_a_new_id(tmp_path):
    renamed = {PLAN: plan(5, "go-live")[PLAN].replace("title: Live", "title: Live, was: [live]")}
    root = commits(tmp_path, ("2026-02-02", plan(3)), ("2026-02-03", plan(5)), ("2026-02-04", renamed))
    found = check(root).analysis.trends
    assert found
    assert [sorted(one.milestones) for one in found["demo"].points] == [["go-live"]] * 4
    days = [one.milestones["go-live"].isoformat() for one in found["demo"].points]
    assert days == ["2026-03-04", "2026-03-06", "2026-03-06", "2026-03-06"]  # the project starts on 2 March


def test_a_project_with_a_new_folder_keeps_its_history(tmp_path):
    root = commits(tmp_path, ("2026-02-02", plan(3)))
    (root / "content/projects/demo").rename(root / "content/projects/shop")
    file = root / "content/projects/shop/project.yml"
    file.write_text(file.read_text() + "  was: [demo]\n")
    commit(root, on="2026-02-03T12:00:00+08:00")
    found = check(root).analysis.trends
    assert found
    assert list(found) == ["shop"]
    assert [one.day.day for one in found["shop"].points] == [2, 3, 2]
    assert len(found["shop"].steps) == 2


def test_commits_of_the_as_of_day_and_later_are_steps_but_no_points(tmp_path):
    root = commits(tmp_path, ("2026-03-01", plan(3)), ("2026-03-02", plan(9)), ("2026-03-03", plan(20)))
    found = check(root).analysis.trends
    assert found
    (first, today) = found["demo"].points
    assert (first.day, today.day, today.sha) == (date(2026, 3, 1), date(2026, 3, 2), "")
    assert [one.day.day for one in found["demo"].steps] == [3, 2, 1]
    assert not found["demo"].completions


@pytest.mark.parametrize("options", [("--depth", "1"), ("--filter=blob:none",)])
def test_of_a_clone_that_lacks_something_nothing_is_told(tmp_path, options):
    root = commits(tmp_path / "whole", ("2026-02-02", plan(3)), ("2026-02-03", plan(5)))
    subprocess.run(["git", "config", "uploadpack.allowFilter", "true"], cwd=root, check=True)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", *options, f"file://{root}", str(clone)], check=True, capture_output=True)
    assert check(root).analysis.trends
    assert check(clone).analysis.trends is None
    assert check(portal(tmp_path / "plain", dict(MINIMAL))).analysis.trends is None


def test_many_days_are_thinned_out_and_the_ends_stay(tmp_path):
    days = [date(2025, 9, 1) + number * DAY for number in range(MOST_POINTS + 30)]
    stream = b""
    for number, day in enumerate(days, 1):
        seconds = (day.toordinal() - date(1970, 1, 1).toordinal()) * 86_400
        text = plan(number % 9 + 1)[PLAN].encode()
        stream += b"commit refs/heads/main\nmark :%d\ncommitter T <t@example.com> %d +0000\ndata 1\nx\n" % (
            number,
            seconds,
        )
        files = {PLAN: text} if number > 1 else {**{name: one.encode() for name, one in MINIMAL.items()}, PLAN: text}
        for name, data in files.items():
            stream += f"M 100644 inline {name}\ndata {len(data)}\n".encode() + data + b"\n"
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=tmp_path, input=stream, check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=tmp_path, check=True)
    (tmp_path / "content/portal.yml").write_text(PORTAL.replace("as_of: 2026-03-02", "as_of: 2026-03-02"))
    found = check(tmp_path).analysis.trends
    assert found
    points = found["demo"].points
    assert len(points) == MOST_POINTS + 1
    assert (points[0].day, points[-2].day) == (days[0], days[-1])
    assert len(found["demo"].steps) == len(days)
