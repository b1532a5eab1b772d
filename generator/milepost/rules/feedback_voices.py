"""The feedback of a project with the place of each item: written in a batch, or a line of its file."""

import csv
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from milepost.analysis.feedback import item_of
from milepost.loading.tables import files_named
from milepost.model.portal import Project
from milepost.model.records.feedback import Feedback, FeedbackItem
from milepost.rules.context import RuleContext
from milepost.rules.unused import all_read
from milepost.source import Location, Source, Span


class Voice(NamedTuple):
    """An item, the field of its batch that has it, its place, and that of its theme where it is known."""

    item: FeedbackItem
    batch: Feedback
    path: tuple[str | int, ...]
    at: Location
    theme_at: Location


class Voices(NamedTuple):
    """What a project was told; `complete` says whether every batch and file of it could be read."""

    items: tuple[Voice, ...]
    complete: bool

    def of_batch(self, batch: Feedback) -> list[Voice]:
        """Those of one batch."""
        return [voice for voice in self.items if voice.batch is batch]


def voices_of(context: RuleContext, project: Project) -> Voices:
    """The items of all batches of a project, read once."""
    by_project: Mapping[str, Voices] = context.once("feedback voices", lambda: _all_voices(context))
    return by_project[project.id]


def _all_voices(context: RuleContext) -> Mapping[str, Voices]:
    files = files_named(context.loaded, [path for path in context.loaded.sources if path.endswith(".csv")])
    return {
        project.id: Voices(
            items=tuple(
                voice
                for batch in project.all(Feedback).values()
                for voice in _voices(context, batch, files.get(batch.key, ()))
            ),
            complete=all(
                all_read(context, batch) and (batch.file is None or files.get(batch.key))
                for batch in project.all(Feedback).values()
            ),
        )
        for project in context.portal.projects.values()
    }


def _voices(context: RuleContext, batch: Feedback, paths: tuple[str, ...]) -> Iterator[Voice]:
    for index, item in enumerate(batch.items):
        at = context.at(batch, "items", index)
        theme_at = context.at(batch, "items", index, "theme") if item.theme else at
        yield Voice(item, batch, ("items", index), at, theme_at)
    for path in paths:
        for item, at, theme_at in _rows(context.loaded.sources[path]):
            yield Voice(item, batch, ("file",), at, theme_at)


def _rows(source: Source) -> Iterator[tuple[FeedbackItem, Location, Location]]:
    reader = csv.reader(f"{line}\n" for line in source.lines)
    start = 1
    columns: list[str] = []
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not columns:
                columns = [name.strip() for name in cells]
                continue
            row = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
            item = item_of(row) if any(cells) else None
            if item:
                at = Location(source.path, Span(line, 1, line, len(source.line(line)) + 1))
                yield item, at, _cell(source, at, row.get("theme", "")) or at
    except csv.Error:  # the rest of a file that is no CSV
        return


def _cell(source: Source, at: Location, text: str) -> Location | None:
    """Where a cell stands that is written as it is; None where it is nowhere in its line, or in several places."""
    line = source.line(at.span.line)
    if not text or line.count(text) != 1:
        return None
    column = line.index(text) + 1
    return Location(at.path, Span(at.span.line, column, at.span.line, column + len(text)))
