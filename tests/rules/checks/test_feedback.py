"""Feedback that is sorted, answered and acted on; each rule with its near misses."""

import pytest
from loading.findings import checked, english, marked, places, spans, the_one
from portal_files import PORTAL, PROJECT

from milepost.build import check
from milepost.loading.files import FolderTree
from milepost.rules.fixing import fix_all

THEME = {"title": "Slow pages", "summary": "Seconds at lunch", "severity": "2", "actions": "[beside]"}
ITEM = {"id": "C1", "received_on": "2026-02-27", "text": "Blank page", "theme": "slow", "reply": "Sorry"}
RELEASE = (
    "releases:\n  v1: {title: V1, version: 1.0.0, channel: %s, planned_on: 2026-02-12, released_on: %s, notes: x}\n"
)
FIXED = (
    "tasks:\n  fix: {title: Fix it, owner: lin, release: v1, duration: 1d, acceptance: [{text: Loads, done: true}], "
    "status: done, actual_start: 2026-02-02, actual_finish: 2026-02-02, evidence: https://example.com/x}\n"
)


def themes(**fields):
    """A file whose third line is the theme's title, one field a line."""
    given = {name: value for name, value in {**THEME, **fields}.items() if value is not None}
    return "themes:\n  slow:\n" + "".join(f"    {name}: {value}\n" for name, value in given.items())


def batch(*items, file=None):
    """A file whose seventh line is the first item, one item a line."""
    head = "feedback:\n  comments:\n    title: Comments\n    source: Ratings\n    collected_on: 2026-03-01\n"
    if file:
        return f"{head}    file: {file}\n"
    rows = ("{" + ", ".join(f"{name}: {value}" for name, value in one.items()) + "}" for one in items)
    return f"{head}    items:\n" + "".join(f"      - {row}\n" for row in rows)


def item(**fields):
    return {name: value for name, value in {**ITEM, **fields}.items() if value is not None}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"count": "2"}, []),
        ({"count": None}, []),
        ({"count": "3"}, ["theme-count-mismatch t.yml:7:12-13"]),
        ({"count": "0"}, ["theme-count-mismatch t.yml:7:12-13"]),
        ({"count": "two"}, ["invalid-value t.yml:7:12-15"]),
        ({"count": "1", "window": "30ed"}, []),
        ({"count": "2", "window": "30ed"}, ["theme-count-mismatch t.yml:7:12-13"]),
        ({"count": "2", "window": "60ed"}, []),
        ({"count": "1", "window": "1d"}, []),
        ({"count": "9", "window": "30"}, ["invalid-duration t.yml:8:13-15"]),
        ({"count": "2", "window": "99999999d"}, []),
        ({"count": "2", "window": "99999999ed"}, []),
    ],
)
def test_counts_are_those_of_the_window(fields, expected, tmp_path):
    items = batch(item(), item(id="C2", received_on="2026-01-05"), item(id="C3", theme="other"))
    files = {"t.yml": themes(**fields), "f.yml": items, "o.yml": themes().replace("slow", "other")}
    assert spans(checked(tmp_path, files)) == expected


def test_counts_include_files_and_are_fixed(tmp_path):
    rows = 'id,received_on,text,theme,reply\nA,2026-02-26,"two\nlines",slow,ok\nB,2026-02-27,x,slow;slow,ok\nC,2026-02-27,x,other,ok\n'
    files = {
        "t.yml": themes(count="9  # by hand") + themes().replace("slow", "other").removeprefix("themes:\n"),
        "f.yml": batch(file="voices/*.csv"),
        "voices/a.csv": rows,
    }
    found = checked(tmp_path, files)
    one = the_one(found)
    assert one.rule == "theme-count-mismatch"
    assert english(one) == ("theme `slow` has the `count` 9, but the batches hold 2", "write 2, or leave `count` out")
    fixed = fix_all(FolderTree(tmp_path), lambda tree: check(tmp_path, tree=tree).diagnostics)
    (file,) = fixed.files
    assert b"count: 2  # by hand" in file.after
    assert not fixed.left


