"""For people: each finding with the line it is about, carets under the span, and what to do."""

import unicodedata

from milepost.diagnostics.diagnostic import Diagnostic, Label, Severity
from milepost.diagnostics.printable import printable
from milepost.diagnostics.report import Report
from milepost.source import Location

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "34"}
_MAX_WIDTH = 160


def render(report: Report) -> str:
    """All findings and a summary line; of a change what it brings, what fails, what it fixes, and the rest counted."""
    blocks = [_block(one, report) for one in report.worth_reading()]
    if report.comparison:
        return "\n".join([*blocks, *_fixed(report.comparison.fixed, report), *report.change_summary()]) + "\n"
    return "\n".join([*blocks, report.summary() if blocks else report.words.text("diagnostics.clean")]) + "\n"


def _fixed(fixed: tuple[Diagnostic, ...], report: Report) -> list[str]:
    """A line for each, without the place, which is one before the change."""
    title = report.words.text("diagnostics.fixed-one")
    lines = [f"{title}[{one.rule}]: {printable(report.words.render(one.message))}" for one in fixed]
    return [*(_styled(line, "32", report) for line in lines), *([""] if lines else [])]


def _block(one: Diagnostic, report: Report) -> str:
    words, paint = report.words, _COLOURS[one.severity]
    title = _styled(f"{words.text(f'diagnostics.{one.severity.value}')}[{one.rule}]", f"1;{paint}", report)
    gutter = len(str(max([one.location.span.line, *(label.location.span.line for label in one.labels)])))
    lines = [f"{title}: {_styled(printable(words.render(one.message)), '1', report)}"]
    lines += _excerpt(one.location, gutter, report, paint)
    for label in one.labels:
        lines += _labelled(label, gutter, report)
    lines += [f"{' ' * gutter} = {printable(remark)}" for remark in report.remarks(one)]
    if report.comparison and not report.is_new(one):
        lines.append(f"{' ' * gutter} = {words.text('diagnostics.note')}: {words.text('diagnostics.was-there')}")
    return "\n".join(lines) + "\n"


def _labelled(label: Label, gutter: int, report: Report) -> list[str]:
    *excerpt, carets = _excerpt(label.location, gutter, report, "34", mark="-")
    return [*excerpt, f"{carets} {printable(report.words.render(label.text))}"]


def _excerpt(location: Location, gutter: int, report: Report, paint: str, mark: str = "^") -> list[str]:
    span = location.span
    path = printable(report.path(location.path))
    where = f"{' ' * gutter}{_styled('-->', '34', report)} {path}:{span.line}:{span.column}"
    source = report.sources.get(location.path)
    text = source.line(span.line) if source else ""
    if not text.strip():
        return [where]
    end = span.end_column if span.end_line == span.line else len(text.rstrip()) + 1
    shown, start, stop = _window(text, span.column - 1, max(end - 1, span.column))
    bar = _styled("|", "34", report)
    carets = " " * cells(shown[:start]) + mark * max(cells(shown[start:stop]), 1)
    return [where, f"{span.line:>{gutter}} {bar} {shown}", f"{' ' * gutter} {bar} {_styled(carets, paint, report)}"]


def _window(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a line around a span that fits on a terminal, tabs and controls made visible as single cells."""
    clean = printable(text.rstrip())
    if len(clean) <= _MAX_WIDTH:
        return clean, start, min(end, len(clean))
    first = max(0, start - _MAX_WIDTH // 3)
    last = first + _MAX_WIDTH
    head = "…" if first else ""
    shown = head + clean[first:last] + ("…" if last < len(clean) else "")
    shift = first - len(head)
    return shown, start - shift, min(end, last) - shift


def cells(text: str) -> int:
    """Terminal cells: Chinese characters take two, accents that combine and invisible characters none."""
    return sum(_cells_of(char) for char in text)


def _cells_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _styled(text: str, code: str, report: Report) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if report.colour else text
