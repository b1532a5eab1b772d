"""`milepost init`: a working portal in a new folder."""

import os
import shlex
from datetime import date, datetime
from pathlib import Path

import click

from milepost.cli.options import as_of, directory
from milepost.errors import MilepostError
from milepost.exports.scaffold import scaffold_files, write_new
from milepost.i18n.catalogue import catalogue
from milepost.i18n.message import message


@click.command("init")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@directory
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="The portal's first language.")
@as_of
def command(target: Path, directory: Path, lang: str, as_of: str | None) -> None:
    """Make a portal in DIR, which must be empty or not there yet: settings, people, one planned project, a CI workflow.

    The project starts on the Monday after --as-of (default: today).
    """
    folder = (directory / target).resolve()
    write_new(folder, scaffold_files(today=_day(as_of), language=lang))
    click.echo(catalogue(lang).text("cli.init.done", folder=str(directory / target)))
    here = os.path.relpath(folder)
    for line in (*([f"cd {shlex.quote(here)}"] if here != "." else []), "milepost check", "mkdocs serve"):
        click.echo(f"  {line}")


def _day(asked: str | None) -> date:
    if asked is None or asked == "today":
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise MilepostError(message("errors.bad-date", value=asked)) from None