def test_a_count_is_not_judged_where_a_file_is_missing_or_broken(tmp_path):
    missing = {"t.yml": themes(count="9"), "f.yml": batch(file="voices/*.csv")}
    assert places(checked(tmp_path / "a", missing)) == []
    broken = {"t.yml": themes(count="9"), "f.yml": batch(item()), "x.yml": "feedback: [\n"}
    assert {one.partition(" ")[0] for one in places(checked(tmp_path / "b", broken))} == {"yaml-syntax"}


@pytest.mark.parametrize(
    ("fields", "count", "expected"),
    [
        ({"actions": None}, 4, []),
        ({"actions": None}, 5, ["theme-without-action t.yml:2:3-7"]),
        ({"actions": "[]"}, 5, ["theme-without-action t.yml:2:3-7"]),
        ({}, 5, []),
        ({"actions": None, "severity": "3"}, 0, ["theme-without-action t.yml:5:15-16"]),
        ({"actions": None, "severity": "3"}, 5, ["theme-without-action t.yml:5:15-16"]),
        ({"actions": "gone", "severity": "3"}, 0, ["unresolved-reference t.yml:6:14-18"]),
        ({"actions": "{a: b}", "severity": "3"}, 0, ["invalid-value t.yml:6:14-20"]),
        ({"actions": None, "severity": "3", "status": "declined"}, 0, []),
        ({"actions": None, "severity": "3", "status": "opne"}, 0, ["invalid-value t.yml:6:13-17"]),
    ],
)
def test_heavy_themes_have_actions(fields, count, expected, tmp_path):
    items = [item(id=f"C{number}") for number in range(count)]
    assert spans(checked(tmp_path, {"t.yml": themes(**fields), "f.yml": batch(*items)})) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # The as-of day is Monday 2026-03-02: three working days before it is Wednesday the 25th.
        ({"theme": None, "received_on": "2026-02-25"}, []),
        ({"theme": None, "received_on": "2026-02-24"}, ["feedback-untriaged f.yml:7:9"]),
        ({"reply": None, "received_on": "2026-02-26"}, []),
        ({"reply": None, "received_on": "2026-02-25"}, ["feedback-unanswered f.yml:7:9"]),
        ({"reply": None, "replied_on": "2026-03-01", "received_on": "2026-02-02"}, []),
        ({"reply": None, "received_on": "2026-2-3"}, ["invalid-date f.yml:7:31"]),
    ],
)
def test_items_that_wait(fields, expected, tmp_path):
    found = checked(tmp_path, {"t.yml": themes(), "f.yml": batch(item(**fields))})
    assert places(found) == expected


def test_a_batch_is_told_of_once_with_the_places_of_the_first_items(tmp_path):
    rows = "id,received_on,text,theme,reply\n" + "".join(f"A{day},2026-02-{day:02},x,,ok\n" for day in range(9, 19))
    found = checked(tmp_path, {"t.yml": themes(), "f.yml": batch(file="v.csv"), "v.csv": rows})
    one = the_one(found)
    assert english(one)[0] == "10 items of feedback batch `comments` have had no theme for more than 3 working days"
    assert marked(found, one) == "v.csv"
    assert [label.location.span.line for label in one.labels] == [2, 3, 4, 5, 6]
    assert {label.location.path for label in one.labels} == {"content/projects/demo/v.csv"}


def test_days_are_settings_and_closed_projects_rest(tmp_path):
    late = {"t.yml": themes(), "f.yml": batch(item(reply=None, theme=None, received_on="2026-02-10"))}
    relaxed = PORTAL + "  thresholds:\n    feedback-untriaged: {days: 20}\n    feedback-unanswered: {days: 20}\n"
    assert places(checked(tmp_path / "a", {**late, "content/portal.yml": relaxed})) == []
    closed = {**late, "project.yml": PROJECT.replace("status: active", "status: closed")}
    rules = {one.partition(" ")[0] for one in places(checked(tmp_path / "b", closed))}
    assert not rules & {"feedback-untriaged", "feedback-unanswered", "feedback-silence"}


