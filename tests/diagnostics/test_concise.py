"""One line a finding, whatever stands in the files."""

from diagnostics.samples import PLAN, finding, related, report

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.formats.concise import render
from milepost.i18n.message import message
from milepost.source import Location, Span


def test_lines():
    assert render(report(related(), finding())) == (
        f"{PLAN}:2:3: warning[duplicate-id] the id `menu` of this task is taken\n"
        f"{PLAN}:4:10: error[invalid-date] `2026-3-1` in `due` is not an ISO date: month and day take two digits\n"
    )


def test_the_other_language_and_a_folder_in_front():
    assert render(report(finding(), language="zh-CN", prefix="../")) == (
        f"../{PLAN}:4:10: error[invalid-date] `due` 的值 `2026-3-1` 不是 ISO 日期：月和日须为两位数\n"
    )


def test_nothing_found_is_no_line():
    assert render(report()) == ""


def test_line_ends_and_escape_sequences_in_values_do_not_reach_the_line():
    one = Diagnostic(
        rule="unresolved-reference",
        message=message("rules.unresolved-reference.project.message", project="a\r\n\x1b[31mb"),
        location=Location("content/a\nb.yml", Span(1, 1, 1, 2)),
    )
    line = render(report(one))
    assert line.count("\n") == 1
    assert line[:-1].isprintable()
