"""Meetings that take place and leave something behind, and actions that get done; each rule with its near misses."""

import pytest
from loading.findings import DEMO, checked, english, marked, place, places, the_one
from portal_files import PORTAL, PROJECT

MEETING = {
    "title": "Weekly meeting",
    "on": "2026-02-26",
    "status": "held",
    "minutes": "The menu is done",
    "actions": "[{title: Ask the vendor, owner: lin, due: 2026-03-06}]",
}
SERIES = "meeting_series:\n  weekly: {title: Weekly meeting, cadence: %s}\n"
BEGUN = PROJECT.replace("start: 2026-03-02", "start: 2026-02-02")  # as-of day is Monday 2026-03-02
CALENDAR = "calendar: {base: none}"


def meeting(**fields):
    """A file whose third line is the meeting's title, one field a line."""
    given = {name: value for name, value in {**MEETING, **fields}.items() if value is not None}
    return "meetings:\n  m:\n" + "".join(f"    {name}: {value}\n" for name, value in given.items())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"status": "scheduled"}, ["meeting-still-scheduled m.yml:5:13"]),
        ({"status": None}, ["meeting-still-scheduled m.yml:4:9"]),
        ({"status": "scheduled", "on": "2026-03-01"}, ["meeting-still-scheduled m.yml:5:13"]),
        ({"status": "scheduled", "on": "2026-03-02"}, []),
        ({"status": "scheduled", "on": "2026-02-30"}, ["invalid-date m.yml:4:9"]),
        ({"status": "hold"}, ["invalid-value m.yml:5:13"]),
        ({"status": "cancelled", "minutes": None, "actions": None}, []),
        ({"minutes": None}, ["held-without-minutes m.yml:5:13"]),
        ({"minutes": ""}, ["held-without-minutes m.yml:5:13"]),
        ({"minutes": "[a, b]"}, ["invalid-value m.yml:6:14"]),
        ({"minutes": None, "actions": None}, ["held-without-minutes m.yml:5:13"]),
        ({"actions": None}, ["meeting-without-outcome m.yml:5:13"]),
        ({"actions": "[]"}, ["meeting-without-outcome m.yml:5:13"]),
        ({"actions": None, "decisions": "gone"}, ["unresolved-reference m.yml:7:16"]),
        ({"actions": None, "decisions": "{a: b}"}, ["invalid-value m.yml:7:16"]),
        ({"actions": "[{title: Ask, due: 2026-03-06}]"}, ["action-without-owner m.yml:7:15"]),
        ({"actions": "[{title: Ask, owner: lim, due: 2026-03-06}]"}, ["unresolved-reference m.yml:7:35"]),
        ({"actions": "[{title: Ask, ownr: lin, due: 2026-03-06}]"}, ["unknown-field m.yml:7:28"]),
        ({"actions": "[{title: Ask, owner: lin, due: 2026-03-02}]"}, []),
        ({"actions": "[{title: Ask, owner: lin, due: 2026-03-01}]"}, ["action-overdue m.yml:7:45"]),
        ({"actions": "[{title: Ask, owner: lin, due: 2026-02-30}]"}, ["invalid-date m.yml:7:45"]),
        ({"actions": "[{title: Ask, owner: lin, due: 2026-02-27, done_on: 2026-03-01}]"}, []),
        ({"actions": "[{title: Ask, owner: lin, due: 2026-02-27, done_on: 2026-3-1}]"}, ["invalid-date m.yml:7:66"]),
        ({"actions": "[{title: Ask, owner: lin, due: 2026-02-27, doneon: 2026-03-01}]"}, ["unknown-field m.yml:7:57"]),
        ({"actions": "[{title: Ask, owner: lin, due: 2026-02-27, task: gone}]"}, ["unresolved-reference m.yml:7:63"]),
        ({"actions": "[{title: Ask, owner: lin, due: 2026-02-27}]", "status": "cancelled"}, []),
        ({"actions": "[{title: Ask, owner: lin, due: 2026-02-27, task: beside}]"}, ["action-overdue m.yml:7:45"]),
        ({"actions": "[{title: Ask, due: 2026-02-27}]"}, ["action-without-owner m.yml:7:15", "action-overdue m.yml:7:33"]),
    ],
)  # fmt: skip
def test_each_rule(fields, expected, tmp_path):
    assert places(checked(tmp_path, {"m.yml": meeting(**fields)})) == expected


