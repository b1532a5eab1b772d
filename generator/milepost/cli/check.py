"""`milepost check`: validates the project files."""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path

import click

from milepost.build import check_cached
from milepost.cli.options import as_of, directory, language, portal_root, prefix_of, words
from milepost.diagnostics.diagnostic import Severity
from milepost.diagnostics.report import Report

FORMATS = ("full", "concise", "json")


@click.command("check")
@directory
@language
@as_of
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="full", help="How findings are shown.")
@click.option(
    "--fail-on",
    type=click.Choice([one.value for one in Severity]),
    default="error",
    help="The least level that exits with 1.",
)
@click.option("--cache/--no-cache", default=True, help="Reuse the result while no file has changed (.cache/milepost).")
def command(directory: Path, lang: str | None, as_of: str | None, format_name: str, fail_on: str, cache: bool) -> None:
    """Validate the project files.

    Exits with 0 when there is nothing at the level of --fail-on, with 1 when there is, with 2 when it could not run.
    """
    gc.disable()  # the process ends before a search for cycles could pay
    root = portal_root(directory)
    result = check_cached(root, as_of=as_of, use_cache=cache)
    report = Report(
        diagnostics=result.diagnostics,
        sources=result.quoted(),
        words=words(lang, result.languages),
        prefix=prefix_of(root),
        colour=sys.stdout.isatty(),
        docs_url=result.docs_url,
    )
    click.echo(import_module(f"milepost.diagnostics.formats.{format_name}").render(report), nl=False)
    worst = min((one.severity.rank for one in result.diagnostics), default=len(Severity))
    sys.stdout.flush()
    os._exit(1 if worst <= Severity(fail_on).rank else 0)  # to free the records one by one would take its time
