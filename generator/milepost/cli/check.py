"""`milepost check`: validates the project files."""

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from milepost.build import check_cached
from milepost.cli.known import KnownOptions, baseline, no_baseline, without_known, write_baseline
from milepost.cli.options import as_of, directory, language, portal_root
from milepost.cli.report_files import FORMATS, Outputs, report_of, show, split_outputs, write_outputs
from milepost.diagnostics.diagnostic import Severity
from milepost.errors import MilepostError
from milepost.i18n.message import message


@click.command("check")
@directory
@language
@as_of
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="full", help="How findings are shown.")
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=split_outputs,
    help="Write them to a file, too, in any of the formats; may be given several times.",
)
@click.option(
    "--fail-on",
    type=click.Choice([one.value for one in Severity]),
    default="error",
    help="The least level that exits with 1.",
)
@click.option("--cache/--no-cache", default=True, help="Reuse the result while no file has changed (.cache/milepost).")
@baseline
@no_baseline
@write_baseline
@click.option("--fix", is_flag=True, help="Make the safe fixes in the files, and show what is left.")
@click.option("--diff", is_flag=True, help="Print the safe fixes as a unified diff, and write nothing.")
def command(
    directory: Path,
    lang: str | None,
    as_of: str | None,
    format_name: str,
    outputs: Outputs,
    fail_on: str,
    cache: bool,
    known_file: Path | None,
    no_baseline: bool,
    write_known: str | None,
    fix: bool,
    diff: bool,
) -> None:
    """Validate the project files.

    Exits with 0 when there is nothing at the level of --fail-on, with 1 when there is, with 2 when it could not run.
    """
    gc.disable()  # the process ends before a search for cycles could pay
    _refuse_together({"--fix": fix, "--diff": diff, "--write-baseline": write_known is not None})
    root = portal_root(directory)
    if fix:
        from milepost.cli.fixing import write_fixes  # noqa: PLC0415 - the stored result is shown without the loader

        write_fixes(root, as_of=as_of, lang=lang)
    result = check_cached(root, as_of=as_of, use_cache=cache)
    result = without_known(result, KnownOptions(known_file, no_baseline, write_known), lang)
    report = report_of(result, lang, fail_on, (format_name, *(name for name, _ in outputs)))
    write_outputs(outputs, report)
    if diff:
        from milepost.cli.fixing import show_fixes  # noqa: PLC0415 - the same

        show_fixes(root, as_of=as_of, lang=lang)
    else:
        show(format_name, replace(report, colour=sys.stdout.isatty()))
    sys.stdout.flush()
    # To free the records one by one would take its time.
    os._exit(1 if any(map(report.fails, result.diagnostics)) else 0)


def _refuse_together(asked: dict[str, bool]) -> None:
    """Raises MilepostError where two are asked for of which each does something else with the findings."""
    names = [name for name, is_asked in asked.items() if is_asked]
    if len(names) > 1:
        raise MilepostError(message("check.not-together", one=names[0], other=names[1]))
