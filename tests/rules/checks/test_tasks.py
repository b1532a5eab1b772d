"""Tasks, phases and gates: what they have to say, and what contradicts it; each rule with a near miss."""

import pytest
from loading.findings import checked, english, place, places, the_one
from portal_files import PORTAL, PROJECT

from milepost.diagnostics.diagnostic import Severity

TASK = {"title": "Menu page", "owner": "lin", "duration": "5d", "acceptance": "[Loads in 1 s]"}
DONE = {
    "status": "done",
    "actual_start": "2026-02-23",
    "actual_finish": "2026-02-27",
    "evidence": "https://example.com/e",
}
RUNNING = {"status": "in_progress", "actual_start": "2026-02-25"}


def task(**fields):
    """A file whose third line is the task's first field, one a line: title, owner, duration, acceptance, others."""
    given = {name: value for name, value in {**TASK, **fields}.items() if value is not None}
    return "tasks:\n  t:\n" + "".join(f"    {name}: {value}\n" for name, value in given.items())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"owner": None}, ["task-without-owner plan.yml:2:3"]),
        ({"owner": None, "ownr": "lin"}, ["unknown-field plan.yml:6:5"]),
        ({"owner": "lim"}, ["unresolved-reference plan.yml:4:12"]),
        ({"acceptance": None}, ["task-without-acceptance plan.yml:2:3"]),
        ({"acceptance": "[]"}, ["task-without-acceptance plan.yml:6:5"]),
        ({"acceptance": "[Loads in 1 s, Done.]"}, ["task-vague-acceptance plan.yml:6:32"]),
        ({"acceptance": "[{text: 完成}]"}, ["task-vague-acceptance plan.yml:6:18"]),
        ({"acceptance": "[{text: {zh: 首屏一秒, en: It works}}]"}, ["task-vague-acceptance plan.yml:6:18"]),
        ({"acceptance": "[Done means paid]"}, []),
        ({"acceptance": "done", "status": "cancelled"}, []),
        (DONE, []),
        ({**DONE, "evidence": None}, ["done-without-evidence plan.yml:7:13"]),
        ({**DONE, "actual_start": None}, ["done-without-actuals plan.yml:7:13"]),
        ({**DONE, "actual_start": None, "milestone": "true", "duration": None}, []),
        (
            {**DONE, "actual_finish": None, "milestone": "true", "duration": None},
            ["done-without-actuals plan.yml:6:13"],
        ),
        ({**DONE, "actual_finish": "2026-2-27"}, ["invalid-date plan.yml:9:20"]),
        ({**DONE, "actual_finish": "2026-03-02"}, []),  # today
        ({**DONE, "actual_finish": "2026-03-03"}, ["actual-in-future plan.yml:9:20"]),
        ({**DONE, "progress": "99"}, ["progress-contradicts-status plan.yml:11:15"]),
        ({**DONE, "progress": "100"}, []),
        ({**RUNNING, "progress": "100"}, ["progress-contradicts-status plan.yml:9:15"]),
        ({**RUNNING, "status": "in_review", "progress": "100"}, []),
        ({**RUNNING, "actual_finish": "2026-02-27"}, ["progress-contradicts-status plan.yml:9:20"]),
        ({"status": "todo", "progress": "10"}, ["progress-contradicts-status plan.yml:8:15"]),
        ({"status": "todo", "progress": "0"}, []),
        ({"status": "started", "progress": "10"}, ["invalid-value plan.yml:7:13"]),
        ({"actual_start": "2026-02-25"}, ["progress-contradicts-status plan.yml:7:19"]),
        ({"status": "in_progress"}, ["started-without-actual-start plan.yml:7:13"]),
        ({"status": "in_progress", "actual_start": "yesterday"}, ["invalid-date plan.yml:8:19"]),
        ({"status": "blocked", "actual_start": "2026-02-25"}, ["blocked-without-blocker plan.yml:7:13"]),
        ({"status": "blocked", "actual_start": "2026-02-25", "blocked_by": "beside"}, []),
        (
            {**DONE, "acceptance": "[{text: A, done: true}, {text: B}]"},
            ["done-with-open-acceptance plan.yml:6:41"],
        ),
        ({**DONE, "acceptance": "[{text: A, done: false}]"}, ["done-with-open-acceptance plan.yml:6:18"]),
        ({**DONE, "acceptance": "[{text: A, done: true}]"}, []),
        ({"duration": "10d"}, []),
        ({"duration": "11d"}, ["task-too-large plan.yml:5:15"]),
        ({"duration": "30ed"}, []),
        ({"duration": None, "effort": "22", "assignees": "[{person: lin}, {person: mei}]"}, ["task-too-large plan.yml:6:13"]),
        ({"duration": None, "start": "2026-03-02", "due": "2026-03-17"}, ["task-too-large plan.yml:7:10"]),
        ({"due": "2026-03-14"}, ["due-on-non-working-day plan.yml:7:10"]),
        ({"due": "2026-03-13"}, []),
        ({"estimate": "{optimistic: 3d, likely: 2d, pessimistic: 4d}"}, ["estimate-order plan.yml:7:40"]),
        ({"estimate": "{optimistic: 3d, likely: 5d, pessimistic: 4d}"}, ["estimate-order plan.yml:7:57"]),
        ({"estimate": "{optimistic: 3d, likely: 3d, pessimistic: 3d}"}, []),
        ({"estimate": "{optimistic: 9ed, likely: 5d, pessimistic: 6d}"}, []),
    ],
)  # fmt: skip
def test_each_rule_of_tasks(fields, expected, tmp_path):
    found = checked(tmp_path, {"plan.yml": task(**fields)})
    assert [one for one in places(found) if not one.startswith("deadline-at-risk")] == expected


