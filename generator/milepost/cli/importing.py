"""What the importers share: where rows go, writing them, and saying what became of each file."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from milepost.errors import MilepostError
from milepost.i18n.catalogue import Catalogue
from milepost.i18n.message import Message, message
from milepost.imports.month_tables import Change, MonthTables
from milepost.imports.refused import RefusedError
from milepost.loading.files import CONTENT
from milepost.loading.load import Loaded
from milepost.loading.one_writer import one_writer
from milepost.loading.swap_in import swap_in
from milepost.model.portal import found_project

REFUSED = 1
_MOST_CHANGES = 20
_ONCE = ("importing.unknown-field", "importing.unexplained-key")

into = click.option("--into", "project", required=True, metavar="PROJECT", help="The project that takes the data.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The project's folder, and what it is called in messages."""

    folder: Path
    name: str


def target_of(root: Path, loaded: Loaded, project: str) -> Target:
    """The folder of a project.

    Raises:
        MilepostError: there is no such project.
    """
    name = f"{CONTENT}/projects/{found_project(loaded.portal, project).id}"
    return Target(folder=root / name, name=name)


@contextmanager
def tables_of(root: Path, target: Target, words: Catalogue) -> Iterator[MonthTables]:
    """The tables of a project; what was put into them is written at the end, by one process at a time."""
    with one_writer(root):
        tables = MonthTables(target.folder)
        yield tables
        for path, data in tables.written():
            file = target.folder / path
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                reason = error.strerror or str(error)
                raise MilepostError(
                    message("errors.cannot-write", path=f"{target.name}/{path}", reason=reason)
                ) from None
            swap_in(file, data, name=f"{target.name}/{path}")
    _say_changes("contradiction", tables.contradictions(), words)
    _say_changes("revised", tuple(tables.changes()), words)
    if tables.kept:
        click.echo(f"milepost: {words.text('importing.kept', count=tables.kept)}", err=True)


def say(words: Catalogue, source: str, *said: Message) -> None:
    """Lines about a source on the standard error."""
    for one in said:
        click.echo(f"milepost: {source}: {words.render(one)}", err=True)


def not_said_before(notes: Iterable[Message], said: set[str]) -> list[Message]:
    """Notes about fields and keys that a format has gained, once a run and not once a file; all others as they are."""
    found = []
    for one in notes:
        text = repr(one)
        if one.key not in _ONCE or text not in said:
            found.append(one)
        said.add(text)
    return found


def files_in(paths: Iterable[Path], *suffixes: str) -> Iterator[Path]:
    """The files, and in place of each folder all files below it with one of these endings."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.suffix.lower() in suffixes and one.is_file())
        else:
            yield path


def read_file(file: Path) -> bytes:
    """The bytes of a file.

    Raises:
        RefusedError: it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise RefusedError("unreadable", reason=error.strerror or str(error)) from None


def _say_changes(key: str, changes: tuple[Change, ...], words: Catalogue) -> None:
    for one in changes[:_MOST_CHANGES]:
        facts = {"row": " ".join(one.key), "column": one.column, "before": one.before, "after": one.after}
        say(words, one.path, message(f"importing.{key}", **facts))
    if len(changes) > _MOST_CHANGES:
        click.echo(f"milepost: {words.text('importing.more-changes', count=len(changes) - _MOST_CHANGES)}", err=True)
