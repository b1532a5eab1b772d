"""`milepost schema`: the JSON Schema of the project files, for completion and checks while typing."""

from pathlib import Path

import click

from milepost.build import find_root, load_portal
from milepost.cli.options import directory, language, words_for
from milepost.errors import MilepostError
from milepost.exports.json_schema import schema_text
from milepost.i18n.catalogue import catalogue
from milepost.i18n.labels import Labels
from milepost.loading.load import Loaded
from milepost.loading.swap_in import swap_in
from milepost.model.registry import built_in_types


@click.command("schema")
@directory
@language
@click.option("--live", is_flag=True, help="References may only be to the records that the portal has today.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
def command(directory: Path, lang: str | None, live: bool, output: Path | None) -> None:
    """Print the JSON Schema of collection files, with the portal's custom fields."""
    loaded = _loaded(directory, needed=live)
    words = words_for(lang, loaded.portal.settings) if loaded else catalogue(lang or "en")
    types = loaded.types if loaded else built_in_types()
    text = schema_text(types, Labels(words), loaded.portal if loaded and live else None)
    if output:
        swap_in(output, text.encode())
    else:
        click.echo(text, nl=False)


def _loaded(directory: Path, *, needed: bool) -> Loaded | None:
    """The portal that the folder is in; without one the schema of the built-in types is made, unless it is `needed`."""
    try:
        return load_portal(find_root(directory.resolve()))
    except MilepostError:
        if needed:
            raise
        return None
