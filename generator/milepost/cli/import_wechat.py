"""`milepost import wechat`: replies of WeChat's data endpoints, saved as files, into the tables of a project."""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import click

from milepost.build import load_portal, resolve_as_of
from milepost.cli.importing import (
    REFUSED,
    Target,
    files_in,
    into,
    not_said_before,
    read_file,
    say,
    tables_of,
    target_of,
)
from milepost.cli.options import as_of as as_of_option
from milepost.cli.options import directory, language, portal_root, words_for
from milepost.errors import MilepostError
from milepost.i18n.catalogue import Catalogue, catalogue, language_of
from milepost.i18n.message import message
from milepost.imports.refused import RefusedError
from milepost.imports.wechat.calls import CALLS
from milepost.imports.wechat.taking import Origin, Taken, take
from milepost.model.settings import PortalSettings

_KINDS = range(1, 9)


@click.command("wechat")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@into
@click.option(
    "--call",
    type=click.Choice(list(CALLS), case_sensitive=False),
    metavar="NAME",
    help="The call that the files are replies of, where neither their names nor they themselves say it.",
)
@directory
@language
@as_of_option
def command(
    files: tuple[Path, ...], project: str, call: str | None, directory: Path, lang: str | None, as_of: str | None
) -> None:
    """Take replies of WeChat's data endpoints, each a file of JSON, into PROJECT.

    A folder stands for all JSON files in it. Periods that are not over on the day of --as-of (today unless given) are
    refused. Exits with 0 when every file was taken or has no data, with 1 when some were refused, with 2 when nothing
    could be done.
    """
    root = portal_root(directory)
    loaded = load_portal(root)
    settings = loaded.portal.settings
    words = words_for(lang, settings)
    target = target_of(root, loaded, project)
    day = resolve_as_of(root, as_of or "today", None, "Asia/Shanghai")
    named = list(files_in(files, ".json"))
    if not named:
        raise MilepostError(message("importing.no-files"))
    replies = ((str(file), _taken(file, call or "", day, kinds_of(settings))) for file in named)
    sys.exit(REFUSED if take_in(root, target, replies, words) else 0)


def take_in(root: Path, target: Target, replies: Iterable[tuple[str, Taken | RefusedError]], words: Catalogue) -> int:
    """Writes replies, each with the name of its source, and says what became of them; how many were refused."""
    lines, refused = [], 0
    known: set[str] = set()
    with tables_of(root, target, words) as tables:
        for source, got in replies:
            try:
                if isinstance(got, RefusedError):
                    raise got
                paths = tables.put(got.rows)
            except RefusedError as error:
                say(words, source, message("importing.refused", reason=error.message))
                refused += 1
            else:
                say(words, source, *not_said_before(got.notes, known))
                lines.append(_line(source, got, paths, target, words))
    for line in lines:
        click.echo(line)
    return refused


def _taken(file: Path, call: str, as_of: date, kinds: Mapping[int, str]) -> Taken | RefusedError:
    origin = Origin(name=file.name.removesuffix(".json"), folder=file.absolute().parent.name, call=call)
    try:
        return take(read_file(file), origin, as_of, kinds)
    except RefusedError as error:
        return error


def kinds_of(settings: PortalSettings) -> dict[int, str]:
    """Words for WeChat's kinds of feedback, in the portal's first language whoever imports."""
    own = catalogue(language_of(settings.languages[0]) if settings.languages else "en")
    return {number: own.text(f"importing.kinds.{number}") for number in _KINDS}


def _line(source: str, taken: Taken, paths: tuple[str, ...], target: Target, words: Catalogue) -> str:
    if not taken.rows:
        return f"{source}: {taken.call}, {words.text('importing.empty')}"
    rows = words.text("importing.row" if len(taken.rows) == 1 else "importing.rows", count=len(taken.rows))
    return f"{source}: {taken.call}, {rows} → {', '.join(f'{target.name}/{path}' for path in paths)}"
