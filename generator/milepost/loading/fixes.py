"""Makes the edits of fixes in the text of a file, one fix at a time, and keeps those that changed nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic, Edit, Fix
from milepost.loading.document import Parsed, parse
from milepost.loading.edits import as_typed
from milepost.loading.text_files import front_matter, split_markdown
from milepost.source import Source

_MARK = "\ufeff"
_QUOTES = ('"', "'")
_Difference = tuple[Any, Any]


class Repaired(NamedTuple):
    """A text with fixes made in it, and which ones of those that were given, by index."""

    text: str
    made: tuple[int, ...]


class _Change(NamedTuple):
    start: int
    end: int
    text: str


def keeping_quotes(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> Diagnostic:
    """The finding with a fix that replaces a value in quotes by one in the same quotes."""
    if diagnostic.fix is None:
        return diagnostic
    edits = tuple(_in_quotes(edit, sources.get(edit.location.path)) for edit in diagnostic.fix.edits)
    return (
        diagnostic if edits == diagnostic.fix.edits else replace(diagnostic, fix=replace(diagnostic.fix, edits=edits))
    )


def repaired(path: str, text: str, fixes: Sequence[Fix]) -> Repaired:
    """The text of a YAML file, or of the fields of a Markdown file, with the fixes made that can be made safely.

    After each fix the text is read again: one value, or one key, must have become what the fix says, and nothing else.
    A text with a syntax error, which cannot be compared, takes only the fix of that error.
    """
    mark = _MARK if text.startswith(_MARK) else ""
    body = text.removeprefix(_MARK)
    source = Source(path, body)
    planned = [(_changes(source, fix), number) for number, fix in enumerate(fixes)]
    made: list[int] = []
    free_until = len(body) + 1
    for changes, number in sorted(planned, reverse=True):  # from the end: what stands before keeps its place
        if not changes or changes[-1].end > free_until:
            continue
        after = _applied(body, changes)
        if _only_these(path, body, after, changes):
            body, free_until = after, changes[0].start
            made.append(number)
    return Repaired(mark + body, tuple(sorted(made)))


def _in_quotes(edit: Edit, source: Source | None) -> Edit:
    line, column, end_line, end_column = edit.location.span
    typed = source.line(line)[column - 1 : end_column - 1] if source and line == end_line else ""
    quoted = len(typed) > 1 and typed[0] in _QUOTES and typed[-1] == typed[0]
    if not quoted or edit.replacement[:1] == typed[0] or set(edit.replacement) & {*_QUOTES, "\\"}:
        return edit
    return replace(edit, replacement=f"{typed[0]}{edit.replacement}{typed[0]}")


def _changes(source: Source, fix: Fix) -> list[_Change]:
    """The fix as changes of the text, in order; none for a fix that is not for this file's fields alone."""
    found = []
    area = front_matter(source.text) if source.path.endswith(".md") else (0, len(source.text))
    for edit in fix.edits:
        line, column, end_line, end_column = edit.location.span
        start, end = source.offset(line, column), source.offset(end_line, end_column)
        if edit.location.path != source.path or area is None or not area[0] <= start < end <= area[1]:
            return []
        found.append(_Change(start, end, edit.replacement))
    found.sort()
    return [] if any(one.end > other.start for one, other in pairwise(found)) else found


def _applied(text: str, changes: Sequence[_Change]) -> str:
    for start, end, new in reversed(changes):
        text = text[:start] + new + text[end:]
    return text


def _only_these(path: str, before: str, after: str, changes: Sequence[_Change]) -> bool:
    was, problems = _read(path, before)
    now, new_problems = _read(path, after)
    if not was.whole:
        return len(changes) == 1 and _says_the_same(before, changes[0]) and _later(problems, new_problems)
    if not now.whole or len(new_problems) > len(problems):
        return False
    try:
        differences = list(_differences(as_typed(was.root), as_typed(now.root)))
    except ValueError:
        return False
    return len(differences) == len(changes) and all(
        any(_explains(before, change, difference) for change in changes) for difference in differences
    )


def _read(path: str, text: str) -> tuple[Parsed, list[Diagnostic]]:
    found: list[Diagnostic] = []
    source = Source(path, text)
    parsed = parse(split_markdown(source).fields if path.endswith(".md") else source, found.append)
    return parsed, found


def _says_the_same(before: str, change: _Change) -> bool:
    """Whether a value that was put in quotes is read as what was typed."""
    parsed, problems = _read("", f"key: {change.text}\n")
    return not problems and as_typed(parsed.root) == {"key": before[change.start : change.end]}


def _later(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> bool:
    """Whether the first problem is gone, and what shows up instead stands further down."""
    return not after or min(one.location.span[:1] for one in after) > min(one.location.span[:1] for one in before)


def _differences(before: Any, after: Any) -> Iterator[_Difference]:
    """Pairs of texts that differ, values or keys; ValueError where the structure does."""
    if isinstance(before, dict) and isinstance(after, dict) and len(before) == len(after):
        for (name, value), (new_name, new_value) in zip(before.items(), after.items(), strict=True):
            if name != new_name:
                yield name, new_name
            yield from _differences(value, new_value)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for value, new_value in zip(before, after, strict=True):
            yield from _differences(value, new_value)
    elif before != after:
        if not (isinstance(before, str) and isinstance(after, str)):
            raise ValueError(before, after)
        yield before, after


def _explains(text: str, change: _Change, difference: _Difference) -> bool:
    """Whether a change makes this difference: the whole value, or a part such as the task in `menu-page FS+2d`."""
    typed, new = _plain(text[change.start : change.end]), _plain(change.text)
    old, now = difference
    starts = (at for at in range(len(old)) if old.startswith(typed, at))
    return any(old[:at] + new + old[at + len(typed) :] == now for at in starts)


def _plain(text: str) -> str:
    return text[1:-1] if text[:1] in _QUOTES and text[-1:] == text[:1] and len(text) > 1 else text
