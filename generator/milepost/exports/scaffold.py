"""The files of a new portal, from the templates in `themes/scaffold`, and how they get onto the disk."""

import os
import re
import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from milepost.errors import MilepostError
from milepost.exports.json_schema import schema_text
from milepost.i18n.catalogue import catalogue
from milepost.i18n.labels import Labels
from milepost.i18n.message import message
from milepost.model.registry import built_in_types
from milepost.resources import scaffold_dir

_PLACE = re.compile(r"<<(?P<name>[a-z_]+)(?:\+(?P<days>\d+))?>>")
SCHEMA_FILE = ".milepost-schema.json"
"""What the files name as their schema, for editors."""
_DOT = "dot-"
"""Stands for the leading dot of names that packagers and hosts would skip."""
_FACTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "language": "en",
        "other_language": "zh-CN",
        "timezone": "UTC",
        "currency": "USD",
        "title": "Project portal",
        "to_dark": "Switch to dark mode",
        "to_light": "Switch to light mode",
    },
    "zh": {
        "language": "zh-CN",
        "other_language": "en",
        "timezone": "Asia/Shanghai",
        "currency": "CNY",
        "title": "项目门户",
        "to_dark": "切换到深色",
        "to_light": "切换到浅色",
    },
}


def scaffold_files(*, today: date, language: str) -> dict[str, str]:
    """The texts of a new portal by path; its project starts on the first Monday after `today`.

    `language` (`zh` or `en`) is the portal's first language; all texts are in both.
    """
    facts = _FACTS[language]
    start = today + timedelta(days=7 - today.weekday())

    def filled(place: re.Match[str]) -> str:
        if place["name"] == "start":
            return (start + timedelta(days=int(place["days"] or 0))).isoformat()
        return facts[place["name"]]

    base = scaffold_dir()
    sources = sorted(path for path in base.rglob("*") if path.is_file())
    files = {_target(path.relative_to(base)): _PLACE.sub(filled, path.read_text(encoding="utf-8")) for path in sources}
    return files | {SCHEMA_FILE: schema_text(built_in_types(), Labels(catalogue(language)))}


def write_new(folder: Path, files: Mapping[str, str]) -> None:
    """Writes `files` below `folder`, which must be empty or not there yet; makes it and its parents.

    All or nothing: the files are written beside and swapped in.

    Raises:
        MilepostError: the folder is not empty, or cannot be written.
    """
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise MilepostError(message("errors.not-empty", folder=str(folder)))
        if not folder.is_dir() and os.path.lexists(folder):
            raise MilepostError(message("errors.exists", path=str(folder)))
        made = _make(folder.parent)
        beside = folder.parent / f".{folder.name}.{os.getpid()}.tmp"
        try:
            _write_all(beside, files)
            _swap_in(beside, folder)
        except OSError:
            shutil.rmtree(beside, ignore_errors=True)
            for one in made:
                one.rmdir()
            raise
        shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise MilepostError(message("errors.cannot-write", path=str(folder), reason=reason)) from None


def _target(path: Path) -> str:
    return "/".join(f".{part.removeprefix(_DOT)}" if part.startswith(_DOT) else part for part in path.parts)


def _make(folder: Path) -> list[Path]:
    """Makes a folder; it and its parents, as far as they were not there before, the innermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _write_all(base: Path, files: Mapping[str, str]) -> None:
    base.mkdir()
    for path, text in files.items():
        target = base / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def _swap_in(beside: Path, folder: Path) -> None:
    if not folder.exists():
        beside.rename(folder)
        return
    # The folder stays the one it is: it may be somebody's working directory.
    moved: list[Path] = []
    try:
        for entry in sorted(beside.iterdir()):
            target = entry.rename(folder / entry.name)
            moved.append(target)
    except OSError:
        for entry in moved:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise
