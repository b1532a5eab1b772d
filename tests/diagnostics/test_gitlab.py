"""GitLab's code quality report: required keys, and fingerprints that stay."""

import json
import re

from diagnostics.samples import PLAN, WHERE, finding, related, report

from milepost.diagnostics.diagnostic import Severity
from milepost.diagnostics.formats.gitlab import render
from milepost.source import Span


def issues(*diagnostics, **options):
    return json.loads(render(report(*diagnostics, **options)))


def test_a_finding_has_exactly_the_keys_that_gitlab_asks_for():
    (one,) = issues(finding(), prefix="docs/")
    assert re.fullmatch("[0-9a-f]{64}", one.pop("fingerprint"))
    assert one == {
        "description": "`2026-3-1` in `due` is not an ISO date: month and day take two digits\nhelp: write `2026-03-01`",
        "check_name": "invalid-date",
        "severity": "major",
        "location": {"path": f"docs/{PLAN}", "lines": {"begin": 4, "end": 4}},
    }


def test_severities_are_of_those_that_gitlab_knows():
    levels = [finding(severity=severity) for severity in Severity]
    assert [one["severity"] for one in issues(*levels)] == ["major", "minor", "info"]


def test_a_fingerprint_survives_a_moved_line_and_the_language():
    here, moved, chinese = (
        issues(finding())[0],
        issues(finding(Span(40, 10, 40, 18)))[0],
        issues(finding(), language="zh")[0],
    )
    assert here["fingerprint"] == moved["fingerprint"] == chinese["fingerprint"]
    assert here["location"] != moved["location"]


def test_fingerprints_differ_even_for_findings_of_one_kind_in_one_record():
    found = issues(finding(), finding(WHERE["past"]), related())
    assert len({one["fingerprint"] for one in found}) == 3


def test_nothing_found_is_an_empty_list():
    assert issues() == []
