"""The `milepost` command: finds the subcommand and turns failures into a line and an exit code."""

import importlib
import os
import sys
from typing import Any

import click

from milepost import __version__
from milepost.errors import MilepostError
from milepost.i18n.catalogue import catalogue

COMMANDS = (
    "check",
    "explain",
    "init",
    "plan",
    "why",
    "forecast",
    "level",
    "metric",
    "diff",
    "report",
    "import",
    "fetch",
    "codeowners",
    "schema",
    "build",
    "export",
)
_MODULES = {"import": "import_"}
"""Where a command's name is a word of Python."""
CANNOT_RUN = 2


class Commands(click.Group):
    """Imports a subcommand's module when it is asked for: `check` does not pay for what `build` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"milepost.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="milepost")
def cli() -> None:
    """Turn a repository of project files into a checked, browsable portal."""


def main(arguments: list[str] | None = None) -> Any:
    """Runs the command line; failures of the environment exit with 2 and one line on stderr."""
    # Else pydantic looks through all that is installed for plugins of its own, for 20 ms.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - closed by who started us
    try:
        cli(arguments, prog_name="milepost")
    except MilepostError as error:
        language = _asked_language(arguments if arguments is not None else sys.argv[1:])
        click.echo(f"milepost: {catalogue(language).render(error.message)}", err=True)
        sys.exit(CANNOT_RUN)


def _asked_language(arguments: list[str]) -> str:
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
    return "en"
