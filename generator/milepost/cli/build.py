"""`milepost build`: builds the site with MkDocs."""

from pathlib import Path

import click

from milepost.cli.options import as_of, directory, portal_root
from milepost.errors import MilepostError
from milepost.i18n.message import message


@click.command("build")
@directory
@as_of
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Build this language alone, at the root of the site.")
@click.option(
    "-d",
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes (default: as mkdocs.yml says).",
)
@click.option("--strict", is_flag=True, help="Fail on warnings of the host, too.")
@click.option(
    "--on-error",
    type=click.Choice(["fail", "banner"]),
    default="fail",
    help="Whether errors in the files end the build.",
)
def command(
    directory: Path, as_of: str | None, lang: str | None, site_dir: Path | None, strict: bool, on_error: str
) -> None:
    """Build the portal's site: `mkdocs build` with the plugin's options set."""
    from milepost.hosts.mkdocs import build_site  # noqa: PLC0415 - the host costs half a second

    root = portal_root(directory)
    if not (root / "mkdocs.yml").is_file():
        raise MilepostError(message("errors.no-mkdocs-yml", folder=str(root)))
    options = {"as_of": as_of or "", "language": lang or "", "on_error": on_error}
    build_site(root / "mkdocs.yml", site_dir.resolve() if site_dir else None, options, strict=strict)
