"""One mistake, one finding: what refers to a record that could not be read stays silent, and nothing else does."""

import pytest
from loading.findings import TASK, checked, english, place, places, tasks, the_one
from portal_files import PEOPLE, PORTAL

LATE = "tasks:\n  late: {title: L, owner: lin, duration: 1d, acceptance: [Loads], after: [menu]}\n"
PAGE = "# Page\n\n```milepost gantt project=demo phase=build\n```\n\n```milepost metric id=demo/uv\n```\n"


@pytest.mark.parametrize(
    "text",
    [
        "tasks:\n  menu:\n    title: A: b\n    owner: lin\n",
        "tasks:\n  menu: {title: [A}\n",
        'tasks:\n  "menu": {title: @A}\n',
        "tasks: {menu: {title: @A}}\n",
        "tasks:\n  other: {title: A}\n\tmenu: {title: B}\n",
        "tasks:\n  menu: hello\n",
        "- tasks:\n    menu: {title: A}\n",
        "<<<<<<< HEAD\ntasks:\n  menu: {title: A}\n=======\n>>>>>>> b\n",
        "taks:\n  menu: {title: A}\n",
        "tasks: [menu]\n",
        "tasks:\n" + TASK + "tasks:\n  x: {}\n",
    ],
)
def test_a_reference_to_a_record_of_a_broken_file(text, tmp_path):
    found = checked(tmp_path, {"plan.yml": text, "late.yml": LATE})
    assert the_one(found).location.path.endswith("plan.yml")
    assert "late" in tasks(found)


def test_a_reference_to_a_record_whose_values_do_not_fit(tmp_path):
    found = checked(tmp_path, {"plan.yml": "tasks:\n" + TASK.replace("5d", "5"), "late.yml": LATE})
    assert place(the_one(found)) == "invalid-duration plan.yml:2:50"


def test_a_reference_that_no_broken_record_explains_is_still_reported(tmp_path):
    found = checked(tmp_path, {"plan.yml": "tasks:\n  other:\n    title: A: b\n", "late.yml": LATE})
    assert places(found) == ["unresolved-reference late.yml:2:75", "yaml-syntax plan.yml:3:12"]


def test_owners_while_the_people_cannot_be_read(tmp_path):
    found = checked(tmp_path, {"content/people.yml": PEOPLE.replace("Lin", "[")})
    assert [one.location.path for one in found.diagnostics] == ["content/people.yml"]


def test_components_of_pages_while_what_they_show_cannot_be_read(tmp_path):
    files = {"phases.yml": "phases:\n  build: {title: A: b}\n", "metrics.yml": "metrics:\n  uv: {title: A: b}\n"}
    found = checked(tmp_path, {"content/handbook/page.md": PAGE, **files})
    assert {one.rule for one in found.diagnostics} == {"yaml-syntax"}
    nothing = checked(tmp_path / "nothing", {"content/handbook/page.md": PAGE})
    assert places(nothing) == [
        "unresolved-reference content/handbook/page.md:3:38",
        "unresolved-reference content/handbook/page.md:6:23",
    ]


def test_audiences_while_the_settings_cannot_be_read(tmp_path):
    broken = PORTAL.replace("  as_of", "   as_of") + "  audiences: [public, team]\n"
    found = checked(tmp_path, {"content/portal.yml": broken, "plan.yml": f"tasks:\n{TASK[:-2]}, audience: team}}\n"})
    assert [one.location.path for one in found.diagnostics] == ["content/portal.yml"]


def test_records_before_and_after_a_mistake_in_one_file(tmp_path):
    text = "tasks:\n" + TASK + "  bad:\n    title: A: b\n" + TASK.replace("menu", "after")
    found = checked(tmp_path, {"plan.yml": text})
    assert place(the_one(found)) == "yaml-syntax plan.yml:4:12"
    assert set(tasks(found)) == {"beside", "menu"}


def test_a_portal_without_settings_and_a_project_without_fields(tmp_path):
    found = checked(tmp_path, {"content/portal.yml": "", "project.yml": ""})
    about_files = [one for one in places(found) if not one.startswith("task-overdue")]  # as of today
    assert about_files == ["missing-field content/portal.yml:1:1", "missing-field beside.yml:1:1"]
    assert english(found.diagnostics[0])[0] == "the portal has no settings"
    assert english(found.diagnostics[1])[0] == "project `demo` has no fields of its own"


def test_each_field_that_is_missing_is_named_once(tmp_path):
    found = checked(tmp_path, {"project.yml": "project: {title: A}\n"})
    assert sorted(one.field for one in found.diagnostics) == ["due", "owner", "sponsor", "start", "status", "summary"]
