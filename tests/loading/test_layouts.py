"""Where records may stand, and how references find them, whatever the layout."""

import pytest
from loading.findings import DEMO, TASK, checked, places, tasks

from milepost.model.records.calendar import Calendar
from milepost.model.reference import Ref

FIELDS = {"title": "Menu page", "owner": "lin", "duration": "5d", "acceptance": "[Loads]"}
FLAT = "".join(f"{name}: {value}\n" for name, value in FIELDS.items())
PROJECT = "title: Other, summary: S, sponsor: mei, owner: lin, start: 2026-03-02, due: 2026-06-30, status: active"
METRIC = "title: UV, unit: people, kind: count, formula: f, source: s, cadence: day, aggregation: distinct, direction: increase, series: {file: d.csv, column: uv}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan.yml", "tasks:\n" + TASK),
        ("plan.yaml", "tasks:\n" + TASK),
        ("deep/er/down/anything.yml", "tasks:\n" + TASK),
        ("tasks/and/deeper.yml", "tasks:\n" + TASK),
        ("tasks/menu.yml", FLAT),
        ("tasks/menu.yaml", FLAT),
        ("tasks/menu.md", f"---\n{FLAT}---\n"),
        ("tasks/menu.md", f"---\r\n{FLAT}---\r\n"),
        ("phases.yml", "tasks:\n" + TASK),
        ("plan.yml", '"tasks":\n' + TASK.replace("menu", "'menu'")),
        ("plan.yml", "%YAML 1.2\n---\ntasks:\n" + TASK + "...\n"),
    ],
)
def test_a_record_loads_the_same_from_wherever_it_stands(name, text, tmp_path):
    found = checked(tmp_path, {name: text})
    assert found.diagnostics == ()
    loaded = tasks(found)["menu"]
    assert loaded.key == Ref("demo", "tasks", "menu")
    assert loaded.model_fields_set == set(FIELDS)
    assert (loaded.title, str(loaded.owner), loaded.duration.days) == ("Menu page", "lin", 5)


def test_collections_of_several_files_merge(tmp_path):
    found = checked(tmp_path, {"a.yml": "tasks:\n" + TASK, "b/c.yml": "tasks:\n" + TASK.replace("menu", "late")})
    assert set(tasks(found)) == {"beside", "menu", "late"}


def test_a_project_in_one_file(tmp_path):
    text = f"project: {{{PROJECT}}}\nphases:\n  build: {{title: Build}}\ntasks:\n{TASK[:-2]}, phase: build}}\n"
    found = checked(tmp_path, {"content/projects/other/all.yml": text})
    assert found.diagnostics == ()
    other = found.loaded.portal.projects["other"]
    assert other.record.title == "Other"
    assert set(other.collections) == {"phases", "tasks"}


@pytest.mark.parametrize(
    ("collection", "front", "field"),
    [
        ("tasks", FLAT, "description"),
        ("meetings", "title: Weekly\non: 2026-03-02\n", "minutes"),
        (
            "decisions",
            "title: Go\non: 2026-03-02\ncontext: c\nchoice: c\ndecided_by: lin\nbased_on: tasks:beside\n",
            "description",
        ),
    ],
)
def test_the_body_fills_the_body_field_and_translations_lie_beside(collection, front, field, tmp_path):
    files = {
        f"{collection}/one.md": f"---\n{front}---\n\n# Heading\n\nText\n",
        f"{collection}/one.zh.md": "# 标题\n\n正文\n",
    }
    found = checked(tmp_path, files)
    assert found.diagnostics == ()
    record = found.loaded.portal.projects["demo"].collections[collection]["one"]
    assert getattr(record, field) == {"en": "# Heading\n\nText", "zh": "# 标题\n\n正文"}


def test_a_translated_body_beside_a_record_in_yaml(tmp_path):
    found = checked(tmp_path, {"tasks/menu.yml": FLAT + "description: Text\n", "tasks/menu.zh.md": "正文\n"})
    assert found.diagnostics == ()
    assert tasks(found)["menu"].description == {"en": "Text", "zh": "正文"}


def test_other_markdown_is_a_page(tmp_path):
    found = checked(
        tmp_path, {"index.md": "# Hello\n", "notes/a: b.md": "---\n[\n---\n", "content/handbook/x.md": "x\n"}
    )
    assert found.diagnostics == ()


