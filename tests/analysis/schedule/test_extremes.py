"""Plans that nobody should write, and that have to be computed, or refused in words, all the same."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from analysis.schedule.networks import march, network, task
from portal_files import PORTAL, portal

from milepost.analysis.schedule.critical_path import critical_paths, driving_chain
from milepost.analysis.schedule.network import Activity, Days, Link, Recorded
from milepost.analysis.schedule.planned import plan_schedule
from milepost.build import check

CHAIN = 10_000


def chain(count: int, **fields) -> list[Activity]:
    return [
        Activity(
            id=f"t{number}", length=Days(amount=1), after=(Link(target=f"t{number - 1}"),) if number else (), **fields
        )
        for number in range(count)
    ]


def test_ten_thousand_tasks_in_a_chain_are_no_recursion():
    plan = network(*chain(CHAIN), as_of=march(2))
    schedule = plan_schedule(plan)
    assert schedule.activities["t9999"].critical
    assert len(driving_chain(schedule, "t9999")) == CHAIN
    assert [len(path) for path in critical_paths(schedule)] == [CHAIN]


def test_a_chain_in_the_middle_of_the_work():
    tasks = chain(1_000)
    tasks[0] = tasks[0]._replace(recorded=Recorded(start=march(2), finish=march(2)))
    tasks[1] = tasks[1]._replace(recorded=Recorded(start=march(3), remaining=400))
    schedule = plan_schedule(network(*tasks, as_of=march(9)))
    assert schedule.activities["t1"].start == march(3)
    assert schedule.activities["t2"].start > date(2027, 8, 1)


def test_ten_years_and_no_time_at_all():
    plan = network(task("a", "0d"), task("b", "2600d", after="a"), task("c", "0d", after="b", milestone=True))
    schedule = plan_schedule(plan)
    assert schedule.activities["b"].finish == schedule.activities["c"].finish == date(2036, 2, 15)


def test_leave_of_ten_years_moves_a_task_behind_it():
    away = ((march(1), date(2036, 3, 1)),)
    assert plan_schedule(network(task("a", "3d", away=away))).activities["a"].start == date(2036, 3, 3)


PEOPLE = "people:\n  lin: {title: Lin, backup: mei, leave: {from: 2026-01-01, to: 9999-12-31}}\n  mei: {title: Mei, backup: lin}\n"
TASK = "tasks:\n  a: {title: A, owner: lin, duration: 3d, acceptance: [Done and seen]}\n"


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "milepost", *arguments, "-C", str(root), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_somebody_who_never_comes_back_is_said_and_stops_nothing_else(tmp_path):
    root = portal(tmp_path, {"content/people.yml": PEOPLE, "content/projects/demo/plan.yml": TASK})
    found = {one.rule for one in check(root).diagnostics}
    assert "calendar-not-covered" in found
    done = run(root, "plan", "demo")
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be computed" in done.stderr
    for command in (("why", "demo/a"), ("forecast", "demo"), ("level", "demo")):
        assert run(root, *command).returncode == 1, command


def test_a_calendar_without_a_working_day_is_one_error_and_the_plan_is_still_computed(tmp_path):
    root = portal(
        tmp_path,
        {
            "content/portal.yml": PORTAL.replace("{base: none}", "{weekend: [mon, tue, wed, thu, fri, sat, sun]}"),
            "content/projects/demo/plan.yml": TASK,
        },
    )
    errors = [one for one in check(root).diagnostics if one.severity.value == "error"]
    assert [(one.rule, one.location.path) for one in errors] == [("invalid-value", "content/portal.yml")]
    assert run(root, "plan", "demo").returncode == 0


@pytest.mark.parametrize(
    ("plan", "places"),
    [
        # a link to cancelled work holds nobody
        (
            "tasks:\n  a: {title: A, duration: 9d, status: cancelled}\n  b: {title: B, duration: 1d, after: [a]}\n",
            {"b": ("2026-03-02", "2026-03-02")},
        ),
        # a lead that would go before the project
        (
            "tasks:\n  a: {title: A, duration: 2d}\n  b: {title: B, duration: 1d, after: a FS-9d}\n",
            {"a": ("2026-03-02", "2026-03-03"), "b": ("2026-03-02", "2026-03-02")},
        ),
        # finished before it began
        (
            "tasks:\n  a: {title: A, duration: 2d, status: done, actual_start: 2026-03-06, actual_finish: 2026-03-04}\n",
            {"a": ("2026-03-02", "2026-03-03")},
        ),
        # estimates out of order
        (
            "tasks:\n  a: {title: A, estimate: {optimistic: 9d, likely: 2d, pessimistic: 1d}}\n",
            {"a": ("2026-03-02", "2026-03-04")},
        ),
    ],
)
def test_the_rest_is_computed_whatever_is_wrong(tmp_path, plan, places):
    root = portal(tmp_path, {"content/projects/demo/plan.yml": plan})
    document = json.loads(run(root, "plan", "demo", "--format", "json").stdout)
    assert {one["id"]: (one["start"], one["finish"]) for one in document["tasks"]} == places
    for command in (("plan", "demo", "--as-of", "2026-03-10"), ("forecast", "demo"), ("level", "demo")):
        done = run(root, *command)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), (command, done.stderr)


def test_work_that_is_done_and_finished_before_it_began_keeps_its_last_day(tmp_path):
    text = "tasks:\n  a: {title: A, duration: 2d, status: done, actual_start: 2026-03-06, actual_finish: 2026-03-04}\n"
    root = portal(tmp_path, {"content/projects/demo/plan.yml": text})
    document = json.loads(run(root, "plan", "demo", "--as-of", "2026-03-10", "--format", "json").stdout)
    assert document["tasks"][0]["finish"] == "2026-03-04"
    assert "date-order" in {one.rule for one in check(root).diagnostics}
