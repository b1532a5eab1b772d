"""Version 1 of the machine format; lines and columns count from 1, the end is exclusive."""

import json
from typing import Any

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.diagnostics.report import Report
from milepost.source import Location


def render(report: Report) -> str:
    """A JSON object with `version`, `diagnostics` and `summary`.

    Of a change each finding says whether it is `introduced`; `fixed` has those that are gone, at their places before.
    """
    document: dict[str, Any] = {
        "version": 1,
        "diagnostics": [_entry(one, report) for one in report.diagnostics],
        "summary": {f"{severity.value}s": report.count(severity) for severity in Severity},
    }
    if report.comparison:
        for entry, one in zip(document["diagnostics"], report.diagnostics, strict=True):
            entry["introduced"] = report.is_new(one)
        document["fixed"] = [_entry(one, report) for one in report.comparison.fixed]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _entry(one: Diagnostic, report: Report) -> dict[str, Any]:
    words = report.words
    span = one.location.span
    places = [f"{_place(label.location, report)}: {words.render(label.text)}" for label in one.labels]
    return {
        "rule": one.rule,
        "severity": one.severity.value,
        "message": words.render(one.message),
        "path": report.path(one.location.path),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "notes": places + [words.render(note) for note in one.notes],
        "help": words.render(one.help) if one.help else None,
        "url": report.url(one.rule) or None,
    }


def _place(location: Location, report: Report) -> str:
    return f"{report.path(location.path)}:{location.span.line}:{location.span.column}"