def test_three_points_of_risks(tmp_path):
    text = (
        "risks:\n  r: {title: R, owner: lin, cause: c, event: e, effect: f, category: k, probability: 1, impact: 1,"
        " response: accept, identified_on: 2026-03-01, next_review: 2026-04-01,\n"
        "    cost: {optimistic: 5, likely: 4, pessimistic: 9 USD}}\n"
    )
    assert places(checked(tmp_path, {"r.yml": text})) == ["estimate-order r.yml:3:35", "mixed-currency r.yml:3:51"]


@pytest.mark.parametrize(
    ("fields", "as_of", "expected"),
    [
        ({"due": "2026-03-06"}, "2026-03-06", []),
        ({"due": "2026-03-06"}, "2026-03-07", ["task-overdue plan.yml:7:10"]),
        ({}, "2026-03-07", ["task-overdue plan.yml:2:3"]),  # by the plan
        (DONE, "2026-03-20", []),
    ],
)
def test_overdue(fields, as_of, expected, tmp_path):
    portal = PORTAL.replace("2026-03-02", as_of)
    assert places(checked(tmp_path, {"plan.yml": task(**fields), "content/portal.yml": portal})) == expected
    closed = PROJECT.replace("status: active", "status: closed")
    files = {"plan.yml": task(**fields), "content/portal.yml": portal, "project.yml": closed}
    assert places(checked(tmp_path / "closed", files)) == []


def test_a_length_is_a_setting(tmp_path):
    portal = PORTAL + "  thresholds: {task-too-large: {days: 12}}\n"
    assert places(checked(tmp_path, {"plan.yml": task(duration="12d"), "content/portal.yml": portal})) == []


ROW = "  {}: {{title: T, owner: lin, duration: 1d, acceptance: [Loads in 1 s]{}}}\n"


def rows(**more):
    return "tasks:\n" + "".join(ROW.format(name, f", {text}" if text else "") for name, text in more.items())


def about(found, *rules):
    return [place(one).rpartition(":")[0] for one in found.diagnostics if one.rule in rules]


