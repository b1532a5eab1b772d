"""What people type loads as they mean it: text stays text, types convert, nothing is guessed."""

from datetime import date
from decimal import Decimal

import pytest
from loading.findings import checked, places, tasks

from milepost.model.duration import Duration
from milepost.model.field_types import Change, Money

SAID_OF_THE_PLAN = {
    "rounded-value",
    "task-duration-assumed",
    "deadline-at-risk",
    "task-overdue",
    "progress-contradicts-status",
    "broken-link",
    "mixed-currency",
}
HEAD = "tasks:\n  menu:\n    owner: lin\n    duration: 5d\n    acceptance: [Loads]\n"


def menu(root, fields):
    found = checked(root, {"plan.yml": HEAD.replace("    duration: 5d\n", "") + fields})
    assert {one.rule for one in found.diagnostics} <= SAID_OF_THE_PLAN, places(found)
    return tasks(found)["menu"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("0034", "0034"),
        ("1.30", "1.30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("2026-03-01", "2026-03-01"),
        ("null", "null"),
        ("~", "~"),
        ("true", "true"),
        ("'quoted # text'", "quoted # text"),
        ('"tab\\tand\\u83dc"', "tab\tand菜"),
        ("two\n      lines", "two lines"),
        ("|\n      a\n      b", "a\nb\n"),
        (">-\n      a\n      b", "a b"),
        ("a#b", "a#b"),
        ("茶饮：点单", "茶饮：点单"),
        ("=", "="),
        ("<<", "<<"),
        ("{zh: 菜单, en: Menu}", {"zh": "菜单", "en": "Menu"}),
        ("{zh-CN: 菜单}", {"zh-CN": "菜单"}),
        ("! no", "no"),
    ],
)
def test_text_stays_what_was_typed(typed, text, tmp_path):
    assert menu(tmp_path, f"    duration: 1d\n    title: {typed}\n").title == text


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("due", "2026-03-01", date(2026, 3, 1)),
        ("due", "'2026-03-01'", date(2026, 3, 1)),
        ("due", "", None),
        ("milestone", "true", True),
        ("milestone", "false", False),
        ("progress", "35", 35.0),
        ("progress", "0.5", 0.5),
        ("duration", "5d", Duration(5, text="5d")),
        ("duration", "2w", Duration(10, text="2w")),
        ("duration", "3ed", Duration(3, elapsed=True, text="3ed")),
        ("duration", "4h", Duration(1, text="4h", rounded=True)),
        ("effort", "6", Decimal(6)),
        ("effort", "2w", Decimal(10)),
        ("tags", "one", ("one",)),
        ("tags", "[one, two]", ("one", "two")),
        ("evidence", "results/report.pdf", ("results/report.pdf",)),
    ],
)
def test_values_convert_by_the_type_of_their_field(field, typed, value, tmp_path):
    assert getattr(menu(tmp_path, f"    title: Menu\n    {field}: {typed}\n"), field) == value


def test_parts_of_tasks(tmp_path):
    loaded = menu(
        tmp_path,
        "    title: Menu\n    cost: {planned: 1200.50, actual: 120 USD}\n"
        "    estimate: {optimistic: 2d, likely: 1w, pessimistic: 4w}\n"
        "    assignees: {person: lin, share: 0.5}\n"
        "    links: {title: Design, url: https://example.com/design}\n",
    )
    assert loaded.cost.planned == Money(Decimal("1200.50"))
    assert loaded.cost.actual == Money(Decimal(120), "USD")
    assert [
        part.days for part in (loaded.estimate.optimistic, loaded.estimate.likely, loaded.estimate.pessimistic)
    ] == [2, 5, 20]
    assert [(str(one.person), one.share) for one in loaded.assignees] == [("lin", 0.5)]
    assert loaded.links[0].url == "https://example.com/design"


