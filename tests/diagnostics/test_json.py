"""The machine format: exact keys, exact values."""

import json

from diagnostics.samples import PLAN, finding, related, report

from milepost.diagnostics.diagnostic import Severity
from milepost.diagnostics.formats.json import render


def test_a_finding_has_exactly_these_keys_and_values():
    document = json.loads(render(report(finding(), docs_url="https://example.com/{x}/rules/{rule}/", prefix="docs/")))
    assert document == {
        "version": 1,
        "diagnostics": [
            {
                "rule": "invalid-date",
                "severity": "error",
                "message": "`2026-3-1` in `due` is not an ISO date: month and day take two digits",
                "path": f"docs/{PLAN}",
                "line": 4,
                "column": 10,
                "end_line": 4,
                "end_column": 18,
                "notes": [],
                "help": "write `2026-03-01`",
                "url": "https://example.com/{x}/rules/invalid-date/",
            }
        ],
        "summary": {"errors": 1, "warnings": 0, "infos": 0},
    }


def test_second_places_and_notes_are_notes_and_what_is_absent_is_null():
    (one,) = json.loads(render(report(related())))["diagnostics"]
    assert one["notes"] == ["content/other.yml:1:1: first defined here", "7 more of this kind in the file"]
    assert (one["help"], one["url"]) == (None, None)


def test_the_summary_counts_each_level():
    infos = [finding(severity=Severity.INFO)] * 3
    document = json.loads(render(report(related(), finding(), finding(), *infos)))
    assert document["summary"] == {"errors": 2, "warnings": 1, "infos": 3}


def test_nothing_found():
    empty = {"version": 1, "diagnostics": [], "summary": {"errors": 0, "warnings": 0, "infos": 0}}
    assert json.loads(render(report())) == empty


def test_chinese_is_readable_and_the_text_is_utf_8():
    text = render(report(finding(), language="zh"))
    assert "不是 ISO 日期" in text
    assert text.endswith("}\n")