@pytest.mark.parametrize(
    ("a", "b", "line"),
    [
        ("due: 2026-03-06", "start: 2026-03-06, after: [a]", 3),
        ("due: 2026-03-06", "start: 2026-03-09, after: [a]", None),
        ("due: 2026-03-06, before: [b]", "start: 2026-03-05", 3),
        ("due: 2026-03-06", 'start: 2026-03-10, after: ["a FS+2d"]', 3),
        ("due: 2026-03-06", 'start: 2026-03-11, after: ["a FS+2d"]', None),
        ("due: 2026-03-06", 'start: 2026-03-06, after: ["a FS-1d"]', None),
        ("due: 2026-03-06, milestone: true", "start: 2026-03-06, after: [a]", None),
        ("start: 2026-03-06", 'start: 2026-03-05, after: ["a SS"]', 3),
        ("start: 2026-03-06", 'start: 2026-03-06, after: ["a SS"]', None),
        ("due: 2026-03-06", 'due: 2026-03-05, after: ["a FF"]', 3),
        ("due: 2026-03-06, status: cancelled", "start: 2026-03-05, after: [a]", None),
        ("duration: 9d", "start: 2026-03-02, after: [a]", None),  # nothing was typed
    ],
)
def test_typed_dates_against_links(a, b, line, tmp_path):
    found = checked(tmp_path, {"plan.yml": rows(a=a, b=b).replace("duration: 1d, acceptance", "acceptance")})
    assert about(found, "dependency-violated") == ([f"dependency-violated plan.yml:{line}"] if line else [])


FINISHED = "status: done, actual_start: 2026-02-23, actual_finish: 2026-02-27, evidence: https://example.com/e"


@pytest.mark.parametrize(
    ("a", "b", "line"),
    [
        ("", f"{FINISHED}, after: [a]", 3),
        ("before: [b]", FINISHED, 3),
        ("", f'{FINISHED}, after: ["a SS"]', None),
        (FINISHED, f"{FINISHED}, after: [a]", None),
        ("status: cancelled", f"{FINISHED}, after: [a]", None),
        ("", "after: [a]", None),
    ],
)
def test_done_before_what_it_waits_for(a, b, line, tmp_path):
    found = checked(tmp_path, {"plan.yml": rows(a=a, b=b)})
    assert about(found, "done-before-predecessor") == ([f"done-before-predecessor plan.yml:{line}"] if line else [])


PHASES = "phases:\n  outer: {title: O, start: 2026-03-09, due: 2026-04-10}\n  inner: {title: I, parent: outer%s}\n"


@pytest.mark.parametrize(
    ("inner", "dates", "expected"),
    [
        ("", "start: 2026-03-09, due: 2026-04-10", []),
        ("", "start: 2026-03-06", ["task-outside-phase plan.yml:5"]),
        ("", "due: 2026-04-13", ["task-outside-phase plan.yml:5"]),
        ("", "due: 2026-04-13, status: cancelled", []),
        (", due: 2026-04-03", "due: 2026-04-06", ["task-outside-phase plan.yml:5"]),
        (", due: 2026-04-13", "due: 2026-04-10", ["parent-does-not-enclose plan.yml:3"]),
        (", start: 2026-03-06", "", ["parent-does-not-enclose plan.yml:3"]),
    ],
)
def test_dates_inside_of_phases(inner, dates, expected, tmp_path):
    text = PHASES % inner + rows(t=f"phase: inner{', ' if dates else ''}{dates}")
    found = checked(tmp_path, {"plan.yml": text})
    assert about(found, "task-outside-phase", "parent-does-not-enclose") == expected


@pytest.mark.parametrize(
    ("second", "line"),
    [
        ("start: 2026-03-20, due: 2026-04-10", 3),
        ("start: 2026-03-21, due: 2026-04-10", None),
        ("start: 2026-03-20, due: 2026-04-10, parallel: true", None),
        ("start: 2026-03-10, due: 2026-03-12, parent: one", None),
        ("start: 2026-03-20", None),
    ],
)
def test_phases_beside_each_other(second, line, tmp_path):
    text = f"phases:\n  one: {{title: A, start: 2026-03-09, due: 2026-03-20}}\n  two: {{title: B, {second}}}\n"
    found = checked(tmp_path, {"plan.yml": text})
    assert about(found, "phases-overlap") == ([f"phases-overlap plan.yml:{line}"] if line else [])


def test_stages(tmp_path):
    text = "phases:\n  a: {title: A, stage: build}\n  b: {title: B%s}\n"
    one = next(one for one in checked(tmp_path, {"plan.yml": text % ""}).diagnostics if one.rule == "stage-missing")
    assert (place(one), one.severity) == ("stage-missing project.yml:1:1", Severity.INFO)
    assert english(one)[0].startswith("no phase of project `demo` stands for: ")
    assert "build" not in english(one)[0]
    named = checked(tmp_path / "b", {"plan.yml": text.replace(", stage: build", "") % ""})
    assert not about(named, "stage-missing")


