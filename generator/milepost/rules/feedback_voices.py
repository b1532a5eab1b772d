"""The feedback of a project with the place of each item: written in a batch, or a line of its file."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from milepost.analysis.feedback import item_of
from milepost.loading.csv_file import CsvFile, read_csv
from milepost.loading.tables import files_named
from milepost.model.portal import Project
from milepost.model.records.feedback import Feedback, FeedbackItem
from milepost.rules.context import RuleContext
from milepost.rules.unused import all_read
from milepost.source import Location, Source, Span


class Voice(NamedTuple):
    """An item, and the field of its batch that has it; its places are worked out when somebody points to them."""

    item: FeedbackItem
    batch: Feedback
    path: tuple[str | int, ...]
    places: Callable[[], tuple[Location, Location]]

    @property
    def at(self) -> Location:
        """Where it is written."""
        return self.places()[0]

    @property
    def theme_at(self) -> Location:
        """Where its theme is written, as far as that is known."""
        return self.places()[1]


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
        yield Voice(item, batch, ("items", index), partial(_in_batch, context, batch, index))
    for path in paths:
        for item, places in _rows(context.loaded.sources[path]):
            yield Voice(item, batch, ("file",), places)


def _in_batch(context: RuleContext, batch: Feedback, index: int) -> tuple[Location, Location]:
    at = context.at(batch, "items", index)
    return at, context.at(batch, "items", index, "theme") if batch.items[index].theme else at


def _rows(source: Source) -> Iterator[tuple[FeedbackItem, Callable[[], tuple[Location, Location]]]]:
    file = read_csv(source)
    for row in range(len(file.lines)):
        item, _ = item_of(file.row(row))
        yield item, partial(_in_file, file, row, has_theme=bool(item.theme))


def _in_file(file: CsvFile, row: int, *, has_theme: bool) -> tuple[Location, Location]:
    line = file.lines[row]
    at = Location(file.source.path, Span(line, 1, line, len(file.source.line(line)) + 1))
    return at, file.location(row, "theme") if has_theme else at
