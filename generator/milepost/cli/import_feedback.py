"""`milepost import feedback`: a CSV or JSON file of any source into the tables of a feedback batch."""

import re
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import click

from milepost.analysis.zones import zone_named
from milepost.build import load_portal, resolve_as_of
from milepost.cli.importing import REFUSED, into, read_file, say, tables_of, target_of
from milepost.cli.options import as_of as as_of_option
from milepost.cli.options import directory, language, portal_root, words_for
from milepost.cli.theme_suggestions import best_themes, suggestions
from milepost.diagnostics.suggestion import closest
from milepost.errors import MilepostError
from milepost.i18n.catalogue import Catalogue
from milepost.i18n.message import message
from milepost.imports.feedback.items import (
    FIELDS,
    Items,
    Reading,
    columns_of,
    left_out,
    read_items,
    same_words,
    themes_named,
)
from milepost.imports.feedback.table_file import read_table
from milepost.imports.month_rows import Row
from milepost.imports.refused import RefusedError
from milepost.model.portal import Project
from milepost.model.records.feedback import Feedback
from milepost.model.records.theme import Theme

_MOST_LINES = 20
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@click.command("feedback")
@click.argument("file", type=click.Path(path_type=Path))
@into
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="FIELD=COLUMN",
    help=f"The column that holds a field ({', '.join(FIELDS)}); a column of the field's name needs none.",
)
@click.option("--batch", metavar="ID", help="The batch that takes the items (default: made from the file's name).")
@click.option("--tag", is_flag=True, help="Give items without a theme the themes whose keywords they have.")
@click.option("--suggest", is_flag=True, help="Propose themes for items without one, and topics that fit none.")
@directory
@language
@as_of_option
def command(
    file: Path,
    project: str,
    mapped: tuple[str, ...],
    batch: str | None,
    tag: bool,
    suggest: bool,
    directory: Path,
    lang: str | None,
    as_of: str | None,
) -> None:
    """Take the items of FILE, CSV or JSON, into a feedback batch of PROJECT, without personal data.

    Only mapped columns are taken. Exits with 0 when every row was taken, with 1 when the file or some rows were
    refused, with 2 when nothing could be done.
    """
    root = portal_root(directory)
    loaded = load_portal(root)
    settings = loaded.portal.settings
    words = words_for(lang, settings)
    target = target_of(root, loaded, project)
    found = loaded.portal.projects[project]
    asked = _mapped(mapped)
    table = f"feedback/{_batch(batch, file)}"
    day = resolve_as_of(root, as_of or "today", None, settings.timezone or "")
    try:
        source = read_table(read_file(file))
        columns = columns_of(source, asked)
        items = read_items(source, Reading(table=table, columns=columns, as_of=day, zone=zone_named(settings.timezone)))
        keywords = {theme.id: theme.keywords for theme in found.all(Theme).values() if theme.keywords}
        with tables_of(root, target, words) as tables:
            there = tables.rows(table)
            before, sorted_ones = len(there), {row["id"] for row in there if row.get("theme")}
            if tag:
                items.rows = [_tagged(row, keywords, sorted_ones) for row in items.rows]
            paths = tables.put(items.rows)
            after = tables.rows(table)
    except RefusedError as error:
        say(words, str(file), message("importing.refused", reason=error.message))
        sys.exit(REFUSED)
    if source.encoding != "utf-8":
        say(words, str(file), message("importing.encoding", encoding=source.encoding.upper()))
    dropped = left_out(source, columns)
    if dropped:
        say(words, str(file), message("importing.columns-left-out", columns=dropped))
    _say_items(words, str(file), items, found)
    pairs = list(same_words((row["id"], row.get("text", "")) for row in after))
    for one, other in pairs[:_MOST_LINES]:
        say(words, str(file), message("importing.same-words", id=other, first=one))
    _say_rest(words, str(file), len(pairs))
    new = len(after) - before
    said = words.text("importing.items", count=len(items.rows), new=new)
    click.echo(f"{file}: {said}{' → ' if paths else ''}{', '.join(f'{target.name}/{path}' for path in paths)}")
    if suggest:
        click.echo("\n" + suggestions(after, keywords, words), nl=False)
    _say_batch(words, str(file), found, table)
    sys.exit(REFUSED if items.refused else 0)


def _tagged(row: Row, keywords: Mapping[str, Sequence[str]], sorted_ones: Collection[str]) -> Row:
    """With themes by keywords where neither the source nor the portal has one."""
    if row.cells.get("theme") or row.key[0][1] in sorted_ones:
        return row
    return replace(row, cells={**row.cells, "theme": ";".join(best_themes(row.cells["text"], keywords))})


def _mapped(mapped: tuple[str, ...]) -> Mapping[str, str]:
    """`text=内容` by field.

    Raises:
        MilepostError: it has no such form, or there is no such field.
    """
    asked = {}
    for one in mapped:
        name, sign, column = one.partition("=")
        name, column = name.strip(), column.strip()
        if not sign or not column:
            raise MilepostError(message("importing.map-form", value=one))
        if name not in FIELDS:
            hint = closest(name, FIELDS)
            known = message("errors.meant", name=hint) if hint else ", ".join(FIELDS)
            raise MilepostError(message("importing.map-field", field=name, hint=known))
        asked[name] = column
    return asked


def _batch(asked: str | None, file: Path) -> str:
    name = asked if asked is not None else _NO_SLUG.sub("-", file.stem.lower()).strip("-")
    if not _SLUG.fullmatch(name):
        raise MilepostError(message("importing.no-batch", name=name or file.stem))
    return name


def _say_items(words: Catalogue, source: str, items: Items, project: Project) -> None:
    say(words, source, *items.notes)
    known = project.all(Theme)
    for name, count in sorted(themes_named(items.rows).items()):
        if name not in known:
            say(words, source, message("importing.unknown-theme", theme=name, count=count))
    for line, reason in items.refused[:_MOST_LINES]:
        say(words, source, message("importing.row-refused", line=line, reason=reason))
    _say_rest(words, source, len(items.refused))


def _say_rest(words: Catalogue, source: str, count: int) -> None:
    if count > _MOST_LINES:
        say(words, source, message("importing.more", count=count - _MOST_LINES))


def _say_batch(words: Catalogue, source: str, project: Project, table: str) -> None:
    """How the batch has to be declared, where no record names its files."""
    name = table.rpartition("/")[2]
    named = (batch.file for batch in project.all(Feedback).values() if batch.file)
    if not any(fnmatchcase(f"{table}/2026-01.csv", pattern) for pattern in named):
        say(words, source, message("importing.undeclared", batch=name, file=f"{table}/*.csv"))
