"""JUnit XML for dashboards of tests: a test case for each rule, which fails where its findings fail the check."""

import re
from xml.sax.saxutils import escape, quoteattr

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.formats.concise import line_of
from milepost.diagnostics.report import Report, RuleFacts

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """One suite; findings that do not fail the check are the output of their rule's test case."""
    by_rule: dict[str, list[Diagnostic]] = {rule: [] for rule in report.rules}
    for one in report.diagnostics:
        by_rule.setdefault(one.rule, []).append(one)
    cases = [_case(rule, found, report) for rule, found in sorted(by_rule.items())]
    failures = sum(any(map(report.fails, found)) for found in by_rule.values())
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    body = "".join(cases)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="milepost" {counts}>\n'
        f'<testsuite name="milepost check" {counts} skipped="0">\n{body}</testsuite>\n</testsuites>\n'
    )


def _case(rule: str, found: list[Diagnostic], report: Report) -> str:
    facts: RuleFacts | None = report.rules.get(rule)
    names = f"name={quoteattr(rule)} classname={quoteattr(f'milepost.{facts.family}' if facts else 'milepost')}"
    failing = [one for one in found if report.fails(one)]
    other = [one for one in found if not report.fails(one)]
    inside = ""
    if failing:
        first = quoteattr(_clean(report.words.render(failing[0].message)))
        inside += f"<failure type={quoteattr(rule)} message={first}>{_text(failing, report)}</failure>\n"
    if other:
        inside += f"<system-out>{_text(other, report)}</system-out>\n"
    return f"<testcase {names}>\n{inside}</testcase>\n" if inside else f"<testcase {names}/>\n"


def _text(found: list[Diagnostic], report: Report) -> str:
    lines = []
    for one in found:
        lines.append(line_of(one, report.words, report.path(one.location.path)))
        lines += [f"  {remark}" for remark in report.remarks(one)]
    return escape(_clean("\n".join(lines)))


def _clean(text: str) -> str:
    """Without characters that no XML document may hold."""
    return _NOT_XML.sub("\ufffd", text)
