"""Files of feedback: columns that no item has, and cells that do not fit their field."""

from collections.abc import Iterator
from dataclasses import replace

from milepost.analysis.feedback import item_of
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.suggestion import did_you_mean, only_meant
from milepost.loading.csv_file import CsvFile, read_csv
from milepost.loading.locations import AnyExtent, MappingNode, Position, SpanExtent
from milepost.loading.refusals import report_refusals
from milepost.loading.tables import files_named
from milepost.loading.type_names import type_name
from milepost.model.portal import Project
from milepost.model.record import fields_of
from milepost.model.records.feedback import Feedback, FeedbackItem
from milepost.model.records.theme import Theme
from milepost.rules.context import RuleContext
from milepost.rules.metric_columns import more
from milepost.rules.rule import for_several_rules


@for_several_rules
def feedback_files(context: RuleContext) -> Iterator[Diagnostic]:
    """Of each kind of mistake in a column the first one, and how many more there are."""
    files = files_named(context.loaded, [path for path in context.loaded.sources if path.endswith(".csv")])
    told: set[str] = set()
    for project in context.portal.projects.values():
        for batch in project.all(Feedback).values():
            for path in files.get(batch.key, ()):
                if path not in told:
                    told.add(path)
                    yield from _in_file(context, project, batch, read_csv(context.loaded.sources[path]))


def _in_file(context: RuleContext, project: Project, batch: Feedback, file: CsvFile) -> Iterator[Diagnostic]:
    if not file.columns:
        return
    yield from _columns(context, batch, file)
    found: dict[tuple[str, str], list[Diagnostic]] = {}
    for row in range(len(file.lines)):
        for one in _in_row(context, project, batch, file, row):
            found.setdefault((one.rule, one.field), []).append(one)
    for first, *others in found.values():
        yield replace(first, notes=(*first.notes, *more(len(others))))


def _columns(context: RuleContext, batch: Feedback, file: CsvFile) -> Iterator[Diagnostic]:
    """Names that are surely misspelled, and expected columns that are not there; others are the source's own."""
    known = [spec.name for spec in fields_of(FeedbackItem)]
    absent = [name for name in known if name not in file.columns]
    meant = {name: only_meant(name, absent) for name in file.columns if name not in known}
    for name, wanted in meant.items():
        if wanted:
            yield context.finding(
                "unknown-field", batch, location=file.heading(name), help_=did_you_mean(name, absent), field=name
            )
    for spec in fields_of(FeedbackItem):
        if spec.is_expected and spec.name in absent and spec.name not in meant.values():
            yield context.finding(
                "missing-field", batch, location=file.heading(), variant="column", field=spec.name, file=batch.file
            )


def _in_row(context: RuleContext, project: Project, batch: Feedback, file: CsvFile, row: int) -> Iterator[Diagnostic]:
    cells = file.row(row)
    item, refusal = item_of(cells)
    if refusal:
        told: list[Diagnostic] = []
        report_refusals(Feedback, batch.key, _position(file, row), refusal, told.append)
        yield from told
    themes = project.all(Theme)
    for ref in item.theme:
        if not context.portal.locate(ref, (Theme.collection,), project.id) and _is_known(context, project):
            yield context.finding(
                "unresolved-reference",
                batch,
                location=file.location(row, "theme"),
                help_=did_you_mean(ref.id, themes),
                ref=str(ref),
                kind=type_name(Theme.collection),
            )


def _is_known(context: RuleContext, project: Project) -> bool:
    """Whether all themes of a project could be read."""
    unread = context.loaded.unread
    return not any((home, name) in unread for home in (project.id, "") for name in ("", Theme.collection))


def _position(file: CsvFile, row: int) -> Position:
    """The row as a node whose cells know their places."""
    places: dict[str, AnyExtent] = {name: SpanExtent(*file.location(row, name).span) for name in file.columns}
    node = MappingNode(next(iter(places.values())))
    node.update(file.row(row))
    node.keys_at = node.values_at = places
    return Position(path=file.source.path, key=None, values=node)
