"""What came of decisions and campaigns, in words and states."""

from datetime import date, timedelta

import pytest
from portal_files import PORTAL, portal

from milepost.analysis.attention import portal_attention
from milepost.build import check
from milepost.model.records.campaign import Campaign
from milepost.model.records.decision import Decision
from milepost.views.attention import attention_lines
from milepost.views.context import ViewContext
from milepost.views.expectations import definition, expectation_table

METRIC = "metrics:\n  m: {title: Orders, unit: orders, kind: count, formula: f, source: s, cadence: day, aggregation: sum, direction: increase, series: {file: m.csv}}\n"
RECORDS = """\
decisions:
  d:
    title: D
    on: 2026-03-02
    context: c
    choice: c
    decided_by: lin
    based_on: metrics:m
    review_on: 2026-04-09
    status: accepted
    expects:
      - {metric: m, change: +10%, by: 2026-03-29}
      - {metric: m, change: +2, by: 2026-03-29}
      - {metric: m, change: -5, by: 2026-05-01}
campaigns:
  c: {title: C, start: 2026-05-01, due: 2026-05-15, budget: 100, metrics: m, mechanic: x, expects: [{metric: m, change: +3pp, by: 2026-06-01}]}
"""


@pytest.fixture
def contexts(tmp_path):
    first = date(2026, 2, 2)
    rows = [f"{first + timedelta(days=n)},{100 + n // 7 % 2 + (2 if n >= 28 else 0)}\n" for n in range(56)]
    root = portal(
        tmp_path,
        {
            "content/portal.yml": PORTAL.replace("2026-03-02", "2026-04-10"),
            "content/projects/demo/m.yml": METRIC + RECORDS,
            "content/projects/demo/m.csv": "date,m\n" + "".join(rows),
        },
    )
    found = check(root)
    return {
        language: ViewContext(
            analysis=found.analysis, loaded=found.loaded, diagnostics=found.diagnostics, language=language
        )
        for language in ("en", "zh")
    }


def test_the_table_of_a_decision(contexts):
    context = contexts["en"]
    (decision,) = context.portal.projects["demo"].all(Decision).values()
    table = expectation_table(decision, context)
    cells = [
        [(cell.text, cell.strong, cell.sub, cell.status and cell.status.word) for cell in row.cells]
        for row in table.rows
    ]
    before, since = ("101 orders", "", "28 d", None), ("103 orders", "", "28 d", None)
    assert [row[0][:3] for row in cells] == [
        ("+10%", "", "by 29 Mar"),
        ("+2 orders", "", "by 29 Mar"),
        ("−5 orders", "", "by 1 May"),
    ]
    assert all(row[1][2:] == before[2:] and row[2][2:] == since[2:] for row in cells)
    assert [(row[3][1], row[3][3]) for row in cells] == [
        ("+2.0%", "Partly met"),
        ("+2.0 orders", "Met"),
        ("+2.0 orders", "Too early"),
    ]
    assert cells[1][3][2] == "+1.7 to +2.3 orders"


def test_what_is_not_in_force_has_no_effect_yet(contexts):
    context = contexts["zh"]
    (campaign,) = context.portal.projects["demo"].all(Campaign).values()
    (row,) = expectation_table(campaign, context).rows
    assert [cell.empty for cell in row.cells] == [False, True, True, False]
    assert row.cells[-1].status.word == "为时尚早"
    assert "28 天" in definition(context)


def test_a_decision_to_review_says_what_came_of_it(contexts):
    for language, said in (
        ("en", "Orders +10%: Partly met; Orders +2 orders: Met; Orders −5 orders: Too early"),
        ("zh", "Orders +10%：部分达到；Orders +2 orders：达到；Orders −5 orders：为时尚早"),
    ):
        context = contexts[language]
        lines = attention_lines(context, portal_attention(context.analysis))
        assert [line.effects for line in lines if line.effects] == [said]
