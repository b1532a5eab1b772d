"""Runs the importers on small portals and reads what they wrote."""

import csv
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner
from portal_files import portal

from milepost.cli.main import cli

DEMO = "content/projects/demo"
AS_OF = "2026-11-01"


class Said(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def run(root: Path, *arguments: object, as_of: str = AS_OF, into: str = "demo") -> Said:
    """`milepost import …` into a project, in English."""
    options = ["--into", into, "-C", str(root), "--lang", "en", "--as-of", as_of]
    done = CliRunner().invoke(cli, ["import", *map(str, arguments), *options], catch_exceptions=True)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


def demo(root: Path) -> Path:
    """A portal with the project `demo`; its root."""
    return portal(root, {})


def rows(root: Path, path: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the project."""
    with (root / DEMO / path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def tables(root: Path) -> dict[str, list[dict[str, str]]]:
    """All CSV files of the project."""
    folder = root / DEMO
    return {path.relative_to(folder).as_posix(): rows(root, path) for path in sorted(folder.rglob("*.csv"))}


def written(root: Path) -> dict[str, bytes]:
    """Every file of the portal, the lock left out."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }
