"""`milepost export`: the pages as Markdown, for hosts that know no plugins."""

from pathlib import Path

import click

from milepost.cli.options import as_of, directory, portal_root


@click.command("export")
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@directory
@as_of
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Export this language alone, at the top of docs/.")
@click.option(
    "--on-error",
    type=click.Choice(["fail", "banner"]),
    default="fail",
    show_default=True,
    help="Whether errors in the files end the export.",
)
@click.option(
    "--audience",
    metavar="NAME",
    default="",
    help="Export for these readers: what others alone may see is left out (default: the portal's default audience).",
)
def command(target: Path, directory: Path, as_of: str | None, lang: str | None, on_error: str, audience: str) -> None:
    """Write the pages as Markdown to DIR/docs/, with a mkdocs.yml of their own: `zensical build` in DIR makes the site.

    What DIR has besides stays; docs/, overrides/ and mkdocs.yml are replaced if an export wrote them.
    """
    from milepost.hosts.export import export  # noqa: PLC0415 - wrong calls need no templates

    tolerant = on_error == "banner"
    export(portal_root(directory), target, as_of=as_of, language=lang or "", audience=audience, tolerant=tolerant)
