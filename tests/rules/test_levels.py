"""Levels that a portal sets: per rule, per type, per field."""

import pytest
from loading.findings import checked, place, places, the_one
from portal_files import PORTAL

from milepost.build import check
from milepost.diagnostics.diagnostic import Severity

NO_OWNER = "tasks:\n  menu: {title: Menu, duration: 5d, acceptance: [Loads]}\n"


def levels(root, rules, files):
    found = checked(root, {"content/portal.yml": PORTAL + f"  rules: {rules}\n", **files})
    return {place(one): one.severity.value for one in found.diagnostics}


@pytest.mark.parametrize(
    ("rules", "level"),
    [
        ("{}", "error"),
        ("{missing-field: warning}", "warning"),
        ("{missing-field: info}", "info"),
        ("{missing-field: off}", None),
        ("{missing-field: {tasks.owner: off}}", None),
        ("{missing-field: {tasks: info}}", "info"),
        ("{missing-field: {tasks: off, tasks.owner: warning}}", "warning"),
        ("{missing-field: {tasks.title: off}}", "error"),
        ("{missing-field: {project: off}}", "error"),
        ("{invalid-value: off}", "error"),
    ],
)
def test_the_most_special_setting_counts(rules, level, tmp_path):
    found = levels(tmp_path, rules, {"plan.yml": NO_OWNER})
    assert found == ({"task-without-owner plan.yml:2:3": level} if level else {})


def test_fields_inside_of_mappings(tmp_path):
    files = {"plan.yml": NO_OWNER.replace("duration: 5d", "owner: lin, duration: 5d, links: [{title: A}]")}
    for number, (rules, count) in enumerate(
        [("{}", 1), ("{missing-field: {tasks.links.url: off}}", 0), ("{missing-field: {tasks.links: off}}", 0)]
    ):
        assert len(levels(tmp_path / str(number), rules, files)) == count


def test_the_portal_s_own_fields(tmp_path):
    portal = PORTAL.replace("  currency: CNY\n", "") + "  rules: {missing-field: {portal.currency: warning}}\n"
    assert the_one(checked(tmp_path, {"content/portal.yml": portal})).severity is Severity.WARNING


@pytest.mark.parametrize(
    ("rules", "rule", "help_"),
    [
        ("{mising-field: off}", "invalid-value", "missing-field"),
        ("{missing-field: {taskss.owner: off}}", "unknown-collection", "tasks.owner"),
        ("{missing-field: {tasks.ownr: off}}", "unknown-field", "tasks.owner"),
        ("{missing-field: loud}", "invalid-value", None),
    ],
)
def test_settings_that_name_nothing(rules, rule, help_, tmp_path):
    found = checked(tmp_path, {"content/portal.yml": PORTAL + f"  rules: {rules}\n"})
    one = the_one(found)
    assert one.rule == rule
    assert one.location.span.line == PORTAL.count("\n") + 1
    if help_:
        assert one.help.params["name"] == help_


def test_findings_come_sorted_and_a_second_run_says_the_same(tmp_path):
    files = {f"{name}.yml": f"tasks:\n  {name}: {{title: {name}, ownr: x, duration: 5}}\n" for name in "dacb"}
    first = checked(tmp_path, files)
    second = check(tmp_path)
    assert first.diagnostics == second.diagnostics
    keys = [(one.location.path, *one.location.span[:2], one.rule) for one in first.diagnostics]
    assert keys == sorted(keys)
    assert len(places(first)) == 12
