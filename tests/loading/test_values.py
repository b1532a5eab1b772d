"""Values of the wrong type: one finding at the value, with the rule that knows best, and the fix."""

import pytest
from loading.findings import checked, english, marked, place, places, tasks, the_one

HEAD = "tasks:\n  menu:\n    title: Menu page\n    owner: lin\n    duration: 5d\n    acceptance: [Loads]\n"


def one_field(name: str, value: str) -> str:
    lines = [line for line in HEAD.splitlines() if not line.startswith(f"    {name}:")]
    return "\n".join([*lines, f"    {name}: {value}", ""])


@pytest.mark.parametrize(
    ("name", "value", "rule", "under", "message", "help_"),
    [
        ("due", "2026-3-1", "invalid-date", "2026-3-1", "not an ISO date", "write `2026-03-01`"),
        ("due", "2026/03/01", "invalid-date", "2026/03/01", "not an ISO date", "write `2026-03-01`"),
        ("due", "2026-02-30", "invalid-date", "2026-02-30", "2026-02 has no day 30", "correct the day"),
        ("due", "2026-14-01", "invalid-date", "2026-14-01", "there is no month 14", "months go from 01 to 12"),
        ("due", "null", "invalid-date", "null", "is not a date", "write year, month and day"),
        ("due", "[2026-03-09]", "invalid-date", "[2026-03-09]", "is not a date", "write year, month and day"),
        ("due", '"2026-14-01"', "invalid-date", '"2026-14-01"', "there is no month 14", "months go"),
        ("duration", "5", "invalid-duration", "5", "`5` in `duration` has no unit", "write `5d`"),
        ("duration", "five", "invalid-duration", "five", "is not a duration", "`5d` working days"),
        ("duration", "-5d", "invalid-duration", "-5d", "is negative", "zero or more"),
        ("effort", "3ed", "invalid-duration", "3ed", "is not an effort", "`6` or `6d`"),
        ("title", "[a, b]", "invalid-value", "[a, b]", "`title` takes text, not `[a, b]`", "plain text"),
        ("title", "{a: b}", "invalid-value", "{a: b}", "`title` takes text, not `{a: b}`", "plain text"),
        ("title", "{zh: {en: x}}", "invalid-value", "{zh: {en: x}}", "takes text", "plain text"),
        ("tags", "[{zh: x}]", "invalid-value", "{zh: x}", "takes plain text, not `{zh: x}`", "not translated"),
        ("owner", "[lin, mei]", "invalid-value", "[lin, mei]", "is not a reference", "write `id`"),
        ("owner", "the boss", "invalid-value", "the boss", "is not a reference", "write `id`"),
        ("milestone", "yes", "invalid-value", "yes", "neither `true` nor `false`", "write `true`"),
        ("progress", "120", "invalid-value", "120", "is not between 0 and 100", "in that range"),
        ("progress", "1,5", "invalid-value", "1,5", "is not a number", "no separators"),
        ("progress", "9" * 400, "invalid-value", "9" * 400, "is not a number", "no separators"),
        ("cost", "100", "invalid-value", "100", "`cost` takes fields with values", "`name: value` pairs"),
        ("cost", "{planned: 1 000}", "invalid-value", "1 000", "is not an amount", "write `1200.50`"),
        ("cost", "{plannd: 1000}", "unknown-field", "plannd", "unknown field `plannd`", "did you mean `planned`?"),
        (
            "estimate",
            "{optimistic: 1d, likely: 2, pessimistic: 3d}",
            "invalid-duration",
            "2",
            "has no unit",
            "write `2d`",
        ),
        ("estimate", "{optimistic: 1d, likely: 2d}", "missing-field", "estimate", "`pessimistic` is missing", "add"),
        ("assignees", "[{person: lin, share: 2}]", "invalid-value", "2", "is not between 0 and 1", "in that range"),
        ("after", "[beside XY]", "invalid-value", "beside XY", "not a link with a known type", "FS, SS, FF and SF"),
        ("after", '["beside FS+2"]', "invalid-duration", '"beside FS+2"', "has no unit", "write"),
        ("acceptance", "[{text: A, done: yes}]", "invalid-value", "yes", "neither `true` nor `false`", "write `true`"),
        ("links", "[{title: A, url: ftp://x}]", "invalid-value", "ftp://x", "is not a web address", "https://"),
        ("x", "text", "invalid-value", "text", "`x` takes fields with values", "`name: value` pairs"),
        ("owner", "", "task-without-owner", "owner", "task `menu` has no owner", "name the one person"),
        (
            "acceptance",
            "[]",
            "task-without-acceptance",
            "acceptance",
            "nothing says when task `menu` is done",
            "write in `acceptance`",
        ),
    ],
)
def test_one_finding_at_the_value(name, value, rule, under, message, help_, tmp_path):
    found = checked(tmp_path, {"plan.yml": one_field(name, value)})
    one = the_one(found)
    text = one_field(name, value)
    line = text.count("\n", 0, text.index(under, text.index(f"    {name}:"))) + 1
    assert place(one).startswith(f"{rule} plan.yml:{line}:")
    assert marked(found, one) == under
    assert message in english(one)[0]
    assert help_ in english(one)[1]
    assert "menu" in tasks(found)


