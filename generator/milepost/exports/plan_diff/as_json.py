"""Version 1 of the plan diff for programs: dates in ISO, deltas in English, records as references."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from milepost.analysis.plan_diff.plan_diff import PlanDiff
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.exports.plan_diff.words import DiffWords
from milepost.i18n.catalogue import Catalogue, catalogue


def render(diff: PlanDiff, words: Catalogue) -> str:
    """A JSON object with `version`, `changes`, `consequences` and `diagnostics`; messages in the asked language."""
    english = DiffWords(diff=diff, words=catalogue("en"))
    document = {
        "version": 1,
        "as_of": diff.after.as_of.isoformat(),
        "changes": [
            {
                "record": str(one.record),
                "kind": one.kind,
                **({"was": str(one.was)} if one.was else {}),
                "fields": {name: list(values) for name, values in one.fields.items()},
            }
            for one in diff.changes
        ],
        "consequences": [
            {
                "kind": one.kind,
                "subject": str(one.subject),
                "before": _plain(one.before),
                "after": _plain(one.after),
                "delta": english.delta(one),
            }
            for one in diff.consequences
        ],
        "diagnostics": {
            "introduced": [_finding(one, words) for one in diff.introduced],
            "fixed": [_finding(one, words) for one in diff.fixed],
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _finding(one: Diagnostic, words: Catalogue) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": one.severity.value,
        "message": words.render(one.message),
        "path": one.location.path,
        "line": one.location.span.line,
        "column": one.location.span.column,
        "record": one.record or None,
    }
