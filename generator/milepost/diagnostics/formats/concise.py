"""One line a finding: `path:line:column: severity[rule] message`."""

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.printable import printable
from milepost.diagnostics.report import Report
from milepost.i18n.catalogue import Catalogue


def render(report: Report) -> str:
    """All findings, a line each."""
    return "".join(f"{line_of(one, report.words, report.path(one.location.path))}\n" for one in report.diagnostics)


def line_of(diagnostic: Diagnostic, words: Catalogue, path: str = "") -> str:
    """The line of one finding."""
    span = diagnostic.location.span
    where = f"{printable(path or diagnostic.location.path)}:{span.line}:{span.column}"
    return f"{where}: {diagnostic.severity}[{diagnostic.rule}] {printable(words.render(diagnostic.message))}"
