"""Effects that did not come: when it is said, where, and when not."""

from datetime import date, timedelta

import pytest
from loading.findings import checked, english, place
from portal_files import PORTAL, PROJECT

METRIC = "metrics:\n  m: {title: M, unit: u, kind: count, formula: f, source: s, cadence: day, aggregation: sum, direction: increase, series: {file: m.csv}}\n"
EXPECTS = "expects: [{metric: m, change: %s, by: %s}]"
DECISION = "decisions:\n  d: {title: D, on: 2026-03-02, context: c, choice: c, decided_by: lin, based_on: metrics:m, %s, status: %s}\n"
RELEASE = "releases:\n  d: {title: D, version: 1.0.0, channel: online, planned_on: 2026-03-02, released_on: 2026-03-02, notes: n, %s}\n"
CAMPAIGN = "campaigns:\n  d: {title: D, start: 2026-03-02, due: 2026-03-15, budget: 100, metrics: m, mechanic: x, %s, status: %s}\n"


def csv(more, days=56):
    """28 days around 100, then as many more by so much."""
    first = date(2026, 2, 2)
    rows = [f"{first + timedelta(days=n)},{100 + n % 3 + (more if n >= 28 else 0)}\n" for n in range(days)]
    return "date,m\n" + "".join(rows)


def of(tmp_path, record, more=0, as_of="2026-04-10", settings="", project=PROJECT, days=56):
    portal = PORTAL.replace("2026-03-02", as_of) + settings
    files = {
        "content/portal.yml": portal,
        "project.yml": project,
        "m.yml": METRIC,
        "d.yml": record,
        "m.csv": csv(more, days),
    }
    return [one for one in checked(tmp_path, files).diagnostics if one.rule == "expectation-missed"]


def decision(change="+10", by="2026-03-29", status="accepted"):
    return DECISION % (EXPECTS % (change, by), status)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (decision(), "expectation-missed d.yml:2:124"),
        (RELEASE % EXPECTS % ("+10", "2026-03-29"), "expectation-missed d.yml:2:139"),
        (CAMPAIGN % (EXPECTS % ("+10", "2026-03-29"), "ended"), "expectation-missed d.yml:2:121"),
        (decision(status="superseded"), None),
        (decision(status="proposed"), None),
        (CAMPAIGN % (EXPECTS % ("+10", "2026-03-29"), "reviewed"), None),
        (CAMPAIGN % (EXPECTS % ("+10", "2026-03-29"), "approved"), None),
        (decision(change="soon"), None),
    ],
)
def test_what_did_not_come_is_said_where_it_was_expected(record, expected, tmp_path):
    assert [place(one) for one in of(tmp_path, record)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("more", "change", "found"),
    [
        (0, "+10", True),
        (10, "+10", False),
        (5, "+10", False),
        (-10, "+10", True),
        (-10, "-10", False),
        (0, "+5%", True),
        (3, "+5%", False),
    ],
)
def test_by_how_much(more, change, found, tmp_path):
    assert bool(of(tmp_path, decision(change), more)) is found


@pytest.mark.parametrize(
    ("as_of", "by", "found"),
    [
        ("2026-03-30", "2026-03-29", True),
        ("2026-03-29", "2026-03-29", False),
        ("2026-06-27", "2026-03-29", True),  # 90 days
        ("2026-06-28", "2026-03-29", False),
    ],
)
def test_when(as_of, by, found, tmp_path):
    assert bool(of(tmp_path, decision(by=by), as_of=as_of)) is found


@pytest.mark.parametrize(
    ("settings", "days", "found"),
    [
        ("", 42, True),  # 14 days since
        ("", 41, False),
        ("{share: 0.4}", 41, True),
        ("{days: 10}", 38, True),
        ("{recent: 5}", 56, False),
        ("{days: 0}", 56, False),
    ],
)
def test_thresholds(settings, days, found, tmp_path):
    thresholds = f"  thresholds: {{expectation-missed: {settings}}}\n" if settings else ""
    assert bool(of(tmp_path, decision(), settings=thresholds, days=days)) is found


def test_closed_projects_are_left_alone(tmp_path):
    assert of(tmp_path, decision(), project=PROJECT.replace("active", "closed")) == []


def test_what_is_said(tmp_path):
    (one,) = of(tmp_path, decision())
    said, _ = english(one)
    assert said.startswith("`m` was to change by +10 by 2026-03-29 because of decision `d`, and changed by ")
    assert "(95 %: -" in said
