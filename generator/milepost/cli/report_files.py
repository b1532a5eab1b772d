"""Findings as text in the asked formats, on the standard output and in files."""

import os
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from milepost.cli.options import prefix_of, words
from milepost.diagnostics.diagnostic import Severity
from milepost.diagnostics.report import Report, RuleFacts
from milepost.errors import MilepostError
from milepost.i18n.message import message
from milepost.stored_check import CheckResult

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")
_LISTS_RULES = ("sarif", "junit")
_TELLS_CHANGES = ("full", "json")

Outputs = tuple[tuple[str, Path], ...]


def split_outputs(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> Outputs:
    """Each `FORMAT=FILE` as a pair; formats that do not exist and files named twice are wrong calls."""
    found: dict[str, tuple[str, Path]] = {}
    for value in values:
        name, _, file = value.partition("=")
        if name not in FORMATS or not file:
            raise MilepostError(message("check.output-form", value=value, formats=FORMATS))
        if os.path.realpath(file) in found:
            raise MilepostError(message("check.output-twice", file=file))
        found[os.path.realpath(file)] = (name, Path(file))
    return tuple(found.values())


def report_of(result: CheckResult, lang: str | None, fail_on: str, formats: Iterable[str]) -> Report:
    """What the formats show; only some of them want the rules, which take time to read."""
    catalogue = words(lang, result.languages)
    return Report(
        diagnostics=result.diagnostics,
        sources=result.quoted(),
        words=catalogue,
        prefix=prefix_of(result.root),
        docs_url=result.docs_url,
        rules=_rules(catalogue.language) if set(formats) & {*_LISTS_RULES} else {},
        fail_on=Severity(fail_on),
        comparison=result.comparison,
    )


def rendered(format_name: str, report: Report) -> str:
    """The findings in one format."""
    module: Any = import_module(f"milepost.diagnostics.formats.{format_name}")
    text: str = module.render(report)
    return text


def write_outputs(outputs: Outputs, report: Report) -> None:
    """Writes the files; none of them has colours.

    Raises:
        MilepostError: one cannot be written.
    """
    from milepost.loading.swap_in import swap_in  # noqa: PLC0415 - most calls write no file

    for name, file in outputs:
        swap_in(file, rendered(name, report).encode("utf-8", "replace"))


def show(format_name: str, report: Report) -> None:
    """Writes to the standard output, which holds the format and nothing else; what a change does may go beside it."""
    click.echo(rendered(format_name, report), nl=False)
    sys.stdout.flush()
    if format_name not in _TELLS_CHANGES:
        for line in report.change_summary():
            click.echo(line, err=True)


def _rules(language: str) -> dict[str, RuleFacts]:
    from milepost.rules.documentation import summary  # noqa: PLC0415 - the stored result is shown without the rules
    from milepost.rules.rule import all_rules  # noqa: PLC0415

    return {
        one.id: RuleFacts(one.family, one.level, summary(one.id, language).replace("`", ""))
        for one in all_rules().values()
    }
