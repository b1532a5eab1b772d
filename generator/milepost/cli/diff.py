"""`milepost diff`: what a change does to the plan."""

import sys
from importlib import import_module
from pathlib import Path

import click

from milepost.build import diff
from milepost.cli.options import as_of, directory, language, portal_root, words_for

FORMATS = ("terminal", "markdown", "json", "html")


@click.command("diff")
@click.argument("revisions", metavar="[BASE[..HEAD]]", default="")
@directory
@language
@as_of
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="terminal", help="How it is shown.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when something differs, as git does.")
def command(
    revisions: str, directory: Path, lang: str | None, as_of: str | None, format_name: str, exit_code: bool
) -> None:
    """Show what a change does: records field by field, and the consequences for dates, money, risks and people.

    Without revisions it compares the working tree with where the branch left the main branch; BASE alone is compared
    with the working tree, BASE..HEAD are two commits, BASE...HEAD begins where the two parted.
    """
    found = diff(portal_root(directory), revisions, as_of=as_of)
    words = words_for(lang, found.after.portal.settings)
    click.echo(import_module(f"milepost.exports.plan_diff.as_{format_name}").render(found, words), nl=False)
    sys.exit(1 if exit_code and found else 0)
