"""`milepost explain`: what a rule checks, why, and how to fix it."""

from pathlib import Path

import click

from milepost.build import find_root
from milepost.cli.options import directory, language, words_for
from milepost.diagnostics.suggestion import did_you_mean
from milepost.errors import MilepostError
from milepost.i18n.catalogue import Catalogue, catalogue
from milepost.i18n.message import message
from milepost.loading.files import FolderTree
from milepost.loading.load import load
from milepost.rules.documentation import rule_document, summary
from milepost.rules.rule import all_rules


@click.command("explain")
@click.argument("rule", required=False)
@click.option("--list", "list_all", is_flag=True, help="All rules, one a line: id, level, what it checks.")
@directory
@language
def command(rule: str | None, list_all: bool, directory: Path, lang: str | None) -> None:
    """Show the page of a rule."""
    words = _words(directory, lang)
    rules = all_rules()
    if list_all or rule is None:
        width = max(len(name) for name in rules)
        for one in rules.values():
            click.echo(f"{one.id:<{width}}  {one.level.value:<7}  {summary(one.id, words.language)}")
        return
    if rule not in rules:
        hint = did_you_mean(rule, rules)
        raise MilepostError(
            message("errors.no-rule-hint", rule=rule, hint=hint) if hint else message("errors.no-rule", rule=rule)
        )
    click.echo(rule_document(rule, words.language))


def _words(directory: Path, lang: str | None) -> Catalogue:
    """Rules can be explained anywhere; inside of a portal its first language is the default."""
    if lang:
        return catalogue(lang)
    try:
        root = find_root(directory.resolve())
    except MilepostError:
        return catalogue("en")
    return words_for(None, load(FolderTree(root)).portal.settings)