REFERENCES = {
    "in the project": "tasks:\n  t: {title: T, owner: mei, duration: 1d, acceptance: [L], after: [beside]}\n",
    "across projects": "tasks:\n  t: {title: T, owner: lin, duration: 1d, acceptance: [L], after: [other/menu]}\n",
    "with its collection": "tasks:\n  t: {title: T, owner: people:mei, duration: 1d, acceptance: [L]}\n",
    "a link with type and lag": "tasks:\n  t: {title: T, owner: lin, duration: 1d, acceptance: [L], after: [other/menu SS+2w]}\n",
    "a link as a mapping": "tasks:\n  t: {title: T, owner: lin, duration: 1d, acceptance: [L], after: {task: other/menu, type: FF, lag: 1w}}\n",
    "any collection": "changes:\n  c: {title: C, target: tasks:beside, reason: r}\n",
    "any collection across projects": "changes:\n  c: {title: C, target: other/metrics:uv, reason: r}\n",
    "the portal's from a project": "goals:\n  g: {title: Grow the shop by half, horizon: short, metric: wide, baseline: 1, baseline_date: 2026-03-01, target: 2, direction: increase, start: 2026-03-02, due: 2026-05-01, top: true, feasibility: f}\n",
    "a project": "changes:\n  c: {title: C, target: other/project:other, reason: r}\n",
    "a former id": "tasks:\n  t: {title: T, owner: lin, duration: 1d, acceptance: [L], after: [other/carte]}\n",
}  # fmt: skip


@pytest.mark.parametrize("form", REFERENCES)
def test_references_are_found(form, tmp_path):
    files = {
        "content/projects/other/all.yml": f"project: {{{PROJECT}}}\ntasks:\n{TASK[:-2]}, was: carte}}\nmetrics:\n  uv: {{{METRIC}}}\n",
        "content/metrics.yml": f"metrics:\n  wide: {{{METRIC}}}\n",
        "plan.yml": REFERENCES[form],
    }
    found = checked(tmp_path, files)
    assert [one for one in found.diagnostics if one.rule != "goal-horizon-gap"] == [], places(found)


def test_a_former_id_finds_the_record_of_today(tmp_path):
    text = f"tasks:\n{TASK[:-2]}, was: [carte, card]}}\n"
    portal = checked(tmp_path, {"plan.yml": text}).loaded.portal
    for old in ("carte", "card"):
        assert portal.locate(Ref("", "", old), ("tasks",), "demo") == Ref("demo", "tasks", "menu")
    assert portal.locate(Ref("", "", "cart"), ("tasks",), "demo") is None


def test_a_project_s_record_hides_nothing_of_the_portal_s(tmp_path):
    found = checked(
        tmp_path,
        {"content/metrics.yml": f"metrics:\n  wide: {{{METRIC}}}\n", "m.yml": f"metrics:\n  uv: {{{METRIC}}}\n"},
    )
    portal = found.loaded.portal
    assert portal.locate(Ref("", "", "wide"), ("metrics",), "demo") == Ref("", "metrics", "wide")
    assert portal.locate(Ref("", "", "uv"), ("metrics",), "demo") == Ref("demo", "metrics", "uv")
    assert portal.locate(Ref("", "", "uv"), ("metrics",), "") is None


def test_a_calendar_by_id_or_in_place(tmp_path):
    files = {
        "content/calendars.yml": "calendars:\n  shop: {title: Shop, base: none, weekend: [mon]}\n",
        "project.yml": f"project: {{{PROJECT}, calendar: shop}}\n",
        "content/projects/two/project.yml": f"project: {{{PROJECT}, calendar: {{weekend: []}}}}\n",
    }
    found = checked(tmp_path, files)
    assert found.diagnostics == ()
    projects = found.loaded.portal.projects
    assert projects["demo"].record.calendar == Ref("", "", "shop")
    assert isinstance(projects["two"].record.calendar, Calendar)
    assert projects["two"].record.calendar.weekend == ()


def test_the_same_text_in_block_and_flow_style(tmp_path):
    block = "tasks:\n  menu:\n    title: Menu page\n    owner: lin\n    duration: 5d\n    acceptance:\n    - Loads\n"
    (one, other) = (
        tasks(checked(tmp_path / name, {"plan.yml": text}))["menu"]
        for name, text in (("b", block), ("f", "tasks:\n" + TASK))
    )
    assert one == other


def test_assets_and_data_are_not_records(tmp_path):
    found = checked(tmp_path, {"content/assets/tasks/x.yml": "taks: [", "daily.csv": "date,uv\n2026-03-02,1\n"})
    assert found.diagnostics == ()
    assert f"{DEMO}daily.csv" in found.loaded.sources
