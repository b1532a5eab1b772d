"""Workflow commands: what GitHub reads back is what was meant."""

import re

from diagnostics.samples import PLAN, finding, related, report

from milepost.diagnostics.diagnostic import Severity
from milepost.diagnostics.formats.github import render
from milepost.source import Span

COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^:]*)::(?P<text>.*)")


def read(line):
    """As the runner reads a command: properties end at `::`, then what was escaped is put back."""
    found = COMMAND.fullmatch(line)
    properties = dict(part.split("=", 1) for part in found["properties"].split(","))
    return found["name"], {name: unescaped(value) for name, value in properties.items()}, unescaped(found["text"])


def unescaped(text):
    for written, meant in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(written, meant)
    return text


def test_a_finding_is_a_command_on_its_line():
    name, properties, text = read(render(report(finding(), prefix="docs/")).removesuffix("\n"))
    assert name == "error"
    assert properties == {
        "file": f"docs/{PLAN}", "line": "4", "endLine": "4", "col": "10", "endColumn": "18", "title": "invalid-date",
    }  # fmt: skip
    assert text.split("\n")[1] == "help: write `2026-03-01`"


def test_each_level_has_its_command():
    levels = [finding(severity=severity) for severity in Severity]
    assert [line.split(" ")[0] for line in render(report(*levels)).splitlines()] == ["::error", "::warning", "::notice"]


def test_a_path_cannot_end_its_property_or_the_command():
    path = "content/50%, a::b=c\nd.yml"
    line = render(report(finding(path=path))).removesuffix("\n")
    assert "\n" not in line
    assert read(line)[1]["file"] == path


def test_text_stays_on_one_line_and_percent_signs_survive():
    line = render(report(related(), prefix="100%25/")).removesuffix("\n")
    assert "\n" not in line
    assert read(line)[1]["file"] == f"100%25/{PLAN}"


def test_a_finding_on_several_lines_has_no_columns():
    assert read(render(report(finding(Span(2, 3, 4, 1)))).removesuffix("\n"))[1].keys() == {
        "file", "line", "endLine", "title",
    }  # fmt: skip


def test_nothing_found_is_nothing_said():
    assert render(report()) == ""
