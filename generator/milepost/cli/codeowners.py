"""`milepost codeowners`: the owners of the project files for the host, which asks them before a change goes in."""

import sys
from pathlib import Path

import click

from milepost.build import load_portal
from milepost.cli.options import directory, language, portal_root, words_for
from milepost.errors import MilepostError
from milepost.exports.codeowners import DEFAULT_HOST, CodeOwners, code_owners, with_lines
from milepost.history.git import Git
from milepost.i18n.catalogue import Catalogue
from milepost.i18n.message import message
from milepost.loading.swap_in import swap_in

_NAME = "CODEOWNERS"


@click.command("codeowners")
@directory
@language
@click.option("--write", is_flag=True, help="Write the lines into the repository's CODEOWNERS; other lines of it stay.")
@click.option("--check", is_flag=True, help="Write nothing, and exit with 1 when they are not the ones in it.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="The file, where it is another.")
def command(directory: Path, lang: str | None, write: bool, check: bool, output: Path | None) -> None:
    """Print CODEOWNERS: the accounts of those who own the records, by file."""
    if write and check:
        raise MilepostError(message("check.not-together", one="--write", other="--check"))
    root = portal_root(directory)
    loaded = load_portal(root)
    words = words_for(lang, loaded.portal.settings)
    prefix = _prefix(root)
    host = getattr(loaded.portal.settings.repository, "host", None) or DEFAULT_HOST
    found = code_owners(loaded, prefix)
    _say_nameless(found, host, words)
    top = root.joinpath(*[".."] * prefix.count("/")).resolve()
    file = output or _file(top, host)
    before = _read(file)
    after = with_lines(before, found.text)
    if check:
        if before != after:
            click.echo(words.text("codeowners.outdated", path=str(file)), err=True)
        sys.exit(int(before != after))
    if write or output:
        file.parent.mkdir(parents=True, exist_ok=True)
        swap_in(file, after.encode())
    else:
        click.echo(found.text, nl=False)


def _prefix(root: Path) -> str:
    """From the repository's top to the portal; patterns begin at the top."""
    git = Git(root)
    return git.prefix() if git.available() else ""


def _file(top: Path, host: str) -> Path:
    """The file that there is, else the one in the host's own folder."""
    places = [top / f".{host}" / _NAME, top / _NAME, top / "docs" / _NAME]
    return next((place for place in places if place.is_file()), places[0])


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise MilepostError(message("codeowners.unreadable", path=str(file), reason=str(error))) from None


def _say_nameless(found: CodeOwners, host: str, words: Catalogue) -> None:
    if found.nameless:
        names = ", ".join(person.id for person in found.nameless)
        click.echo(words.text("codeowners.nameless", host=host, people=names), err=True)
