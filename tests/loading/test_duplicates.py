"""The same key or id twice: both places are named, the first one counts."""

import pytest
from loading.findings import TASK, checked, place, tasks, the_one

METRIC = (
    "metrics:\n  uv: {title: UV, unit: people, kind: count, formula: f, source: s, cadence: day, aggregation: distinct,"
    " direction: increase, series: {file: daily.csv, column: uv}}\n"
)
OTHER = TASK.replace("Menu page", "Other")
PHASE = (
    "phases:\n  menu: {title: Menu}\ntasks:\n  t: {title: T, owner: mei, duration: 1d, acceptance: [L], phase: menu}\n"
)


@pytest.mark.parametrize(
    ("files", "where", "first"),
    [
        ({"a.yml": f"tasks:\n{TASK[:-2]}, title: Again}}\n"}, "duplicate-key a.yml:2:75", "a.yml:2:10"),
        ({"a.yml": f"tasks:\n{TASK}{OTHER}"}, "duplicate-key a.yml:3:3", "a.yml:2:3"),
        ({"a.yml": f"tasks:\n{TASK}tasks:\n  late: {{}}\n"}, "duplicate-key a.yml:3:1", "a.yml:1:1"),
        ({"a.yml": f"tasks:\n{TASK}", "b/c/d.yml": f"# where it was moved to\ntasks:\n{OTHER}"}, "duplicate-id b/c/d.yml:3:3", "a.yml:2:3"),
        ({"a.yml": f"tasks:\n{TASK}", "tasks/menu.yml": "title: Other\n"}, "duplicate-id tasks/menu.yml:1:1", "a.yml:2:3"),
        ({"tasks/menu.md": "---\ntitle: Menu page\nowner: lin\nduration: 1d\nacceptance: [L]\n---\n", "tasks/menu.yml": "title: Other\n"}, "duplicate-id tasks/menu.yml:1:1", "tasks/menu.md:1:1"),
        ({"a.yml": f"tasks:\n{TASK}", "b.yml": PHASE}, "duplicate-id b.yml:2:3", "a.yml:2:3"),
        ({"content/m.yml": METRIC, "m.yml": METRIC}, "duplicate-id m.yml:2:3", "content/m.yml:2:3"),
        ({"q.yml": "project: {title: Other}\n"}, "duplicate-id q.yml:1:1", "project.yml:1:1"),
    ],
)  # fmt: skip
def test_one_finding_that_names_both_places(files, where, first, tmp_path):
    found = checked(tmp_path, files)
    one = the_one(found)
    assert place(one) == where
    (label,) = one.labels
    span = label.location.span
    assert f"{label.location.path.removeprefix('content/projects/demo/')}:{span.line}:{span.column}" == first


def test_the_first_one_counts(tmp_path):
    files = {"a.yml": f"tasks:\n{TASK}{OTHER}", "b.yml": f"tasks:\n{OTHER}"}
    assert tasks(checked(tmp_path, files))["menu"].title == "Menu page"


def test_the_same_id_in_two_projects_or_collections_is_fine(tmp_path):
    project = "project: {title: P, summary: S, sponsor: mei, owner: lin, start: 2026-03-02, due: 2026-06-30, status: active}\n"
    risk = (
        "risks:\n  menu: {title: R, cause: c, event: e, effect: f, category: k, probability: 1, impact: 1, response: accept,"
        " owner: lin, identified_on: 2026-03-01, next_review: 2026-04-01}\n"
    )
    other = "content/projects/other/all.yml"
    assert (
        checked(
            tmp_path, {"a.yml": f"tasks:\n{TASK}{risk}", other: f"{project}tasks:\n{TASK.replace('lin', 'mei')}"}
        ).diagnostics
        == ()
    )


def test_a_person_and_a_role_may_not_share_an_id(tmp_path):
    found = checked(tmp_path, {"roles.yml": "roles:\n  lin: {title: Lead, people: [lin], duties: Leads}\n"})
    assert place(the_one(found)) == "duplicate-id roles.yml:2:3"


def test_a_former_id_that_is_in_use(tmp_path):
    text = f"tasks:\n{TASK}  late: {{title: L, owner: mei, duration: 1d, acceptance: [L], was: [first, menu]}}\n"
    one = the_one(checked(tmp_path, {"a.yml": text}))
    assert place(one) == "duplicate-id a.yml:3:76"
    assert one.labels[0].location.span[:2] == (2, 3)
