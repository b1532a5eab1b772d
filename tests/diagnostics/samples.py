"""Findings for the tests of the formats."""

from milepost.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label, Severity
from milepost.diagnostics.report import Report
from milepost.i18n.catalogue import Catalogue
from milepost.i18n.message import message
from milepost.source import Location, Source, Span

PLAN = "content/projects/demo/plan.yml"
TEXT = "tasks:\n  menu:\n\ttitle: 菜单页\towner: 林远 # é\u0301\n    due: 2026-3-1\n"
WHERE = {"tab": Span(3, 9, 3, 12), "after": Span(3, 20, 3, 22), "due": Span(4, 10, 4, 18), "past": Span(9, 1, 9, 2)}


def finding(span=WHERE["due"], *, path=PLAN, severity=Severity.ERROR, **parts):
    return Diagnostic(
        rule="invalid-date",
        severity=severity,
        message=message("problems.invalid-date.padding.message", value="2026-3-1", field="due"),
        location=Location(path, span),
        help=message("diagnostics.write", text="2026-03-01"),
        fix=Fix(edits=(Edit(location=Location(path, span), replacement="2026-03-01"),)),
        record="demo/tasks:menu",
        field="due",
        **parts,
    )


def related():
    """A finding with a second place and a note."""
    return Diagnostic(
        rule="duplicate-id",
        severity=Severity.WARNING,
        message=message("rules.duplicate-id.message", id="menu", kind=message("model.types.tasks.singular")),
        location=Location(PLAN, Span(2, 3, 2, 7)),
        labels=(
            Label(location=Location("content/other.yml", Span(1, 1, 1, 5)), text=message("diagnostics.first-here")),
        ),
        notes=(message("rules.personal-data.more", count=7),),
    )


def report(*diagnostics, language="en", **options):
    sources = {PLAN: Source(PLAN, TEXT), "content/other.yml": Source("content/other.yml", "menu: x\n")}
    return Report(diagnostics=diagnostics, sources=sources, words=Catalogue(language), **options)
