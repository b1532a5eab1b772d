"""SARIF 2.1.0, the interchange format of static analysis: code scanning, editors and dashboards read it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import json
from typing import Any
from urllib.parse import quote

from milepost import __version__
from milepost.diagnostics.diagnostic import Diagnostic, Edit, Label, Severity
from milepost.diagnostics.identity import fingerprints
from milepost.diagnostics.report import Report, RuleFacts
from milepost.source import Location

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report) -> str:
    """One run with all rules and all findings."""
    order = {rule: index for index, rule in enumerate(report.rules)}
    marks = fingerprints(report.diagnostics)
    run = {
        "tool": {
            "driver": {
                "name": "milepost",
                "version": __version__,
                "rules": [_rule(rule, facts, report) for rule, facts in report.rules.items()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, mark, order, report) for one, mark in zip(report.diagnostics, marks, strict=True)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: str, facts: RuleFacts, report: Report) -> dict[str, Any]:
    url = report.url(rule)
    return {
        "id": rule,
        "shortDescription": {"text": facts.summary},
        "defaultConfiguration": {"level": _LEVELS[facts.level]},
        "properties": {"tags": [facts.family]},
    } | ({"helpUri": url} if url else {})


def _result(one: Diagnostic, fingerprint: str, order: dict[str, int], report: Report) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": one.rule,
        "level": _LEVELS[one.severity],
        "message": {"text": "\n".join([report.words.render(one.message), *report.remarks(one)])},
        "locations": [{"physicalLocation": _place(one.location, report)}],
        "partialFingerprints": {"milepostIdentity/v1": fingerprint},
    }
    if report.comparison:
        found["baselineState"] = "new" if report.is_new(one) else "unchanged"
    if one.rule in order:
        found["ruleIndex"] = order[one.rule]
    if one.labels:
        found["relatedLocations"] = [_related(index, label, report) for index, label in enumerate(one.labels, 1)]
    if one.fix:
        text = report.words.render(one.help) if one.help else one.rule
        found["fixes"] = [{"description": {"text": text}, "artifactChanges": _changes(one.fix.edits, report)}]
    return found


def _related(index: int, label: Label, report: Report) -> dict[str, Any]:
    text = report.words.render(label.text)
    return {"id": index, "message": {"text": text}, "physicalLocation": _place(label.location, report)}


def _changes(edits: tuple[Edit, ...], report: Report) -> list[dict[str, Any]]:
    """The replacements, file by file."""
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.location.path, []).append(edit)
    return [
        {
            "artifactLocation": _artifact(path, report),
            "replacements": [
                {"deletedRegion": _region(edit.location), "insertedContent": {"text": edit.replacement}}
                for edit in several
            ],
        }
        for path, several in by_file.items()
    ]


def _place(location: Location, report: Report) -> dict[str, Any]:
    return {"artifactLocation": _artifact(location.path, report), "region": _region(location)}


def _artifact(path: str, report: Report) -> dict[str, Any]:
    return {"uri": quote(report.path(path), errors="replace")}


def _region(location: Location) -> dict[str, int]:
    span = location.span
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
