"""Names that fit their type and still mean nothing: time zones, audiences, countries, links of phases."""

import pytest
from loading.findings import TASK, checked, english, marked, place, places, the_one
from portal_files import PORTAL

PROJECT = "project: {title: D, summary: S, sponsor: mei, owner: lin, start: 2026-03-02, due: 2026-06-30, status: active, calendar: %s}\n"


@pytest.mark.parametrize(
    ("portal", "where", "under", "help_"),
    [
        (PORTAL.replace("Asia/Shanghai", "Asia/Shanghia"), "invalid-value content/portal.yml:4:13", "Asia/Shanghia", "did you mean `Asia/Shanghai`?"),
        (PORTAL.replace("Asia/Shanghai", "Beijing"), "invalid-value content/portal.yml:4:13", "Beijing", None),
        (PORTAL + "  audiences: [public, team]\n  default_audience: teem\n", "invalid-value content/portal.yml:9:21", "teem", "did you mean `team`?"),
        (PORTAL + "  audiences: [public, team]\n  field_audience: {tasks.cost: staff}\n", "invalid-value content/portal.yml:9:32", "staff", None),
        (PORTAL + "  field_audience: {tsks.cost: a}\n  audiences: [a]\n", "unknown-collection content/portal.yml:8:20", "tsks.cost", "did you mean `tasks.cost`?"),
        (PORTAL + "  field_audience: {tasks.cots: a}\n  audiences: [a]\n", "unknown-field content/portal.yml:8:20", "tasks.cots", "did you mean `tasks.cost`?"),
        (PORTAL + "  types: {taskz: {fields: {a: {}}}}\n", "unknown-collection content/portal.yml:8:11", "taskz", "did you mean `tasks`?"),
        (PORTAL + "  thresholds: {task-overdeu: {days: 1}}\n", "invalid-value content/portal.yml:8:16", "task-overdeu", None),
        (PORTAL + "  thresholds: {date-order: {days: 1}}\n", "invalid-value content/portal.yml:8:29", "days", "delete the entry"),
        (PORTAL.replace("{base: none}", "{base: zz}"), "invalid-value content/portal.yml:6:20", "zz", None),
        (PORTAL.replace("base: none", "weekend: [mon, tue, wed, thu, fri, sat, sun]"), "invalid-value content/portal.yml:6:23", None, None),
        (PORTAL.replace("base: none", "weekend: [mom]"), "invalid-value content/portal.yml:6:24", "mom", "did you mean `mon`?"),
    ],
)  # fmt: skip
def test_settings(portal, where, under, help_, tmp_path):
    found = checked(tmp_path, {"content/portal.yml": portal})
    one = the_one(found)
    assert place(one) == where
    assert under is None or marked(found, one) == under
    assert help_ is None or english(one)[1] == help_


def test_audiences_of_records(tmp_path):
    files = {
        "content/portal.yml": PORTAL + "  audiences: [public, team]\n",
        "p.yml": f"tasks:\n{TASK[:-2]}, audience: pubic}}\n",
        "q.yml": f"tasks:\n{TASK[:-2].replace('menu', 'late').replace('lin', 'mei')}, audience: {{'*': public, cots: team}}}}\n",
    }
    found = checked(tmp_path, files)
    assert places(found) == ["invalid-value p.yml:2:85", "unknown-field q.yml:2:99"]
    assert [marked(found, one) for one in found.diagnostics] == ["pubic", "cots"]


@pytest.mark.parametrize("audience", ["public", "{'*': public, cost: team}"])
def test_audiences_that_exist(audience, tmp_path):
    files = {
        "content/portal.yml": PORTAL + "  audiences: [public, team]\n",
        "p.yml": f"tasks:\n{TASK[:-2]}, audience: {audience}}}\n",
    }
    assert checked(tmp_path, files).diagnostics == ()


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('after: ["build SS"]', ["invalid-value p.yml:4:75"]),
        ('after: ["build FF"]', []),
        ("after: [build]", []),
        ('before: ["build SS"]', []),
    ],
)
def test_links_of_a_type_that_phases_cannot_have(link, expected, tmp_path):
    text = (
        "phases:\n  build: {title: Build}\ntasks:\n"
        f"  t: {{title: Task, owner: lin, duration: 1d, acceptance: [Loads], {link}}}\n"
        "  in-build: {title: In, owner: lin, duration: 1d, acceptance: [Loads], phase: build}\n"
    )
    assert places(checked(tmp_path, {"p.yml": text})) == expected


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        ("{base: cn, covers: [2026]}", []),
        ("{base: none}", []),
        ("{base: cn, assume: weekdays}", []),
        ("nowhere", ["unresolved-reference project.yml:1:121"]),
        ("{bsae: cn}", ["unknown-field project.yml:1:122"]),
    ],
)
def test_calendars_of_projects(calendar, expected, tmp_path):
    assert places(checked(tmp_path, {"project.yml": PROJECT % calendar})) == expected


@pytest.mark.parametrize(("assume", "expected"), [("", ["calendar-not-covered"]), (", assume: weekdays", [])])
def test_a_plan_beyond_what_the_calendar_knows(assume, expected, tmp_path):
    files = {"project.yml": (PROJECT % f"{{base: cn{assume}}}").replace("2026-", "2089-")}
    assert [one.rule for one in checked(tmp_path, files).diagnostics] == expected
