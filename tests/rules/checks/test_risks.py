"""Risks and issues: on the scale, treated, decided on, reviewed; each rule with a near miss."""

import pytest
from loading.findings import checked, english, place, places, the_one
from portal_files import PORTAL, PROJECT

RISK = {
    "title": "The till vendor delivers late",
    "owner": "lin",
    "cause": "c",
    "event": "e",
    "effect": "f",
    "category": "schedule",
    "probability": "3",
    "impact": "5",
    "residual": "{probability: 2, impact: 3}",
    "response": "mitigate",
    "actions": "[act]",
    "identified_on": "2026-02-16",
    "next_review": "2026-03-06",
    "reviewed_on": "2026-02-27",
    "trigger": "No interface on 20 March",
    "status": "treating",
}
ACT = "tasks:\n  act: {title: Stock by hand, owner: mei, duration: 5d, acceptance: [Twice a day]%s}\n"
DONE = ", status: done, actual_start: 2026-02-16, actual_finish: 2026-02-20, evidence: https://example.com/e"


def risk(**fields):
    """A file whose third line is the risk's first field, one a line."""
    given = {name: value for name, value in {**RISK, **fields}.items() if value is not None}
    return "risks:\n  r:\n" + "".join(f"    {name}: {value}\n" for name, value in given.items())


def of(tmp_path, text, task="", settings="", **more):
    return checked(
        tmp_path, {"risks.yml": text, "plan.yml": ACT % task, "content/portal.yml": PORTAL + settings, **more}
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"probability": "6"}, ["risk-out-of-scale risks.yml:9:18"]),
        ({"impact": "0"}, ["risk-out-of-scale risks.yml:10:13"]),
        ({"impact": "high"}, ["risk-out-of-scale risks.yml:10:13"]),
        ({"residual": "{probability: 2, impact: 3.5}"}, ["risk-out-of-scale risks.yml:11:40"]),
        ({"residual": "low"}, ["invalid-value risks.yml:11:15"]),
        ({"owner": None}, ["high-risk-untreated risks.yml:2:3"]),
        ({"next_review": None}, ["high-risk-untreated risks.yml:2:3"]),
        ({"response": None, "actions": None}, ["high-risk-untreated risks.yml:2:3"]),
        ({"owner": None, "impact": "4"}, ["missing-field risks.yml:2:3"]),  # 12
        ({"owner": None, "opportunity": "true"}, ["missing-field risks.yml:2:3"]),
        ({"owner": None, "ownr": "lin"}, ["unknown-field risks.yml:18:5"]),
        ({"owner": "lim"}, ["unresolved-reference risks.yml:4:12"]),
        ({"actions": None}, ["response-without-action risks.yml:12:15"]),
        ({"actions": None, "response": "enhance", "opportunity": "true"}, ["response-without-action risks.yml:12:15"]),
        ({"actions": None, "action": "[act]"}, ["unknown-field risks.yml:18:5"]),
        ({"actions": "[akt]"}, ["unresolved-reference risks.yml:13:15"]),
        ({"actions": None, "response": "accept", "status": "assessed"}, []),
        ({"actions": None, "response": "accept"}, ["accepted-without-approver risks.yml:12:15"]),
        ({"actions": None, "response": "accept", "approver": "mei"}, []),
        ({"status": "accepted"}, ["accepted-without-approver risks.yml:18:13"]),
        ({"status": "escalated"}, ["escalated-to-nobody risks.yml:18:13"]),
        ({"status": "escalated", "approver": "mei"}, []),
        ({"actions": None, "response": "escalate"}, ["escalated-to-nobody risks.yml:12:15"]),
        ({"status": "occurred"}, ["occurred-without-issue risks.yml:18:13"]),
        ({"status": "occurred", "issue": "gone"}, ["unresolved-reference risks.yml:19:12"]),
        ({"status": "closed"}, ["closed-without-reason risks.yml:18:13"]),
        ({"status": "closed", "closed_reason": "It works"}, []),
        ({"trigger": None}, ["high-risk-without-trigger risks.yml:2:3"]),
        ({"trigger": None, "impact": "4"}, []),
        ({"residual": "{probability: 4, impact: 4}"}, ["residual-above-inherent risks.yml:11:15"]),
        ({"residual": "{probability: 3, impact: 5}"}, []),
        ({"residual": "{probability: 4, impact: 4}", "opportunity": "true"}, []),
        ({"next_review": "2026-03-02"}, []),
        ({"next_review": "2026-03-01"}, ["risk-review-overdue risks.yml:15:18"]),
        ({"next_review": "2026-03-01", "status": "closed", "closed_reason": "It works"}, []),
        ({"proximity": "2026-03-06"}, []),
        ({"proximity": "2026-03-05"}, ["response-after-proximity risks.yml:13:15"]),
    ],
)
def test_each_rule(fields, expected, tmp_path):
    found = of(tmp_path, risk(**fields))
    assert places(found) == expected