@pytest.mark.parametrize(
    ("fields", "release", "expected"),
    [
        ({"status": "shipped", "actions": "[fix]"}, ("online", "2026-02-20"), []),
        ({"status": "verified", "actions": "[beside, fix]"}, ("online", "2026-02-20"), []),
        ({"status": "shipped"}, ("online", "2026-02-20"), ["shipped-without-release t.yml:7:13-20"]),
        ({"status": "shipped", "actions": "[fix]"}, ("trial", ""), ["shipped-without-release t.yml:7:13-20"]),
        ({"status": "verified", "actions": None}, ("trial", ""), ["shipped-without-release t.yml:6:13-21"]),
        ({"status": "shipped", "actions": "gone"}, ("online", "2026-02-20"), ["unresolved-reference t.yml:6:14-18"]),
        ({"status": "in_progress"}, ("trial", ""), []),
        ({"status": "shipped", "actions": "[fix]"}, ("online", "2026-02-16"), []),
        ({"status": "shipped", "actions": "[fix]"}, ("online", "2026-02-15"), ["shipped-unverified t.yml:7:13-20"]),
        ({"status": "verified", "actions": "[fix]"}, ("online", "2026-02-15"), []),
    ],
)
def test_shipped_themes_are_out_and_looked_at(fields, release, expected, tmp_path):
    files = {"t.yml": themes(**fields), "r.yml": RELEASE % release, "fix.yml": FIXED}
    found = [one for one in spans(checked(tmp_path, files)) if "release" not in one.partition(" ")[2]]
    ours = [one for one in found if one.startswith(("shipped", "unresolved"))]
    assert ours == expected


def test_a_shipped_theme_names_the_tasks_that_are_in_no_release(tmp_path):
    files = {"t.yml": themes(status="shipped"), "r.yml": RELEASE % ("online", "2026-02-20")}
    found = checked(tmp_path, files)
    one = next(one for one in found.diagnostics if one.rule == "shipped-without-release")
    assert [label.text.params for label in one.labels] == [{"id": "beside"}]


@pytest.mark.parametrize(
    ("theme", "expected"),
    [
        ("[slow, blank]", []),
        ("[slow, blank, stock]", ["feedback-in-many-themes f.yml:7:68-88"]),
        ("slow; blank; stock", ["feedback-in-many-themes f.yml:7:68-86"]),
        ("[slow, slow, blank]", []),
    ],
)
def test_items_in_many_themes(theme, expected, tmp_path):
    three = {f"{name}.yml": themes().replace("slow:", f"{name}:") for name in ("slow", "blank", "stock")}
    found = checked(tmp_path, {**three, "f.yml": batch(item(theme=theme))})
    assert spans(found) == expected


def test_an_item_in_many_themes_of_a_file_is_shown_there(tmp_path):
    three = {f"{name}.yml": themes().replace("slow:", f"{name}:") for name in ("slow", "blank", "stock")}
    rows = 'id,received_on,text,theme,reply\nA,2026-02-26,"x\ny",slow,ok\nB,2026-02-27,y,slow;blank;stock,ok\n'
    found = checked(tmp_path, {**three, "f.yml": batch(file="v.csv"), "v.csv": rows})
    assert spans(found) == ["feedback-in-many-themes v.csv:4:16-32"]
    assert english(the_one(found))[0] == "item `B` of feedback batch `comments` names 3 themes"


@pytest.mark.parametrize(
    ("day", "status", "expected"),
    [
        ("2026-02-02", "active", []),
        ("2026-02-01", "active", ["feedback-silence f.yml:2:3-11"]),
        ("2026-02-01", "on_hold", []),
    ],
)
def test_silence(day, status, expected, tmp_path):
    files = {
        "t.yml": themes(),
        "f.yml": batch(item(received_on=day), item(id="C2", received_on="2026-01-01")),
        "project.yml": PROJECT.replace("active", status),
    }
    found = [one for one in spans(checked(tmp_path, files)) if one.startswith("feedback")]
    assert found == expected


def test_a_hostile_file_is_no_crash(tmp_path):
    for number, rows in enumerate(
        ("", "\n\n", 'id,theme\n"never closed', "id\n" + "x" * 200_000 + "\n", "theme\n;;;\n")
    ):
        files = {"t.yml": themes(), "f.yml": batch(file="v.csv"), "v.csv": rows}
        rules = [one.partition(" ")[0] for one in places(checked(tmp_path / str(number), files))]
        assert set(rules) <= {"missing-field"}  # the columns that are not there
