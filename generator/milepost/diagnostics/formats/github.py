"""GitHub's workflow commands: one annotation a finding, on its line of the pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.diagnostics.printable import printable
from milepost.diagnostics.report import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = {**_IN_TEXT, **str.maketrans({":": "%3A", ",": "%2C"})}


def render(report: Report) -> str:
    """A command for each finding; of a change only for those that it brings or that fail: a step shows few of them."""
    return "".join(f"{_command(one, report)}\n" for one in report.worth_reading())


def _command(one: Diagnostic, report: Report) -> str:
    span = one.location.span
    properties: dict[str, str | int] = {
        "file": report.path(one.location.path),
        "line": span.line,
        "endLine": span.end_line,
    }
    if span.line == span.end_line:  # columns of a finding on several lines are refused
        properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = one.rule
    written = ",".join(f"{name}={str(value).translate(_IN_PROPERTY)}" for name, value in properties.items())
    lines = [report.words.render(one.message), *report.remarks(one)]
    return f"::{_COMMANDS[one.severity]} {written}::{chr(10).join(map(printable, lines)).translate(_IN_TEXT)}"
