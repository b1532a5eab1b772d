"""Names that nothing bears: fields, ids, enums, collections, references; each told what was probably meant."""

import pytest
from loading.findings import TASK, checked, english, marked, place, places, tasks, the_one

HEAD = "tasks:\n  menu:\n    title: Menu page\n    owner: lin\n    duration: 5d\n    acceptance: [Loads]\n"
TITLED = "title: Menu page, duration: 5d, acceptance: [Loads]"


def row(**fields: str) -> str:
    return HEAD + "".join(f"    {name}: {value}\n" for name, value in fields.items())


@pytest.mark.parametrize(
    ("files", "where", "under", "message", "help_"),
    [
        (
            {"plan.yml": HEAD.replace("title", "titel")},
            "unknown-field plan.yml:3:5",
            "titel",
            "unknown field `titel` in task",
            "did you mean `title`?",
        ),
        (
            {"plan.yml": row(colour="red")},
            "unknown-field plan.yml:7:5",
            "colour",
            "unknown field `colour` in task",
            "data of your own belongs under `x:`",
        ),
        (
            {"plan.yml": row(status="in_progres")},
            "invalid-value plan.yml:7:13",
            "in_progres",
            "`in_progres` is not a known value of `status`",
            "did you mean `in_progress`?",
        ),
        (
            {"plan.yml": row(priority="9")},
            "invalid-value plan.yml:7:15",
            "9",
            "`9` is not a known value of `priority`",
            "write one of: low, medium, high, urgent",
        ),
        (
            {"plan.yml": "taks:\n" + TASK},
            "unknown-collection plan.yml:1:1",
            "taks",
            "unknown collection `taks`",
            "did you mean `tasks`?",
        ),
        (
            {"plan.yml": "people:\n  bo: {title: Bo}\n"},
            "unknown-collection plan.yml:1:1",
            "people",
            "`people` belongs to the portal, not into a project",
            "move it into a file directly below `content/`",
        ),
        (
            {"content/plan.yml": "tasks:\n" + TASK},
            "unknown-collection content/plan.yml:1:1",
            "tasks",
            "`tasks` belongs into a project",
            "move it into a file below `content/projects/<project-id>/`",
        ),
        (
            {"content/tasks/menu.yml": "title: A\n"},
            "unknown-collection content/tasks/menu.yml:1:1",
            "",
            "`tasks` belongs into a project",
            "move it into a file below `content/projects/<project-id>/`",
        ),
        (
            {"plan.yml": HEAD.replace("lin", "lim")},
            "unresolved-reference plan.yml:4:12",
            "lim",
            "there is no person `lim`",
            "did you mean `lin`?",
        ),
        (
            {"plan.yml": row(phase="nowhere")},
            "unresolved-reference plan.yml:7:12",
            "nowhere",
            "there is no phase `nowhere`",
            "create it, or correct the reference",
        ),
        (
            {"plan.yml": row(phase="lin")},
            "wrong-reference-kind plan.yml:7:12",
            "lin",
            "`lin` is a person; a phase is wanted here",
            "point to a record of the right type",
        ),
        (
            {"plan.yml": row(goal="people:lin")},
            "wrong-reference-kind plan.yml:7:11",
            "people:lin",
            "`people:lin` is a person; a goal is wanted here",
            "point to a record of the right type",
        ),
        (
            {"plan.yml": row(goal="gaols:fast")},
            "unresolved-reference plan.yml:7:11",
            "gaols:fast",
            "there is no collection `gaols`",
            "did you mean `goals:fast`?",
        ),
        (
            {"plan.yml": row(blocked_by="[demo/task:beside]")},
            "unresolved-reference plan.yml:7:18",
            "demo/task:beside",
            "there is no collection `task`",
            "did you mean `demo/tasks:beside`?",
        ),
        (
            {"plan.yml": row(goal="xyz:fast")},
            "unresolved-reference plan.yml:7:11",
            "xyz:fast",
            "there is no collection `xyz`",
            "create it, or correct the reference",
        ),
        (
            {"changes.yml": "changes:\n  more: {title: More, target: task:beside, reason: Because}\n"},
            "unresolved-reference changes.yml:2:31",
            "task:beside",
            "there is no collection `task`",
            "did you mean `tasks:beside`?",
        ),
        (
            {"plan.yml": row(after="[demos/beside]")},
            "unresolved-reference plan.yml:7:13",
            "demos/beside",
            "there is no project `demos`",
            "did you mean `demo`?",
        ),
        (
            {"plan.yml": row(after='["besides FS+2d"]')},
            "unresolved-reference plan.yml:7:14",
            "besides",
            "there is no task or phase `besides`",
            "did you mean `beside`?",
        ),
        (
            {"plan.yml": row(after="[{task: besides, lag: 2d}]")},
            "unresolved-reference plan.yml:7:20",
            "besides",
            "there is no task or phase `besides`",
            "did you mean `beside`?",
        ),
        (
            {"plan.yml": "tasks:\n  Menu_Page: {" + TITLED + ", owner: lin}\n"},
            "invalid-id plan.yml:2:3",
            "Menu_Page",
            "`Menu_Page` is not a valid id",
            "write `menu-page`",
        ),
        (
            {"changes.yml": "changes:\n  more: {title: More, target: beside, reason: Because}\n"},
            "invalid-value changes.yml:2:31",
            "beside",
            "`beside` does not say which collection it is in",
            "write `tasks:beside`",
        ),
    ],
)
def test_one_finding_with_what_was_meant(files, where, under, message, help_, tmp_path):
    found = checked(tmp_path, files)
    one = the_one(found)
    assert place(one) == where
    assert marked(found, one) == under
    assert english(one) == (message, help_)


def test_each_of_several_mistakes_in_one_record_has_its_finding(tmp_path):
    text = HEAD.replace("title", "titel").replace("lin", "lim") + "    phase: nowhere\n    colour: red\n"
    assert places(checked(tmp_path, {"plan.yml": text})) == [
        "unknown-field plan.yml:3:5",
        "unresolved-reference plan.yml:4:12",
        "unresolved-reference plan.yml:7:12",
        "unknown-field plan.yml:8:5",
    ]


def test_a_misspelled_length_is_not_also_called_missing(tmp_path):
    text = HEAD.replace("duration", "duraton")
    assert places(checked(tmp_path, {"plan.yml": text})) == ["unknown-field plan.yml:5:5"]


@pytest.mark.parametrize("name", ["bad folder", "Bad_Folder"])
def test_a_project_whose_folder_is_no_id(name, tmp_path):
    project = "project: {title: P, summary: S, sponsor: mei, owner: lin, start: 2026-03-02, due: 2026-06-30}\n"
    found = checked(tmp_path, {f"content/projects/{name}/project.yml": project + "tasks: {}\n"})
    assert [one.rule for one in found.diagnostics if one.rule != "missing-field"] == ["invalid-id"]
    assert name in found.loaded.portal.projects


def test_records_under_a_misspelled_collection_can_be_referred_to(tmp_path):
    found = checked(
        tmp_path, {"a.yml": "taks:\n" + TASK, "b.yml": HEAD.replace("menu:", "late:") + "    after: [menu]\n"}
    )
    assert places(found) == ["unknown-collection a.yml:1:1"]
    assert "late" in tasks(found)


def test_the_value_that_does_not_fit_stays_as_raw_text(tmp_path):
    menu = tasks(checked(tmp_path, {"plan.yml": row(status="in_progres", colour="[red, green]", due="soon")}))["menu"]
    assert menu.invalid == {"status": "in_progres", "colour": "[red, green]", "due": "soon"}
    assert menu.title == "Menu page"
