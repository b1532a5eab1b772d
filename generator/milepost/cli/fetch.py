"""`milepost fetch`: outside data straight from their servers, for scheduled jobs."""

import click

from milepost.cli.fetch_wechat import command as wechat


@click.group("fetch")
def command() -> None:
    """Fetch data from outside into the files of a project."""


command.add_command(wechat)
