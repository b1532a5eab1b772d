"""`milepost check`: validates the project files."""

import gc
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from milepost.cli.known import KnownOptions, baseline, no_baseline, without_known, write_baseline
from milepost.cli.options import as_of, directory, language, portal_root, words
from milepost.cli.report_files import FORMATS, Outputs, report_of, show, split_outputs, write_outputs
from milepost.cli.timing import show_timings
from milepost.diagnostics.diagnostic import Severity
from milepost.diagnostics.report import Report
from milepost.errors import MilepostError
from milepost.i18n.message import message
from milepost.progress import progress_bar
from milepost.stored_check import check_cached


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
@click.option(
    "--base",
    metavar="REF",
    default="",
    help="Check the change since the branch left REF: what it introduces and fixes.",
)
@baseline
@no_baseline
@write_baseline
@click.option("--fix", is_flag=True, help="Make the safe fixes in the files, and show what is left.")
@click.option("--diff", is_flag=True, help="Print the safe fixes as a unified diff, and write nothing.")
@click.option("--timings", is_flag=True, help="Say on the standard error how long each rule took.")
@click.option("--watch", is_flag=True, help="Check again whenever a project file is saved.")
def command(
    directory: Path,
    lang: str | None,
    as_of: str | None,
    format_name: str,
    outputs: Outputs,
    fail_on: str,
    cache: bool,
    base: str,
    known_file: Path | None,
    no_baseline: bool,
    write_known: str | None,
    fix: bool,
    diff: bool,
    timings: bool,
    watch: bool,
) -> None:
    """Validate the project files.

    Exits with 0 when there is nothing at the level of --fail-on, with 1 when there is, with 2 when it could not run.
    """
    asked = {"--fix": fix, "--diff": diff, "--write-baseline": write_known is not None, "--watch": watch}
    _refuse_together(asked)
    _refuse_together({"--base": bool(base), "--write-baseline": write_known is not None})
    root = portal_root(directory)
    known = KnownOptions(known_file, no_baseline, write_known)

    def once() -> Report:
        """Checks and shows; what was shown."""
        times: dict[str, float] | None = {} if timings else None
        if fix:
            from milepost.cli.fixing import write_fixes  # noqa: PLC0415 - a stored result is shown without the loader

            write_fixes(root, as_of=as_of, lang=lang)
        bar = progress_bar(words(lang, ()).text("check.events"))
        in_two = not watch and times is None
        result = check_cached(root, as_of=as_of, base=base, use_cache=cache, timings=times, progress=bar, in_two=in_two)
        result = without_known(result, known, lang)
        report = report_of(result, lang, fail_on, (format_name, *(name for name, _ in outputs)))
        write_outputs(outputs, report)
        if diff:
            from milepost.cli.fixing import show_fixes  # noqa: PLC0415 - the same

            show_fixes(root, as_of=as_of, lang=lang)
        else:
            show(format_name, replace(report, colour=sys.stdout.isatty()))
        if times is not None:
            show_timings(times, report.words)
        return report

    if watch:
        _watch(root, once, lang)
        return
    gc.disable()  # the process ends before a search for cycles could pay
    report = once()
    sys.stdout.flush()
    os._exit(int(any(map(report.fails, report.diagnostics))))  # to free the records one by one would take its time


def _watch(root: Path, once: Callable[[], Report], lang: str | None) -> None:
    from milepost.cli.watching import rerun_on_save  # noqa: PLC0415 - nobody else waits for the observer's libraries

    catalogue = words(lang, ())

    def run() -> None:
        nonlocal catalogue
        if sys.stdout.isatty():
            click.clear()
        try:
            catalogue = once().words
        except MilepostError as error:  # a file that is being written, or moved: the next save mends it
            click.echo(f"milepost: {catalogue.render(error.message)}", err=True)
        click.echo(catalogue.text("check.watching", folder=os.path.relpath(root)), err=True)

    rerun_on_save(root, run)


def _refuse_together(asked: dict[str, bool]) -> None:
    """Raises MilepostError where two are asked for of which each does something else with the findings."""
    names = [name for name, is_asked in asked.items() if is_asked]
    if len(names) > 1:
        raise MilepostError(message("check.not-together", one=names[0], other=names[1]))
