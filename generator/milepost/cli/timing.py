"""How long each rule took, on the standard error."""

from collections.abc import Mapping

import click

from milepost.i18n.catalogue import Catalogue


def show_timings(timings: Mapping[str, float], words: Catalogue) -> None:
    """The slowest first, in milliseconds; what several rules use counts for the first one that asks for it."""
    rows = [(seconds, name or words.text("check.timings-loading")) for name, seconds in timings.items()]
    rows.sort(key=lambda row: (-row[0], row[1]))
    rows.append((sum(timings.values()), words.text("check.timings-total")))
    for seconds, name in rows:
        click.echo(f"{seconds * 1000:9.1f} ms  {name}", err=True)
