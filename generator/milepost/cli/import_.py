"""`milepost import`: outside data into the files of a project."""

import click

from milepost.cli.import_feedback import command as feedback
from milepost.cli.import_wechat import command as wechat


@click.group("import")
def command() -> None:
    """Take data from outside into the files of a project."""


command.add_command(wechat)
command.add_command(feedback)
