"""Words that stand where something is still to be written."""

import re
from collections.abc import Iterator
from typing import Any

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.loading.discovery import Role
from milepost.loading.text_files import split_markdown
from milepost.model.record import Item, NamedRecord, fields_of
from milepost.rules.context import RuleContext
from milepost.rules.rule import rule
from milepost.source import Location, Source, Span

Path = tuple[str | int, ...]

# Chinese has no spaces: the neighbours tell the word from the end or beginning of others, such as 等待定金.
_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9_])(?:TODO|TBD|FIXME)(?![A-Za-z0-9_])|(?<![等期招接对看善优亏款])待定(?![制期时位价义稿做金向])|待补充"
)


_WORDS = ("TODO", "TBD", "FIXME", "待定", "待补充")


@rule(Severity.INFO)
def placeholder_text(context: RuleContext) -> Iterator[Diagnostic]:
    """TODO, TBD, FIXME, 待定 and 待补充 as words in the texts of records, wherever they stand."""
    sources = context.loaded.sources
    suspects = {path for path, source in sources.items() if any(word in source.text for word in _WORDS)}
    for record in (context.portal.settings, *context.portal.everything()) if suspects else ():
        position = context.loaded.positions[record.key]
        if position.path not in suspects:
            continue
        source = sources[position.path]
        # The translations of a body share its place.
        found = {place: str(path[0]) for path in _texts(record) for place in _places(source, position.of(*path).span)}
        for place, field in found.items():
            yield _finding(Location(position.path, place), source, record, field)
    for one in context.loaded.places:
        if one.role is Role.TRANSLATION and one.path in suspects:
            source = sources[one.path]
            first = split_markdown(source).body_line
            for place in _places(source, Span(first, 1, first, 1)):
                yield _finding(Location(one.path, place), source, None, "")


def _finding(location: Location, source: Source, record: NamedRecord | None, field: str) -> Diagnostic:
    text = source.line(location.span.line)[location.span.column - 1 : location.span.end_column - 1]
    return Diagnostic(
        rule="placeholder-text",
        message=message("rules.placeholder-text.message", text=text),
        location=location,
        help=message("rules.placeholder-text.help"),
        record=str(record.key) if record else "",
        field=field,
    )


def _texts(record: NamedRecord) -> Iterator[Path]:
    """The paths of texts that hold such a word, as far as they were typed in the record's own file."""
    for spec in fields_of(type(record)):
        if spec.attribute in record.model_fields_set and spec.name != "x":
            yield from _inside(getattr(record, spec.attribute), (spec.name,))


def _inside(value: Any, at: Path) -> Iterator[Path]:
    if isinstance(value, str):
        if _PLACEHOLDER.search(value):
            yield at
    elif isinstance(value, Item):
        for spec in fields_of(type(value)):
            if spec.attribute in value.model_fields_set:
                yield from _inside(getattr(value, spec.attribute), (*at, spec.name))
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _inside(part, (*at, str(name)))
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _inside(part, (*at, index))


def _places(source: Source, span: Span) -> Iterator[Span]:
    """The words inside of a span; from its start to the end of the file for a body, whose span has no width."""
    is_body = span[:2] == span[2:]
    last = len(source.lines) if is_body else span.end_line
    for number in range(span.line, last + 1):
        line = source.line(number)
        start = span.column - 1 if number == span.line else 0
        end = len(line) if is_body or number < span.end_line else span.end_column - 1
        for found in _PLACEHOLDER.finditer(line, start, end):
            yield Span(number, found.start() + 1, number, found.end() + 1)
