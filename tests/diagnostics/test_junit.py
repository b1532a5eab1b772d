"""JUnit XML: the structure that dashboards accept, and counts that add up."""

import re
from xml.etree import ElementTree as ET

import pytest
from diagnostics.samples import finding, related, report

from milepost.diagnostics.diagnostic import Severity
from milepost.diagnostics.formats.junit import render
from milepost.diagnostics.report import RuleFacts

RULES = {
    "date-order": RuleFacts("dates", Severity.ERROR, ""),
    "duplicate-id": RuleFacts("references", Severity.ERROR, ""),
    "invalid-date": RuleFacts("dates", Severity.ERROR, ""),
}
# Of each element: its attributes, and the elements it may hold (the schema that Jenkins publishes).
STRUCTURE = {
    "testsuites": ({"name", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped"}, {"testcase"}),
    "testcase": ({"name", "classname"}, {"failure", "system-out"}),
    "failure": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}


def suite(*diagnostics, **options):
    text = render(report(*diagnostics, **{"rules": RULES, **options}))
    root = ET.fromstring(text.encode())  # noqa: S314 - our own
    assert root.tag == "testsuites"
    for element in root.iter():
        attributes, inside = STRUCTURE[element.tag]
        assert set(element.attrib) == attributes
        assert {child.tag for child in element} <= inside
    (only,) = root
    for counted in (root, only):
        assert counted.get("tests") == str(len(only))
        assert counted.get("failures") == str(len(only.findall(".//failure")))
    return only


def case(found, name):
    (one,) = [one for one in found if one.get("name") == name]
    return one


def test_each_rule_is_a_test_case_and_a_clean_check_passes():
    found = suite()
    assert [one.get("name") for one in found] == sorted(RULES)
    assert case(found, "invalid-date").get("classname") == "milepost.dates"
    assert not found.findall(".//failure")


def test_a_rule_with_findings_fails_with_all_of_them():
    failure = case(suite(finding(), finding()), "invalid-date").find("failure")
    assert failure.get("message").startswith("`2026-3-1` in `due`")
    assert len(re.findall(r"^content/.*:4:10: error\[invalid-date\]", failure.text, re.MULTILINE)) == 2


def test_what_does_not_fail_the_check_is_output_unless_asked_to_fail():
    assert case(suite(related()), "duplicate-id").find("failure") is None
    assert "warning[duplicate-id]" in case(suite(related()), "duplicate-id").find("system-out").text
    assert case(suite(related(), fail_on=Severity.WARNING), "duplicate-id").find("failure") is not None


@pytest.mark.parametrize(
    "path", ["content/<a>&\"b'.yml", "content/\x1b[31m\x00.yml", "content/\ufffe\ud800.yml", "content/]]>.yml"]
)
def test_no_name_breaks_the_document(path):
    assert case(suite(finding(path=path)), "invalid-date").find("failure") is not None
