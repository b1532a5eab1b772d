"""Campaigns: a metric, coupons within the budget, a review."""

import pytest
from loading.findings import checked, english, spans, the_one
from portal_files import PORTAL, PROJECT

CLOSED = PROJECT.replace("status: active", "status: closed")
METRIC = (
    "metrics:\n  m: {title: M, unit: u, kind: count, formula: f, source: s, cadence: day, aggregation: sum,"
    " direction: increase, series: {file: m.csv}}\n"
)
CAMPAIGN = {
    "title": "C",
    "owner": "lin",
    "start": "2026-02-02",
    "due": "2026-02-13",  # a Friday
    "budget": "30000",
    "metrics": "[m]",
    "mechanic": "Half price",
    "coupons": None,
    "review": None,
    "status": "running",
}


def of(tmp_path, settings="", as_of="2026-02-16", more=None, **fields):
    """The campaign's fields are one a line, the first on line 3."""
    given = {name: value for name, value in {**CAMPAIGN, **fields}.items() if value is not None}
    text = "campaigns:\n  c:\n" + "".join(f"    {name}: {value}\n" for name, value in given.items())
    portal = PORTAL.replace("2026-03-02", as_of) + settings
    return checked(tmp_path, {"c.yml": text, "m.yml": METRIC, "content/portal.yml": portal, **(more or {})})


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"metrics": None}, ["campaign-without-metric c.yml:2:3-4"]),
        ({"metrics": "[]"}, ["campaign-without-metric c.yml:8:5-12"]),
        ({"metrics": ""}, ["campaign-without-metric c.yml:8:5-12"]),
        ({"metrics": "[n]"}, ["unresolved-reference c.yml:8:15-16"]),
        ({"metrics": None, "metrix": "[m]"}, ["unknown-field c.yml:10:5-11"]),
    ],
)
def test_a_campaign_moves_a_metric(fields, expected, tmp_path):
    assert spans(of(tmp_path, **fields)) == expected


def test_the_level_of_the_general_rule_holds(tmp_path):
    settings = "  rules: {missing-field: {campaigns.metrics: info}}\n"
    one = the_one(of(tmp_path, settings, metrics=None))
    assert (one.rule, one.severity.value) == ("campaign-without-metric", "info")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"coupons": "{count: 6000, face_value: 5}"}, []),  # all of it
        ({"coupons": "{count: 6001, face_value: 5}"}, ["coupons-over-budget c.yml:10:22-26"]),
        ({"coupons": "{count: 6001, face_value: 5, cap: 30000}"}, []),
        ({"coupons": "{count: 6001, face_value: 5, cap: 30000.01}"}, ["coupons-over-budget c.yml:10:48-56"]),
        ({"coupons": "{count: 9000, face_value: 5 CNY}"}, ["coupons-over-budget c.yml:10:22-26"]),
        ({"coupons": "{count: 9000, face_value: 5}", "status": "cancelled"}, []),
        ({"coupons": "{count: 9000, face_value: 5}", "status": "draft"}, ["coupons-over-budget c.yml:10:22-26"]),
        ({"coupons": "{count: 9000, face_value: 5 USD}"}, ["mixed-currency c.yml:10:40-45"]),
        ({"coupons": "{count: 9000, face_value: 5}", "budget": None}, ["missing-field c.yml:2:3-4"]),
        ({"coupons": "{count: 9000}"}, ["missing-field c.yml:10:5-12"]),
    ],
)
def test_coupons_stay_within_the_budget(fields, expected, tmp_path):
    assert spans(of(tmp_path, **fields)) == expected


def test_what_too_many_coupons_say(tmp_path):
    one = the_one(of(tmp_path, coupons="{count: 6001, face_value: 5.5}"))
    assert english(one)[0] == "the coupons of campaign `c` may cost 33005.5 CNY, its budget is 30000 CNY"
    assert [label.location.span for label in one.labels] == [(7, 13, 7, 18)]


@pytest.mark.parametrize(
    ("fields", "as_of", "days"),
    [
        ({}, "2026-02-13", None),
        ({}, "2026-02-14", None),
        ({}, "2026-02-28", None),  # ten working days
        ({}, "2026-03-02", None),
        ({}, "2026-03-03", 11),
        ({"status": "ended"}, "2026-03-03", 11),
        ({"status": "approved"}, "2026-03-03", 11),
        ({"status": "reviewed"}, "2026-03-03", 11),
        ({"status": "draft"}, "2026-03-03", None),
        ({"status": "cancelled"}, "2026-03-03", None),
        ({"review": "It helped"}, "2026-03-03", None),
        ({"review": "{zh: 1, fr: [2]}"}, "2026-03-03", None),  # invalid-value speaks
        ({"due": None}, "2026-03-03", None),
    ],
)
def test_a_campaign_is_looked_back_at(fields, as_of, days, tmp_path):
    found = [one for one in of(tmp_path, as_of=as_of, **fields).diagnostics if one.rule == "campaign-unreviewed"]
    assert [one.message.params["days"] for one in found] == ([days] if days else [])


def test_a_missing_review_is_said_at_the_last_day(tmp_path):
    found = of(tmp_path, as_of="2026-03-03")
    assert spans(found) == ["campaign-unreviewed c.yml:6:10-20"]
    assert english(the_one(found))[0] == "campaign `c` ended on 2026-02-13 and has no `review`; working days since: 11"


def test_holidays_thresholds_and_closed_projects(tmp_path):
    calendar = {"project.yml": PROJECT + "  calendar: {base: none, holidays: {2026-02-16: H}}\n"}
    assert spans(of(tmp_path / "a", as_of="2026-03-03", more=calendar)) == []
    settings = "  thresholds: {campaign-unreviewed: {days: 11}}\n"
    assert spans(of(tmp_path / "b", settings, as_of="2026-03-03")) == []
    assert spans(of(tmp_path / "c", as_of="2026-03-03", more={"project.yml": CLOSED})) == []