def test_an_issue_may_name_the_risk(tmp_path):
    issue = (
        "issues:\n  i: {title: No stock, owner: lin, severity: 3, raised_on: 2026-03-01, due: 2026-03-13, risk: r}\n"
    )
    assert places(of(tmp_path, risk(status="occurred"), **{"issues.yml": issue})) == []


def test_the_level_and_the_threshold_of_untreated_risks(tmp_path):
    weaker = "  thresholds: {high-risk-untreated: {score: 16}}\n"
    assert places(of(tmp_path / "a", risk(owner=None), settings=weaker)) == ["missing-field risks.yml:2:3"]
    one = the_one(of(tmp_path / "b", risk(owner=None), settings="  rules: {missing-field: {risks.owner: info}}\n"))
    assert (one.rule, one.severity.value) == ("high-risk-untreated", "info")
    assert english(one)[0] == "risk `r` scores 15 and has no `owner`"


@pytest.mark.parametrize(
    ("fields", "task", "expected"),
    [
        ({"residual": "{probability: 3, impact: 5}"}, DONE, ["residual-unchanged risks.yml:11:15"]),
        ({"residual": None}, DONE, ["residual-unchanged risks.yml:12:14"]),
        ({"residual": None}, "", []),
        ({}, DONE, []),
        ({"residual": "{probability: 3, impact: 5}", "status": "closed", "closed_reason": "It works"}, DONE, []),
    ],
)
def test_a_response_that_achieved_nothing(fields, task, expected, tmp_path):
    assert places(of(tmp_path, risk(**fields), task)) == expected


@pytest.mark.parametrize(
    ("scores", "reviewed", "expected"),
    [
        (("3", "5"), "2026-02-16", []),  # 14 days
        (("3", "5"), "2026-02-15", ["risk-review-stale risks.yml:15:18"]),
        (("3", "4"), "2026-01-31", []),  # 30 days
        (("3", "4"), "2026-01-30", ["risk-review-stale risks.yml:15:18"]),
        (("2", "2"), "2025-12-02", []),  # 90 days
        (("2", "2"), "2025-12-01", ["risk-review-stale risks.yml:15:18"]),
        (("2", "2"), None, ["risk-review-stale risks.yml:13:20"]),
    ],
)
def test_reviews_by_band(scores, reviewed, expected, tmp_path):
    probability, impact = scores
    text = risk(probability=probability, impact=impact, residual=None, reviewed_on=reviewed, identified_on="2025-11-30")
    assert places(of(tmp_path, text)) == expected


def test_a_review_that_is_due_is_said_once(tmp_path):
    text = risk(reviewed_on="2026-01-05", identified_on="2026-01-05", next_review="2026-02-02")
    assert places(of(tmp_path, text)) == ["risk-review-overdue risks.yml:15:18"]


APPETITE = "  risk_matrix: {appetite: 6}\n"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),  # 6
        ({"residual": "{probability: 2, impact: 4}"}, ["risk-over-appetite risks.yml:11:15"]),
        ({"residual": "{probability: 2, impact: 4}", "opportunity": "true"}, []),
        ({"residual": "{probability: 2, impact: 4}", "status": "escalated", "approver": "mei"}, []),
        ({"residual": None}, ["risk-over-appetite risks.yml:10:13"]),
    ],
)
def test_appetite(fields, expected, tmp_path):
    assert places(of(tmp_path, risk(**fields), settings=APPETITE)) == expected


@pytest.mark.parametrize(
    ("fields", "state", "expected"),
    [
        ({}, "active", ["risk-category-empty project.yml:1:1"]),
        ({"category": "people"}, "active", ["risk-category-empty project.yml:1:1"]),
        ({}, "proposed", []),
        ({}, "closed", []),
    ],
)
def test_kinds_of_risks(fields, state, expected, tmp_path):
    settings = "  risk_matrix: {categories: [schedule, people]}\n"
    project = PROJECT.replace("status: active", f"status: {state}")
    found = of(tmp_path, risk(**fields), settings=settings, **{"project.yml": project})
    assert [place(one) for one in found.diagnostics if one.rule == "risk-category-empty"] == expected
    if expected:
        other = "schedule" if fields else "people"
        assert english(found.diagnostics[0])[0] == f"project `demo` has no open risk of the kinds `{other}`"


ISSUE = "issues:\n  i: {title: No stock, owner: lin, severity: 3, raised_on: 2026-02-20, due: %s, status: %s}\n"


@pytest.mark.parametrize(
    ("due", "state", "expected"),
    [
        ("2026-03-01", "open", ["issue-overdue issues.yml:2:77"]),
        ("2026-03-01", "in_progress", ["issue-overdue issues.yml:2:77"]),
        ("2026-03-01", "resolved", []),
        ("2026-03-02", "open", []),
    ],
)
def test_issues(due, state, expected, tmp_path):
    assert places(of(tmp_path, risk(), **{"issues.yml": ISSUE % (due, state)})) == expected