def test_the_minutes_may_be_the_body_of_a_file(tmp_path):
    fields = "---\ntitle: Weekly\non: 2026-02-26\nstatus: held\ndecisions: []\n---\n"
    assert places(checked(tmp_path, {"meetings/m.md": fields})) == ["held-without-minutes meetings/m.md:4:9"]
    found = checked(tmp_path, {"meetings/m.md": fields + "The menu is done.\n"})
    assert places(found) == ["meeting-without-outcome meetings/m.md:4:9"]


def test_a_closed_project_is_left_in_peace(tmp_path):
    late = "[{title: Ask, owner: lin, due: 2026-02-27}]"
    files = {
        "m.yml": meeting(actions=late) + meeting(status="scheduled", actions=None)[10:].replace("  m:", "  n:"),
        "s.yml": SERIES % "weekly",
        "project.yml": BEGUN,
    }
    assert [one.partition(" ")[0] for one in places(checked(tmp_path, files))] == [
        "action-overdue",
        "meeting-still-scheduled",
        "cadence-missed",
    ]
    assert places(checked(tmp_path, {**files, "project.yml": BEGUN.replace("active", "closed")})) == []


RETRO = (
    "iterations:\n  i:\n    {title: I, start: 2026-02-16, due: 2026-02-27, objective: o, capacity: 5, velocity: 5,\n"
    "     retro: {notes: n, actions: [{title: Real phones, %s}]}}\n"
    "tasks:\n  t: {title: T, owner: lin, duration: 1d, acceptance: [Loads], iteration: i%s}\n"
)
DONE = ", status: done, actual_start: 2026-02-23, actual_finish: 2026-02-23, evidence: https://example.com/e"
LATE = ", status: in_progress, actual_start: 2026-02-16, progress: 50, due: 2026-02-20"


@pytest.mark.parametrize(
    ("action", "task", "expected"),
    [
        ("owner: lin, due: 2026-03-06", "", []),
        ("due: 2026-03-06", "", ["action-without-owner r.yml:4:34"]),
        ("owner: lin, due: 2026-02-27", "", ["action-overdue r.yml:4:72"]),
        ("owner: lin, due: 2026-02-27, task: t", "", ["action-overdue r.yml:4:72"]),
        ("owner: lin, due: 2026-02-27, task: t", DONE, []),
        ("owner: lin, due: 2026-02-27, task: t", LATE, ["deadline-at-risk r.yml:6:144", "task-overdue r.yml:6:144"]),
    ],
)
def test_actions_of_a_retrospective(action, task, expected, tmp_path):
    assert places(checked(tmp_path, {"r.yml": RETRO % (action, task)})) == expected


def test_an_overdue_action_says_by_how_much(tmp_path):
    actions = "[{title: Ask, owner: lin, due: 2026-02-25}]"
    one = the_one(checked(tmp_path, {"m.yml": meeting(actions=actions)}))
    assert english(one)[0] == "an action of meeting `m` was due on 2026-02-25; working days late: 2"


def series(*days, cadence="weekly thu 10:00", status="held", **more):
    """A series with a meeting on each of the days, one a line; `more` are further fields by day."""
    lines = [SERIES % cadence, "meetings:\n"] if days else [SERIES % cadence]
    rest = "minutes: The menu is done, decisions: [native]"
    for day in days:
        own = more.get("on_" + day.replace("-", "_"), f"status: {status}, {rest}")
        lines.append(f"  m-{day}: {{title: W, meeting_series: weekly, on: {day}, {own}}}\n")
    return "".join(lines)


NATIVE = "decisions:\n  native: {title: N, on: 2026-02-02, context: c, choice: d, decided_by: mei, based_on: [tasks:beside], status: accepted}\n"


def met(tmp_path, text, project=BEGUN, portal=PORTAL):
    files = {"s.yml": text, "d.yml": NATIVE, "project.yml": project, "content/portal.yml": portal}
    return checked(tmp_path, files)


