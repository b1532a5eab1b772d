"""`milepost check --fix` and `--diff`: the safe fixes, written or shown."""

import difflib
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click

from milepost.build import check
from milepost.cli.options import prefix_of, words
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.printable import printable
from milepost.i18n.catalogue import Catalogue
from milepost.loading.files import FileTree, FolderTree, ReadOnce
from milepost.loading.rewriting import Rewrite, write
from milepost.rules.fixing import Fixed, fix_all


def write_fixes(root: Path, *, as_of: str | None, lang: str | None) -> None:
    """Fixes the files of the portal and says on the standard error what was fixed.

    Raises:
        MilepostError: a file has changed meanwhile or cannot be written.
    """
    fixed, catalogue = _fixed(root, as_of, lang)
    write(root, fixed.files)
    _say(fixed, root, catalogue, "made")


def show_fixes(root: Path, *, as_of: str | None, lang: str | None) -> None:
    """Prints what `write_fixes` would change, as a diff that `git apply` and `patch -p1` take."""
    fixed, catalogue = _fixed(root, as_of, lang)
    prefix = prefix_of(root)
    for one in fixed.files:
        click.echo("".join(_unified(one, f"{prefix}{one.path}")).encode(), nl=False)
    _say(fixed, root, catalogue, "proposed")


def _fixed(root: Path, as_of: str | None, lang: str | None) -> tuple[Fixed, Catalogue]:
    tree = ReadOnce(FolderTree(root))
    languages: list[tuple[str, ...]] = []

    def find(tree: FileTree) -> tuple[Diagnostic, ...]:
        checked = check(root, as_of=as_of, tree=tree)
        languages.append(checked.loaded.portal.settings.languages)
        return checked.diagnostics

    return fix_all(tree, find), words(lang, languages[-1])


def _unified(one: Rewrite, path: str) -> Iterable[str]:
    before, after = (_lines(data.decode("utf-8")) for data in (one.before, one.after))
    for line in difflib.unified_diff(before, after, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Lines as diff knows them: only a line feed ends one."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + ([last] if (last := text.rpartition("\n")[2]) else [])


def _say(fixed: Fixed, root: Path, catalogue: Catalogue, variant: str) -> None:
    say = partial(click.echo, err=True)
    for one, spans in fixed.fixed:
        for edit, typed in zip(one.fix.edits if one.fix else (), spans, strict=True):
            span = edit.location.span
            place = f"{prefix_of(root)}{edit.location.path}:{span.line}:{span.column}"
            facts = {"rule": one.rule, "before": printable(typed), "after": printable(edit.replacement)}
            say(catalogue.text(f"fixes.{variant}", place=printable(place), **facts))
    count = len(fixed.fixed)
    say(catalogue.text(f"fixes.{variant}-sum", count=count, files=len(fixed.files), left=len(fixed.left)))
