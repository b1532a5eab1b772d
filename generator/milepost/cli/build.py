"""`milepost build`: builds the site with MkDocs."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.analysis.zones import zone_named
from milepost.build import find_root, load_portal
from milepost.cli.options import as_of, directory, portal_root
from milepost.errors import MilepostError
from milepost.history.git import Git
from milepost.history.revisions import commit_at
from milepost.i18n.message import message
from milepost.site.content_policy import content_policy

if TYPE_CHECKING:
    from milepost.loading.load import Loaded


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
    help="Whether errors in the files end the build (default: fail; with --at banner, as the past cannot be mended).",
)
@click.option(
    "--audience",
    metavar="NAME",
    default="",
    help="Build for these readers: what others alone may see is left out (default: the portal's default audience).",
)
@click.option("--offline", is_flag=True, help="Build a site to be opened from its folder, without a server.")
@click.option("--csp", is_flag=True, help="Print the Content-Security-Policy header that the site works with.")
@click.option("--at", metavar="REV|DATE", default="", help="Build the portal as it was at a commit, tag or day.")
def command(
    directory: Path,
    as_of: str | None,
    lang: str | None,
    site_dir: Path | None,
    strict: bool,
    on_error: str | None,
    audience: str,
    offline: bool,
    csp: bool,
    at: str,
) -> None:
    """Build the portal's site: `mkdocs build` with the plugin's options set."""
    root = portal_root(directory)
    options: dict[str, str | bool] = {
        "as_of": as_of or "",
        "language": lang or "",
        "audience": audience,
        "offline": offline,
        "on_error": on_error or ("banner" if at else "fail"),
    }
    if not at:
        site = _build(root, site_dir.resolve() if site_dir else None, options, strict=strict)
    else:
        git, today = Git(root), load_portal(root)
        target = (site_dir or root / "site").resolve()
        with git.checked_out(commit_at(git, at, zone_named(today.portal.settings.timezone))) as then:
            site = _build(find_root(then), target, options, strict=strict, today=today)
    if csp:
        pages = (page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html")))
        click.echo(f"Content-Security-Policy: {content_policy(pages)}")


def _build(
    root: Path, site_dir: Path | None, options: dict[str, str | bool], *, strict: bool, today: "Loaded | None" = None
) -> Path:
    from milepost.hosts.mkdocs import build_site  # noqa: PLC0415 - the host costs half a second

    if not (root / "mkdocs.yml").is_file():
        raise MilepostError(message("errors.no-mkdocs-yml", folder=str(root)))
    return build_site(root / "mkdocs.yml", site_dir, options, strict=strict, today=today)
