"""600 Chinese review lines: what is counted of them after the import agrees with the case."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from imports.importing import DEMO, demo, run

from milepost.analysis.feedback import feedback_items
from milepost.analysis.feedback_counts import course
from milepost.analysis.theme_keywords import themes_by_keywords
from milepost.build import load_portal
from milepost.imports.feedback.topics import topics
from milepost.loading.tables import read_tables
from milepost.model.reference import Ref

SOURCES = ("transaction_comment", "survey", "service_chat", "issue_form")


@pytest.fixture(scope="module")
def golden(cases):
    return json.loads((cases / "feedback-zh" / "golden.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def imported(cases, tmp_path_factory):
    root = demo(tmp_path_factory.mktemp("feedback"))
    (root / DEMO / "voice.yml").write_text("feedback: {reviews: {title: R, file: feedback/reviews/*.csv}}\n")
    said = run(root, "feedback", cases / "feedback-zh" / "feedback.csv", "--batch", "reviews", "--map", "type=label")
    return root, said


@pytest.fixture(scope="module")
def items(imported):
    loaded = load_portal(imported[0])
    return feedback_items(loaded.portal, read_tables(loaded))[Ref("demo", "feedback", "reviews")]


def test_all_lines_are_taken_as_they_are(cases, imported, items):
    said = imported[1]
    assert said.code == 0
    assert "items: 600, new: 600" in said.out
    assert len(items) == 600
    assert not any("***" in str(item.text) for item in items)


def test_counts_by_week_and_label_agree(items, golden):
    weeks = Counter((str(item.received_on - timedelta(days=item.received_on.weekday())), item.type) for item in items)
    assert {
        week: [weeks[week, "pos"], weeks[week, "neg"], weeks[week, "pos"] + weeks[week, "neg"]]
        for week in sorted({week for week, _ in weeks})
    } == golden["weeks"]
    assert [(str(one.start), one.items) for one in course(items).counts] == [
        (week, counts[2]) for week, counts in golden["weeks"].items()
    ]


def test_counts_by_month_agree(items, golden):
    months = Counter((f"{item.received_on:%Y-%m}", item.type) for item in items)
    assert {month: [months[month, "pos"], months[month, "neg"]] for month in golden["months"]} == {
        month: counts[:2] for month, counts in golden["months"].items()
    }


def test_keywords_find_the_items_of_their_themes(items, golden):
    found = Counter(
        (theme, item.type) for item in items for theme in themes_by_keywords(str(item.text), golden["theme_words"])
    )
    assert {theme: [found[theme, "pos"], found[theme, "neg"]] for theme in golden["themes"]} == golden["themes"]


def test_topics_are_what_a_reader_would_call_them(items):
    found = topics([(item.id, str(item.text)) for item in items])
    assert {"房间", "早餐", "服务", "性价比", "散热", "屏幕", "酒店"} <= {one.word for one in found}
    assert found[0].word == "房间"
    service = next(one for one in found if one.word == "服务")
    assert {"服务员", "服务态度"} <= set(service.related)


def test_topics_leave_out_what_declared_themes_cover(cases, tmp_path, golden):
    root = demo(tmp_path)
    declared = {theme: words for theme, words in golden["theme_words"].items() if theme != "room"}
    themes = "".join(
        f"  {theme}: {{title: {theme}, keywords: [{', '.join(words)}]}}\n" for theme, words in declared.items()
    )
    (root / DEMO / "voice.yml").write_text(f"themes:\n{themes}", encoding="utf-8")
    said = run(root, "feedback", cases / "feedback-zh" / "feedback.csv", "--suggest")
    rows = [line.split() for line in said.out.splitlines()]
    counts = {row[0]: int(row[1]) for row in rows if len(row) > 2 and row[1].isdigit()}
    for theme in declared:
        assert counts.pop(theme) == sum(golden["themes"][theme])
    assert {"房间", "早餐"} <= counts.keys()
    assert not counts.keys() & {word for words in declared.values() for word in words}