def test_bilingual_text_inside_lists(tmp_path):
    text = "tasks:\n  menu:\n    title: Menu\n    owner: lin\n    duration: 1d\n    acceptance: [Loads, {zh: 打开, en: Opens}, {text: {zh: 快, en: Fast}, done: true}]\n"
    found = checked(tmp_path, {"plan.yml": text})
    assert found.diagnostics == ()
    assert [(one.text, one.done) for one in tasks(found)["menu"].acceptance] == [
        ("Loads", False),
        ({"zh": "打开", "en": "Opens"}, False),
        ({"zh": "快", "en": "Fast"}, True),
    ]


@pytest.mark.parametrize("value", ["Loads", "{zh: 打开, en: Opens}", "{text: Loads, done: true}", "\n      - Loads"])
def test_a_single_value_is_a_list_of_one(value, tmp_path):
    text = f"tasks:\n  menu:\n    title: Menu\n    owner: lin\n    duration: 1d\n    acceptance: {value}\n"
    found = checked(tmp_path, {"plan.yml": text})
    assert found.diagnostics == ()
    assert len(tasks(found)["menu"].acceptance) == 1


def test_ratios_and_effects(tmp_path):
    metric = (
        "metrics:\n  rate: {title: Rate, unit: share, kind: ratio, formula: f, source: s, cadence: day, aggregation: avg,"
        " direction: increase, series: {events: events.csv, query: {retention: {day: 1, variant: exact}}}, target: 35%, thresholds: {green: 0.35, amber: 30%}, domain: [0, 1]}\n"
    )
    decision = (
        "decisions:\n  go: {title: Go, on: 2026-03-02, context: c, choice: c, decided_by: lin, based_on: metrics:rate,"
        " expects: [{metric: rate, change: +5%, by: 2026-05-01}, {metric: rate, change: +3pp, by: 2026-05-01}, {metric: rate, change: -20, by: 2026-05-01}]}\n"
    )
    found = checked(tmp_path, {"m.yml": metric, "d.yml": decision})
    assert found.diagnostics == ()
    collections = found.loaded.portal.projects["demo"].collections
    rate = collections["metrics"]["rate"]
    assert (rate.target, rate.thresholds.green, rate.thresholds.amber) == (0.35, 0.35, 0.3)
    assert (rate.domain.min, rate.domain.max) == (0, 1)
    assert [one.change for one in collections["decisions"]["go"].expects] == [
        Change(Decimal(5), "%"),
        Change(Decimal(3), "pp"),
        Change(Decimal(-20)),
    ]


def test_free_data_takes_anything(tmp_path):
    assert menu(tmp_path, "    duration: 1d\n    title: A\n    x: {a: [1, {b: no}], titel: ~}\n").x == {
        "a": ["1", {"b": "no"}],
        "titel": "~",
    }


def test_a_project_without_tasks(tmp_path):
    project = "project: {title: P, summary: S, sponsor: mei, owner: lin, start: 2026-03-02, due: 2026-06-30, status: active}\n"
    found = checked(tmp_path, {"content/projects/empty/project.yml": project})
    assert found.diagnostics == ()
    assert list(found.loaded.portal.projects["empty"].records()) == []


def test_five_thousand_tasks_in_one_project(tmp_path):
    rows = "".join(
        f"  t{n}: {{title: Task {n}, owner: p{n // 50}, duration: 1d, acceptance: [Loads]{f', after: [t{n - 1}]' if n % 50 else ''}}}\n"
        for n in range(5_000)
    )
    people = "".join(f"  p{n}: {{title: Person {n}, backup: lin}}\n" for n in range(100))
    people = f"people:\n  lin: {{title: Lin, backup: mei}}\n  mei: {{title: Mei, backup: lin}}\n{people}"
    found = checked(tmp_path, {"plan.yml": "tasks:\n" + rows, "content/people.yml": people})
    assert found.diagnostics == ()
    assert len(tasks(found)) == 5_001
