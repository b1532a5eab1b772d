"""Components in hand-written pages: each wrong word is one finding, at the word."""

import pytest
from loading.findings import TASK, checked, english, marked, the_one

PAGE = "content/handbook/page.md"
FILES = {"p.yml": "phases:\n  build: {title: Build}\n" + f"tasks:\n{TASK[:-2]}, phase: build}}\n"}


@pytest.mark.parametrize(
    ("info", "rule", "under", "help_"),
    [
        ("gant project=demo", "invalid-value", "gant", "did you mean `gantt`?"),
        ("gantt project=demmo", "unresolved-reference", "demmo", "did you mean `demo`?"),
        ("gantt project=demo phase=biuld", "unresolved-reference", "biuld", "did you mean `build`?"),
        ("gantt project=demo phas=build", "invalid-value", "phas", "did you mean `phase`?"),
        ("gantt", "invalid-value", "gantt", None),
        ("metric id=uv", "unresolved-reference", "uv", None),
        ("risks band=hihg", "invalid-value", "hihg", "did you mean `high`?"),
        ("table taks", "unknown-collection", "taks", "did you mean `tasks`?"),
        ("table tasks status=dne", "invalid-value", "dne", "did you mean `done`?"),
        ("", "invalid-value", "milepost", None),
    ],
)
def test_one_finding_at_the_word(info, rule, under, help_, tmp_path):
    found = checked(tmp_path, {**FILES, PAGE: f"---\ntitle: Page\n---\n\n```milepost {info}\n```\n"})
    one = the_one(found)
    assert (one.rule, one.location.path, one.location.span.line) == (rule, PAGE, 5)
    assert marked(found, one) == under
    assert help_ is None or english(one)[1] == help_


@pytest.mark.parametrize(
    "text",
    [
        "```milepost gantt project=demo phase=build\n```\n",
        "~~~milepost table tasks status=done,todo\n~~~\n",
        "```milepost roadmap\n```\n",
        "````text\n```milepost gant\n```\n````\n",
        "```milepostal gant\n```\n",
        "`milepost gant`\n",
        "    ```milepost gant\n",
    ],
)
def test_near_misses(text, tmp_path):
    assert checked(tmp_path, {**FILES, PAGE: text}).diagnostics == ()


def test_a_page_of_a_project_speaks_of_that_project(tmp_path):
    assert checked(tmp_path, {**FILES, "index.md": "```milepost gantt\n```\n"}).diagnostics == ()


def test_a_page_with_windows_line_ends(tmp_path):
    found = checked(tmp_path, {**FILES, PAGE: "---\r\ntitle: P\r\n---\r\n\r\n```milepost gant\r\n```\r\n"})
    assert (the_one(found).location.span[:2], marked(found, the_one(found))) == ((5, 13), "gant")
