"""SARIF: valid by the standard's own schema, and what readers of it rely on."""

import json

import jsonschema
import pytest
from diagnostics.samples import PLAN, TEXT, WHERE, finding, related, report
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log

from milepost.diagnostics.diagnostic import Severity
from milepost.diagnostics.formats.sarif import render
from milepost.diagnostics.report import RuleFacts

RULES = {
    "duplicate-id": RuleFacts("references", Severity.ERROR, "An id twice."),
    "invalid-date": RuleFacts("dates", Severity.ERROR, "A date that is none."),
}
DOCS = "https://example.com/rules/{rule}/"


def run_of(*diagnostics, **options):
    text = render(report(*diagnostics, **options))
    Log.model_validate_json(text)  # made from the standard's JSON schema; unknown keys are refused
    (run,) = json.loads(text)["runs"]
    return run


def test_the_schema_refuses_what_is_wrong():
    broken = json.loads(render(report(finding(), rules=RULES)))
    jsonschema.validate(broken, Log.model_json_schema())
    broken["runs"][0]["results"][0]["level"] = "info"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, Log.model_json_schema())


def test_nothing_found_is_a_run_without_results():
    run = run_of(rules=RULES)
    assert run["results"] == []
    assert [one["id"] for one in run["tool"]["driver"]["rules"]] == ["duplicate-id", "invalid-date"]


def test_rules_have_their_description_level_and_page():
    rule = run_of(rules=RULES, docs_url=DOCS)["tool"]["driver"]["rules"][1]
    assert rule == {
        "id": "invalid-date",
        "shortDescription": {"text": "A date that is none."},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["dates"]},
        "helpUri": "https://example.com/rules/invalid-date/",
    }
    assert "helpUri" not in run_of(rules=RULES)["tool"]["driver"]["rules"][1]


def test_a_finding_with_its_place_and_fix():
    run = run_of(finding(), rules=RULES, prefix="my docs/")
    (one,) = run["results"]
    region = {"startLine": 4, "startColumn": 10, "endLine": 4, "endColumn": 18}
    artifact = {"uri": f"my%20docs/{PLAN}"}
    assert (one["ruleId"], one["ruleIndex"], one["level"]) == ("invalid-date", 1, "error")
    assert one["message"]["text"].splitlines()[1] == "help: write `2026-03-01`"
    assert one["locations"] == [{"physicalLocation": {"artifactLocation": artifact, "region": region}}]
    (fix,) = one["fixes"]
    replacement = {"deletedRegion": region, "insertedContent": {"text": "2026-03-01"}}
    assert fix["artifactChanges"] == [{"artifactLocation": artifact, "replacements": [replacement]}]


def test_columns_count_characters_as_declared():
    run = run_of(finding(WHERE["after"]))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert TEXT.split("\n")[2][region["startColumn"] - 1 : region["endColumn"] - 1] == "林远"


def test_second_places_are_related_locations():
    (one,) = run_of(related(), rules=RULES)["results"]
    (place,) = one["relatedLocations"]
    assert one["level"] == "warning"
    assert place["message"]["text"] == "first defined here"
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "content/other.yml"


def test_infos_are_notes():
    assert run_of(finding(severity=Severity.INFO))["results"][0]["level"] == "note"


def test_names_that_no_uri_may_hold_are_escaped():
    (one,) = run_of(finding(path="content/计划 #1.yml"))["results"]
    uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "content/%E8%AE%A1%E5%88%92%20%231.yml"
