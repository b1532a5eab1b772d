"""`milepost report`: what changed since a day, and what comes next, to be sent to those who do not look."""

from importlib import import_module
from pathlib import Path

import click

from milepost.cli.options import as_of, directory, language, portal_root
from milepost.errors import MilepostError
from milepost.i18n.message import message
from milepost.loading.swap_in import swap_in
from milepost.reports import report
from milepost.site.leaks import leaks_of

FORMATS = ("markdown", "html")


@click.command("report")
@click.argument("projects", nargs=-1, metavar="[PROJECT]...")
@directory
@language
@as_of
@click.option(
    "--audience", metavar="NAME", default="", help="Report to these readers: what others alone may see is left out."
)
@click.option("--since", default="7d", metavar="7d|2w|DATE", help="From when on; the report ends with the as-of day.")
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="markdown", help="What is written.")
@click.option(
    "--single-file",
    is_flag=True,
    help="With --format html: the project's Overview and what changed, as one page to be mailed.",
)
@click.option(
    "--pdf",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write that page as a PDF, printed by the system's Chromium.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
def command(
    projects: tuple[str, ...],
    directory: Path,
    lang: str | None,
    as_of: str | None,
    audience: str,
    since: str,
    format_name: str,
    single_file: bool,
    pdf: Path | None,
    output: Path | None,
) -> None:
    """Report on PROJECTs, by default on all that are not closed: done, slipped, new risks, decisions, what comes next.

    The past is the state of the files at the start of the first day, by git. Where the clone lacks it, that is said,
    and only what comes next is reported.
    """
    if single_file and format_name != "html":
        raise MilepostError(message("report.single-html"))
    made = report(portal_root(directory), projects, since, as_of=as_of, language=lang or "", audience=audience)
    page = made.single_file() if single_file or pdf else ""
    text: str = (
        page if single_file else import_module(f"milepost.exports.outline.as_{format_name}").render(made.outline)
    )
    leaks = leaks_of(f"{page}\n{text}".encode(), made.withheld)
    if leaks:
        raise MilepostError(message("errors.report-leaks", where=", ".join(f"`{one.where}`" for one in leaks)))
    if pdf:
        from milepost.exports.pdf import pdf_of  # noqa: PLC0415 - it is asked for seldom

        swap_in(pdf, pdf_of(page))
    if output:
        swap_in(output, text.encode())
    elif not pdf:
        click.echo(text, nl=False)
