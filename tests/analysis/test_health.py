"""Health by schedule performance: red below 0.85, amber below 0.95, by the value of the work."""

from datetime import date

import pytest
from analysis.costed_portal import PLAN, costed
from portal_files import portal

from milepost.build import check, portal_site


@pytest.mark.parametrize(
    ("progress", "colour", "amount"),
    [
        (45, "green", None),  # SPI (1000 + 900) ÷ 2000 = 0.95
        (44, "amber", 94),
        (35, "amber", 85),
        (34, "red", 84),
        (0, "red", 50),
        (90, "green", None),
    ],
)
def test_the_share_of_the_due_work_decides(progress, colour, amount, tmp_path):
    plan = PLAN.replace("progress: 40", f"progress: {progress}")
    health = costed(tmp_path, plan).analysis.health["demo"]
    assert health.colour == colour
    assert [(one.rule, one.amount) for one in health.reasons] == ([("cost-performance", amount)] if amount else [])


def test_without_costs_it_says_nothing(tmp_path):
    plan = PLAN.replace("cost:", "x:")
    assert costed(tmp_path, plan).analysis.health["demo"].colour == "green"


def test_a_late_finish_is_named_first(tmp_path):
    plan = PLAN.replace("progress: 40", "progress: 0").replace("duration: 10d", "duration: 100d")
    health = costed(tmp_path, plan).analysis.health["demo"]
    assert health.reasons[0].rule == "deadline-at-risk"


UNDATED = """\
project: {title: Demo}
tasks:
  build: {title: Build, owner: lin, duration: 5d, acceptance: [Done]}
"""


def demo(root, plan, files=None):
    return check(portal(root, {"content/projects/demo/project.yml": plan, **(files or {})}))


def test_nothing_is_late_in_a_plan_without_any_date(tmp_path):
    found = demo(tmp_path, UNDATED)
    assert found.analysis.health["demo"].colour == "green"
    assert not [one for one in found.diagnostics if one.rule == "task-overdue"]


def test_such_a_plan_begins_with_what_really_began(tmp_path):
    plan = UNDATED.replace("duration: 5d", "duration: 5d, status: in_progress, actual_start: 2026-02-02")
    found = demo(tmp_path, plan)
    assert found.analysis.plans["demo"].schedule.start == date(2026, 2, 2)
    assert [one.rule for one in found.analysis.health["demo"].reasons] == ["task-overdue"]


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("project: {title: Demo}\n", "There are no tasks yet"),
        (UNDATED, "There is no due date to miss"),
        (UNDATED.replace("Demo}", "Demo, start: 2026-03-02, due: 2026-12-31}"), "By the plan it finishes in time"),
    ],
)
def test_what_speaks_for_a_project_is_true_of_it(tmp_path, plan, said):
    page = portal_site(demo(tmp_path, plan), "en").pages["projects/demo/"].render().html
    assert said in page
