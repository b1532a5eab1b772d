"""600 Chinese review lines: what is counted of them after the import agrees with the case."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from imports.importing import DEMO, demo, run

from milepost.analysis.feedback import feedback_items
from milepost.analysis.feedback_counts import course
from milepost.build import load_portal
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
    assert "600 items, 600 of them new" in said.out
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