@pytest.mark.parametrize(
    ("days", "missed"),
    [
        (("2026-02-12", "2026-02-19", "2026-02-26"), ""),
        (("2026-02-12", "2026-02-19"), "2026-02-26"),
        (("2026-02-12", "2026-02-26"), "2026-02-19"),
        (("2026-02-05", "2026-02-26"), "2026-02-12, 2026-02-19"),
        (("2026-02-05", "2026-02-19", "2026-02-26"), "2026-02-12"),
        (("2026-01-08", "2026-02-12", "2026-02-19", "2026-02-26"), ""),  # the last three are looked at
        (("2026-02-26",), ""),  # nothing was due before the first one
        (("2026-02-12", "2026-02-20", "2026-02-25"), ""),  # moved by a day
        (("2026-02-12", "2026-02-19", "2026-03-05"), "2026-02-26"),
        (("2026-02-12", "2026-02-19", "2026-03-04"), "2026-02-26"),  # the next one is earlier
        (("2026-03-05",), ""),
    ],
)
def test_a_series_meets_as_often_as_it_says(days, missed, tmp_path):
    coming = {f"on_{day.replace('-', '_')}": "status: scheduled" for day in days if day > "2026-03-01"}
    found = met(tmp_path, series(*days, **coming))
    assert places(found) == (["cadence-missed s.yml:2:44"] if missed else [])
    for one in found.diagnostics:
        assert marked(found, one) == "weekly thu 10:00"
        assert english(one)[0].endswith(f"is written down for: {missed}")


def test_the_last_meeting_that_is_known_is_shown(tmp_path):
    one = the_one(met(tmp_path, series("2026-02-12", "2026-02-19")))
    assert [label.location.span[:2] for label in one.labels] == [(5, 56)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (series("2026-02-12", "2026-02-19", "2026-02-26", on_2026_02_26="status: cancelled"), []),
        (series("2026-02-12", "2026-02-26", on_2026_02_26="status: scheduled"), ["cadence-missed s.yml:2:44", "meeting-still-scheduled s.yml:5:76"]),
        (series("2026-02-12", "2026-2-26"), ["invalid-date s.yml:5:55"]),
        (series("2026-02-12", cadence="weekly thurs"), ["invalid-value s.yml:2:44"]),
        (series("2026-02-12", cadence="biweekly thu"), ["cadence-missed s.yml:2:44"]),
        (series("2026-02-12", "2026-02-26", cadence="biweekly thu"), []),
        (series("2026-02-25", "2026-02-26", "2026-02-27", cadence="daily"), []),
        (series("2026-02-25", "2026-02-26", cadence="daily"), ["cadence-missed s.yml:2:44"]),
        (series("2026-02-10", cadence="monthly 10"), []),
        (series("2026-01-10", cadence="monthly 20"), ["cadence-missed s.yml:2:44"]),
        (series("2026-02-12", "2026-02-26", cadence='"FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"'), []),
        (series("2026-02-12", cadence='"FREQ=WEEKLY;BYDAY=TH"'), ["cadence-missed s.yml:2:44"]),
        (series("2026-02-12", cadence='"FREQ=WEEKLY;BYDAY=TH;COUNT=1"'), []),
        (series("0001-01-01", "9999-12-31", cadence="daily", on_9999_12_31="status: scheduled"), ["cadence-missed s.yml:2:44"]),
        (series("2026-02-12") + "  m: {\n", ["yaml-syntax s.yml:5:6"]),
        (series("2026-02-19", "2026-02-26").replace("weekly, on: 2026-02-26", "weakly, on: 2026-02-26"), ["unresolved-reference s.yml:5:44"]),
    ],
)  # fmt: skip
def test_what_counts_as_a_meeting_of_a_series(text, expected, tmp_path):
    assert places(met(tmp_path, text)) == expected


def test_the_latest_meeting_says_which_weeks_count(tmp_path):
    one = the_one(met(tmp_path, series("2026-01-08", "2026-01-15", cadence="biweekly thu")))
    assert english(one)[0].endswith(": 2026-01-29, 2026-02-12, 2026-02-26")


def test_days_off_are_no_days_of_a_series(tmp_path):
    holiday = PORTAL.replace(CALENDAR, "calendar: {base: none, holidays: {2026-02-26: Off}}")
    assert places(met(tmp_path, series("2026-02-12", "2026-02-19"), portal=holiday)) == []


def test_a_series_without_any_meeting_counts_from_the_start_of_the_project(tmp_path):
    one = the_one(met(tmp_path, series()))
    said = "no meeting of series `weekly` is written down, though it should have met on: 2026-02-12, 2026-02-19, 2026-02-26"
    assert english(one)[0] == said
    assert one.labels == ()
    assert places(met(tmp_path, series(), project=PROJECT)) == []
    assert places(met(tmp_path, series("2026-03-05", on_2026_03_05="status: scheduled"))) == []
    assert places(met(tmp_path, series(), project=BEGUN.replace("active", "on_hold"))) == []


