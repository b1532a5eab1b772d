"""Budget lines against the approved total, and amounts in different currencies."""

import pytest
from loading.findings import checked, english, spans, the_one
from portal_files import PROJECT

from milepost.i18n.catalogue import Catalogue

CLOSED = PROJECT.replace("status: active", "status: closed")
LINE = "  %s: {title: L, category: c, planned: %s%s}\n"


def lines(*planned, more=""):
    return "budget:\n" + "".join(LINE % (f"l{i}", amount, more) for i, amount in enumerate(planned))


def of(tmp_path, text, approved="", project=PROJECT, **more):
    budget = f"  budget: {approved}\n" if approved else ""
    return checked(tmp_path, {"project.yml": project + budget, "b.yml": text, **more})


@pytest.mark.parametrize(
    ("planned", "approved", "expected"),
    [
        ((400, 600), "1000", []),
        ((400, 600.1), "1000", ["budget-mismatch project.yml:9:11-15"]),
        ((400, "599.99"), "1000", ["budget-mismatch project.yml:9:11-15"]),
        (("0.1", "0.2"), "0.3", []),  # exact, not in floating point
        (("400 CNY", 600), "1000", []),
        (("400 USD", "600 USD"), "1000 USD", []),
        (("400 USD", "601 USD"), "1000 USD", ["budget-mismatch project.yml:9:11-19"]),
        (("400 USD", 600), "1000", ["mixed-currency b.yml:2:40-47"]),
        ((400, "many"), "1000", ["invalid-value b.yml:3:40-44"]),
        ((400, ""), "1000", ["missing-field b.yml:3:31-38"]),
        ((400, 600), "", []),
        ((), "1000", []),
        ((0,), "1000", ["budget-mismatch project.yml:9:11-15"]),
        ((400,), "much", ["invalid-value project.yml:9:11-15"]),
    ],
)
def test_lines_add_up_to_the_approved_total(planned, approved, expected, tmp_path):
    assert spans(of(tmp_path, lines(*planned) if planned else "budget: {}\n", approved)) == expected


def test_the_reserve_counts(tmp_path):
    text = lines(900) + LINE % ("r", 100, ", contingency: true")
    assert spans(of(tmp_path, text, "1000")) == []


@pytest.mark.parametrize(
    ("planned", "said", "zh"),
    [
        (
            (400, 700.5),
            "the budget lines plan 1100.5 CNY, 100.5 CNY more than the approved 1000 CNY",
            "各项预算合计 1100.5 CNY，比批准的 1000 CNY 多 100.5 CNY",
        ),
        (
            (400, 100),
            "the budget lines plan 500 CNY, 500 CNY less than the approved 1000 CNY",
            "各项预算合计 500 CNY，比批准的 1000 CNY 少 500 CNY",
        ),
    ],
)
def test_it_says_by_how_much(planned, said, zh, tmp_path):
    one = the_one(of(tmp_path, lines(*planned), "1000"))
    assert english(one)[0] == said
    assert Catalogue("zh").render(one.message) == zh


def test_lines_that_could_not_be_read_may_hold_the_rest(tmp_path):
    found = of(tmp_path / "a", lines(400), "1000", **{"more.yml": "budget:\n  x: {title: [\n"})
    assert [one.rule for one in found.diagnostics] == ["yaml-syntax"]
    assert spans(of(tmp_path / "b", lines(400), "1000", CLOSED)) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("planned: 100, committed: 50, actual: [{on: 2026-02-02, amount: 20 CNY}]", []),
        ("planned: 100 USD, committed: 50 USD, actual: [{on: 2026-02-02, amount: 20 USD}]", []),
        ("planned: 100, committed: 50 USD", ["mixed-currency b.yml:2:58-64"]),
        ("planned: 100 USD, committed: 50", ["mixed-currency b.yml:2:62-64"]),
        # one record, one finding: at the first that differs
        (
            "planned: 100, actual: [{on: 2026-02-02, amount: 5}, {on: 2026-02-03, amount: 6 USD}, {on: 2026-02-04, amount: 6 USD}]",
            ["mixed-currency b.yml:2:110-115"],
        ),
        ("planned: 100, committed: dear", ["invalid-value b.yml:2:58-62"]),
    ],
)
def test_one_line_has_one_currency(line, expected, tmp_path):
    text = "budget:\n  line: {title: L, category: c, " + line + "}\n"
    found = of(tmp_path, text)
    assert spans(found) == expected


def test_the_other_amount_is_shown(tmp_path):
    one = the_one(of(tmp_path / "a", lines(100, more=", committed: 50 USD")))
    assert [label.location.span for label in one.labels] == [(2, 40, 2, 43)]
    assert english(one)[0] == "50 USD stands beside an amount in CNY: the two are never added up"
    one = the_one(of(tmp_path / "b", lines("100 USD"), "100"))
    assert [(label.location.path.rpartition("/")[2], label.location.span) for label in one.labels] == [
        ("project.yml", (9, 11, 9, 14))
    ]


def test_lines_without_an_approved_total_may_have_their_own_currencies(tmp_path):
    assert spans(of(tmp_path, lines("100 USD", "100 EUR", 100))) == []


def test_the_currency_of_the_project_is_that_of_amounts_without_one(tmp_path):
    project = PROJECT + "  currency: USD\n"
    text = lines(100, more=", committed: 50 USD")
    assert spans(of(tmp_path / "a", text, project=project)) == []
    text = lines(100, more=", committed: 50 CNY")
    assert spans(of(tmp_path / "b", text, project=project)) == ["mixed-currency b.yml:2:56-62"]


def test_costs_of_tasks_and_risks(tmp_path):
    task = "tasks:\n  t: {title: T, owner: lin, duration: 1d, acceptance: [A], cost: {planned: 5, actual: %s}}\n"
    risk = (
        "risks:\n  r: {title: R, owner: lin, cause: c, event: e, effect: f, category: k, probability: 1, impact: 1,"
        " response: accept, identified_on: 2026-03-01, next_review: 2026-04-01,\n"
        "    cost: {optimistic: 1 USD, likely: 2 USD, pessimistic: %s}}\n"
    )
    files = {"t.yml": task % "6 USD", "r.yml": risk % "9"}
    found = of(tmp_path / "a", "budget: {}\n", **files)
    assert spans(found) == ["mixed-currency r.yml:3:59-60", "mixed-currency t.yml:2:87-92"]
    files = {"t.yml": task % "6 CNY", "r.yml": (risk % "9").replace("1 USD, likely: 2 USD", "1, likely: 2 CNY")}
    found = of(tmp_path / "b", "budget: {}\n", **files)
    assert [one for one in spans(found) if one.startswith("mixed-currency")] == []