def test_a_value_over_several_lines_makes_a_message_of_one_line(tmp_path):
    found = checked(tmp_path, {"plan.yml": HEAD + "    due: |\n      next\n      week\n"})
    assert place(the_one(found)) == "invalid-date plan.yml:7:10"


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("- a\n- b\n", "invalid-value plan.yml:1:1", "the file holds no collections"),
        ("hello\n", "invalid-value plan.yml:1:1", "the file holds no collections"),
        ("tasks: hello\n", "invalid-value plan.yml:1:1", "`tasks` must map ids to records"),
        ("tasks: [a, b]\n", "invalid-value plan.yml:1:1", "`tasks` must map ids to records"),
        ("tasks:\n  menu: hello\n", "invalid-value plan.yml:2:3", "task `menu` has no fields"),
        ("tasks:\n  menu:\n    - a\n", "invalid-value plan.yml:2:3", "task `menu` has no fields"),
        ("tasks:\n  menu:\n", "missing-field plan.yml:2:3", "task `menu` has no fields"),
        ("tasks:\n  menu: {}\n", "missing-field plan.yml:2:3", "task `menu` has no fields"),
    ],
)
def test_something_else_where_a_mapping_belongs(text, where, message, tmp_path):
    found = checked(tmp_path, {"plan.yml": text})
    one = the_one(found)
    assert place(one) == where
    assert english(one)[0] == message


@pytest.mark.parametrize("text", ["tasks: hello\n", "tasks:\n  menu: hello\n", "tasks:\n  menu:\n"])
def test_references_to_what_is_no_mapping_stay_silent(text, tmp_path):
    late = "tasks:\n  late: {title: L, owner: lin, duration: 1d, acceptance: [Loads], after: [menu]}\n"
    found = checked(tmp_path, {"plan.yml": text, "late.yml": late})
    the_one(found)
    assert "late" in tasks(found)


def test_a_file_without_collections_is_a_finding_of_its_own_kind_for_one_record(tmp_path):
    found = checked(tmp_path, {"tasks/menu.yml": "- a\n"})
    assert place(the_one(found)) == "invalid-value tasks/menu.yml:1:1"
    assert english(the_one(found))[0] == "the file holds no fields"


def test_settings_that_are_no_mapping(tmp_path):
    found = checked(tmp_path, {"content/portal.yml": "portal: [a]\n"})
    assert places(found) == ["invalid-value content/portal.yml:1:1"]


def test_a_project_that_is_no_mapping(tmp_path):
    found = checked(tmp_path, {"project.yml": "project: hello\n"})
    assert places(found) == ["invalid-value project.yml:1:1"]