REQUIREMENT = "requirements:\n  r: {title: R, need: n, acceptance: [Loads in 1 s]%s}\n"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (", status: agreed", ["requirement-without-task r.yml:2:3"]),
        (", status: delivered", ["requirement-without-task r.yml:2:3"]),
        (", status: draft", []),
        (", status: agreed, tasks: beside", []),
        (", status: agreed, tasks: besides", ["unresolved-reference r.yml:2:82"]),
        (", status: agreed, task: beside", ["unknown-field r.yml:2:75"]),
    ],
)
def test_requirements(more, expected, tmp_path):
    assert [one.rpartition(":")[0] for one in places(checked(tmp_path, {"r.yml": REQUIREMENT % more}))] == [
        one.rpartition(":")[0] for one in expected
    ]


GATE = {
    "title": "Build is done",
    "phase": "build",
    "due": "2026-03-27",
    "checklist": "[{title: A, done: true}, {title: B}]",
    "approver": "mei",
    "decision": "pending",
}
AROUND = (
    "phases:\n  build: {title: B, owner: lin, start: 2026-03-02, due: 2026-03-27}\n"
    "  launch: {title: L, owner: lin, start: 2026-03-30, due: 2026-04-10%s}\n"
)


def gate(**fields):
    given = {name: value for name, value in {**GATE, **fields}.items() if value is not None}
    return "gates:\n  g:\n" + "".join(f"    {name}: {value}\n" for name, value in given.items())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"decision": "passed"}, ["gate-passed-unchecked gates.yml:8:15"]),
        ({"decision": "passed", "checklist": "[{title: A, done: true}]"}, []),
        ({"decision": "conditional"}, []),
        ({"approver": None}, ["gate-approver gates.yml:2:3"]),
        ({"approver": "lin"}, ["gate-approver gates.yml:7:15"]),
        ({"decision": "conditional", "conditions_due": "2026-03-01"}, ["gate-condition-overdue gates.yml:9:21"]),
        ({"decision": "conditional", "conditions_due": "2026-03-02"}, []),
        ({"decision": "passed", "conditions_due": "2026-03-01", "checklist": None}, []),
        ({"due": "2026-03-28"}, ["due-on-non-working-day gates.yml:5:10"]),
    ],
)
def test_gates(fields, expected, tmp_path):
    files = {"gates.yml": gate(**fields), "plan.yml": AROUND % "" + rows(a="phase: build", b="phase: launch")}
    assert places(checked(tmp_path, files)) == expected


@pytest.mark.parametrize(
    ("fields", "launch", "work", "line"),
    [
        ({}, "", "phase: launch, status: in_progress, actual_start: 2026-03-02", 8),
        ({"decision": None}, "", "phase: launch, status: in_progress, actual_start: 2026-03-02", 2),
        ({"decision": "waived"}, "", "phase: launch, status: in_progress, actual_start: 2026-03-02", None),
        ({}, ", parallel: true", "phase: launch, status: in_progress, actual_start: 2026-03-02", None),
        ({}, ", parallel: true, after: [build]", "phase: launch, status: in_progress, actual_start: 2026-03-02", 8),
        ({}, "", "phase: launch", None),
        ({}, "", "phase: build, status: in_progress, actual_start: 2026-03-02", None),
    ],
)
def test_gates_that_are_passed_by(fields, launch, work, line, tmp_path):
    found = checked(tmp_path, {"gates.yml": gate(**fields), "plan.yml": AROUND % launch + rows(a=work)})
    assert about(found, "gate-skipped") == ([f"gate-skipped gates.yml:{line}"] if line else [])


def test_levels_of_the_general_rule_hold_for_gates(tmp_path):
    portal = PORTAL + "  rules: {missing-field: {gates.approver: info}}\n"
    files = {"gates.yml": gate(approver=None), "plan.yml": AROUND % "" + rows(a="phase: build", b="phase: launch")}
    one = the_one(checked(tmp_path, {**files, "content/portal.yml": portal}))
    assert (one.rule, one.severity) == ("gate-approver", Severity.INFO)