def test_how_many_are_looked_at_is_set(tmp_path):
    text = series("2026-01-08", "2026-02-12", "2026-02-19", "2026-02-26")
    five = PORTAL + "  thresholds: {cadence-missed: {meetings: 5}}\n"
    assert english(the_one(met(tmp_path, text, portal=five)))[0].endswith(": 2026-01-29, 2026-02-05")


ASK = "status: held, minutes: m, actions: [{title: Ask, owner: %s, due: %s%s}]"
FOUR = ("2026-02-05", "2026-02-12", "2026-02-19", "2026-02-26")


def ask(*, owner="lin", due="2026-03-06", more=""):
    return ASK % (owner, due, more)


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ({"on_2026_02_05": ask()}, ["action-carried-over s.yml:4:112"]),
        ({"on_2026_02_05": ask(due="2026-02-12")}, ["action-carried-over s.yml:4:112"]),  # overdue, too
        ({"on_2026_02_12": ask()}, []),
        ({"on_2026_02_12": ask(due="2026-02-19")}, ["action-overdue s.yml:5:134"]),
        ({"on_2026_02_05": ask(more=", done_on: 2026-03-01")}, []),
        ({"on_2026_02_05": ask(more=", task: beside")}, []),
        ({"on_2026_02_05": ask(more=", task: gone")}, ["unresolved-reference s.yml:4:152"]),
        ({"on_2026_02_05": ask(due="2026-02-10"), "on_2026_02_19": ask()}, ["action-carried-over s.yml:6:112"]),
        ({"on_2026_02_12": ask(due="2026-02-17"), "on_2026_02_19": ask()}, []),  # agreed on again
        ({"on_2026_02_05": ask(due="2026-02-10"), "on_2026_02_19": ask(more=", done_on: 2026-02-20")}, []),
        ({"on_2026_02_05": ask(more=", done_on: 2026-02-06"), "on_2026_02_19": ask()}, []),
        ({"on_2026_02_05": ask(), "on_2026_02_19": ask(owner="mei")}, ["action-carried-over s.yml:4:112"]),
        ({"on_2026_02_05": ask(), "on_2026_02_19": "status: cancelled"}, []),
    ],
)
def test_actions_that_are_carried_over(actions, expected, tmp_path):
    assert places(met(tmp_path, series(*FOUR, **actions))) == expected


def test_meetings_outside_of_the_series_do_not_count(tmp_path):
    text = series(*FOUR[1:], on_2026_02_12=ask()) + meeting()[10:].replace("  m:", "  extra:")
    assert places(met(tmp_path, text)) == []


def test_it_says_how_many_meetings_and_shows_the_latest(tmp_path):
    one = the_one(met(tmp_path, series(*FOUR, on_2026_02_05=ask())))
    said = "an action of meeting `m-2026-02-05` is open, though 3 meetings were held since it was agreed"
    assert english(one)[0] == said
    assert [label.location.span[:2] for label in one.labels] == [(7, 56)]


def test_how_many_meetings_is_set(tmp_path):
    two = PORTAL + "  thresholds: {action-carried-over: {meetings: 2}}\n"
    found = met(tmp_path, series(*FOUR, on_2026_02_12=ask()), portal=two)
    assert [place(one) for one in found.diagnostics] == ["action-carried-over s.yml:5:112"]
    four = PORTAL + "  thresholds: {action-carried-over: {meetings: 4}}\n"
    late = series(*FOUR, on_2026_02_05=ask(due="2026-02-12"))
    assert places(met(tmp_path, late, portal=four)) == ["action-overdue s.yml:4:134"]


def test_actions_without_a_title_are_not_taken_for_the_same(tmp_path):
    untitled = "status: held, minutes: m, actions: [{owner: lin, due: 2026-02-20}]"
    found = met(tmp_path, series(*FOUR[2:], on_2026_02_19=untitled, on_2026_02_26=untitled))
    assert [one for one in places(found) if one.startswith("action")] == [
        "action-overdue s.yml:4:122",
        "action-overdue s.yml:5:122",
    ]
    assert all(one.location.path.startswith(DEMO) for one in found.diagnostics)
