"""The known findings at work in `milepost check`: left out of what is shown, and counted on the standard error."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from milepost.cli.options import words
from milepost.diagnostics.printable import printable
from milepost.i18n.catalogue import Catalogue
from milepost.stored_check import CheckResult

if TYPE_CHECKING:
    from milepost.rules.known_findings import Split

DEFAULT_NAME = ".milepost-baseline.json"

_DEFAULT = "\0"
"""Stands for the file at the portal's root, which is not known where options are declared."""

baseline = click.option(
    "--baseline",
    "known_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"The file of known findings (default: {DEFAULT_NAME} at the portal's root, where there is one).",
)
no_baseline = click.option("--no-baseline", is_flag=True, help="Show the known findings, too.")
write_baseline = click.option(
    "--write-baseline",
    "write_known",
    is_flag=False,
    flag_value=_DEFAULT,
    metavar="[FILE]",
    help="Make all findings of today known ones.",
)


class KnownOptions(NamedTuple):
    """What was asked for: a file to read, none to read, a file to write."""

    file: Path | None = None
    ignore: bool = False
    write: str | None = None


def without_known(result: CheckResult, options: KnownOptions, lang: str | None) -> CheckResult:
    """The findings that are not known; what is known, or gone, is said on the standard error.

    It is worked out anew each time: a stored result holds all findings.

    Raises:
        MilepostError: the file cannot be read or written.
    """
    default = result.root / DEFAULT_NAME
    if options.write is None and (options.ignore or not (options.file or default.is_file())):
        return result
    from milepost.rules import known_findings  # noqa: PLC0415 - most portals have none

    catalogue = words(lang, result.languages)
    if options.write is not None:
        file = default if options.write == _DEFAULT else Path(options.write)
        count = known_findings.write(file, result.diagnostics)
        click.echo(catalogue.text("known.written", count=count, path=os.path.relpath(file)), err=True)
        return replace(result, diagnostics=())
    file = options.file or default
    found = known_findings.split(result.diagnostics, known_findings.read(file))
    _say(found, file, catalogue)
    return replace(result, diagnostics=found.new)


def _say(found: "Split", file: Path, catalogue: Catalogue) -> None:
    path = os.path.relpath(file)
    if found.known:
        click.echo(catalogue.text("known.hidden", count=found.known, path=path), err=True)
    if found.gone:
        click.echo(catalogue.text("known.gone", count=sum(found.gone.values()), path=path), err=True)
        for who in found.gone:
            click.echo(f"  {who.rule} {printable(who.place)}", err=True)
