"""GitLab's code quality report: the merge request shows what is new and what is gone, by fingerprint.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

import json
from typing import Any

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.diagnostics.identity import fingerprints
from milepost.diagnostics.report import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """A JSON list of issues."""
    marks = fingerprints(report.diagnostics)
    issues = [_issue(one, mark, report) for one, mark in zip(report.diagnostics, marks, strict=True)]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(one: Diagnostic, fingerprint: str, report: Report) -> dict[str, Any]:
    span = one.location.span
    return {
        "description": "\n".join([report.words.render(one.message), *report.remarks(one)]),
        "check_name": one.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[one.severity],
        "location": {"path": report.path(one.location.path), "lines": {"begin": span.line, "end": span.end_line}},
    }
