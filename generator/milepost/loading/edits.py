"""Sets single fields of records in the text of a file, and leaves every other character as it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.loading.document import parse
from milepost.loading.locations import AnyExtent, MappingNode
from milepost.loading.text_files import front_matter
from milepost.source import Source

_MARK = "\ufeff"
_QUOTES = ('"', "'")
_COLON = re.compile(r"[ \t]*:")
_LINE_END = re.compile("\r\n|[\n\r]")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+/-]*")


class FieldEdit(NamedTuple):
    """A field to set: the keys that lead to its record in the file (none where the file is the record), name, value.

    The value is a word of letters, digits and `_.+/-`, which YAML takes as it stands. A field that is not there yet
    goes before the first of the fields named in `ahead_of` that is, else before the record's last one.
    """

    record: tuple[str, ...]
    field: str
    value: str
    ahead_of: tuple[str, ...] = ()


class EditRefusedError(Exception):
    """A text that cannot be edited safely.

    Attributes:
        reason: `syntax`, `no-record`, `no-front-matter` or `shape`.
        line: where in the file, from 1.
    """

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"{reason} in line {line}")
        self.reason = reason
        self.line = line


class _Change(NamedTuple):
    start: int
    end: int
    text: str


def edited(path: str, text: str, edits: Sequence[FieldEdit]) -> str:
    """The text of a YAML file, or of a Markdown file with front matter, with the fields set.

    What comes out is parsed again and compared: nothing but these fields has changed.

    Raises:
        EditRefusedError: the text has errors, or is written in a way that leaves no safe place for an edit.
    """
    mark = _MARK if text.startswith(_MARK) else ""
    body = text.removeprefix(_MARK)
    start, end = 0, len(body)
    if path.endswith(".md"):
        span = front_matter(body)
        if span is None:
            raise EditRefusedError("no-front-matter", 1)
        start, end = span
    above = len(Source(path, body[:start]).lines) if start else 0
    try:
        fields = _edited(body[start:end], edits)
    except EditRefusedError as refused:
        raise EditRefusedError(refused.reason, refused.line + above) from None
    return mark + body[:start] + fields + body[end:]


def _edited(text: str, edits: Sequence[FieldEdit]) -> str:
    source = Source("", text)
    root = _parsed(source)
    wanted = as_typed(root)
    changes = []
    for edit in edits:
        if not _PLAIN.fullmatch(edit.value):
            raise ValueError(f"{edit.value!r} is no plain word")
        changes.append(next(_candidates(source, edit, _record(root, edit)), None))
        _set(wanted, edit)
    if None not in changes:
        done = _applied(text, [change for change in changes if change])
        if _is(done, wanted):
            return done
    for edit in edits:  # one after the other, to find a place for each, or the one that has none
        text = _one_by_one(text, edit)
    return text


def _one_by_one(text: str, edit: FieldEdit) -> str:
    source = Source("", text)
    root = _parsed(source)
    wanted = as_typed(root)
    record = _record(root, edit)
    _set(wanted, edit)
    for change in _candidates(source, edit, record):
        done = _applied(text, [change])
        if _is(done, wanted):
            return done
    key = record.keys_at.get(edit.field)
    raise EditRefusedError("shape", (key or record.extent).span().line)


def _parsed(source: Source) -> MappingNode:
    found: list[Diagnostic] = []
    parsed = parse(source, found.append)
    if found or not parsed.whole or parsed.root is None:
        raise EditRefusedError("syntax", found[0].location.span.line if found else 1)
    return parsed.root


def _record(root: MappingNode, edit: FieldEdit) -> MappingNode:
    node = root
    line = 1
    for key in edit.record:
        inside = node.get(key)
        if key in node.keys_at:
            line = node.keys_at[key].span().line
        if not isinstance(inside, MappingNode):
            raise EditRefusedError("no-record", line)
        node = inside
    return node


def as_typed(node: Any) -> Any:
    """The values as typed, fields without one included."""
    if isinstance(node, MappingNode):
        return {**{name: as_typed(value) for name, value in node.items()}, **dict.fromkeys(node.empty)}
    if isinstance(node, list):
        return [as_typed(value) for value in node]
    return node


def _set(wanted: Any, edit: FieldEdit) -> None:
    for key in edit.record:
        wanted = wanted[key]
    wanted[edit.field] = edit.value


def _is(text: str, wanted: Mapping[str, Any]) -> bool:
    found: list[Diagnostic] = []
    parsed = parse(Source("", text), found.append)
    return not found and parsed.whole and as_typed(parsed.root) == wanted


def _applied(text: str, changes: Sequence[_Change]) -> str:
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _candidates(source: Source, edit: FieldEdit, record: MappingNode) -> Iterator[_Change]:
    """Changes that may do, the best first."""
    if edit.field in record.keys_at:
        yield from _in_place(source, edit, record)
        return
    in_flow = source.text.startswith("{", _place(source, record.extent)[0])
    names = list(record.keys_at)
    for name in [name for name in names if name in edit.ahead_of][:1] + names[::-1]:
        yield _ahead(source, edit, record.keys_at[name], in_flow=in_flow)
    if in_flow and not names:
        at = _place(source, record.extent)[0] + 1
        yield _Change(at, at, f"{edit.field}: {edit.value}")


def _in_place(source: Source, edit: FieldEdit, record: MappingNode) -> Iterator[_Change]:
    start, end = _place(source, record.values_at[edit.field])
    typed, value = source.text[start:end], record.get(edit.field, "")
    if typed and typed == value:
        yield _Change(start, end, edit.value)
    elif typed[:1] in _QUOTES and typed[-1:] == typed[:1] and "\n" not in typed:
        yield _Change(start + 1, end - 1, edit.value)
    elif value == "":
        _, behind = _place(source, record.keys_at[edit.field])
        colon = _COLON.match(source.text, behind)
        at = colon.end() if colon else behind
        yield _Change(at, at, f" {edit.value}" if colon else f": {edit.value}")


def _ahead(source: Source, edit: FieldEdit, key: AnyExtent, *, in_flow: bool) -> _Change:
    """In front of another field: in the same line in flow style, else on a line of its own."""
    at, _ = _place(source, key)
    quote = source.text[at] if source.text[at] in _QUOTES else ""
    pair = f"{quote}{edit.field}{quote}: {quote}{edit.value}{quote}"
    if in_flow:
        return _Change(at, at, f"{pair}, ")
    begin = source.offset(key.span().line, 1)
    line_end = _LINE_END.search(source.text, at) or _LINE_END.search(source.text)
    return _Change(begin, begin, f"{source.text[begin:at]}{pair}{line_end[0] if line_end else chr(10)}")


def _place(source: Source, extent: AnyExtent) -> tuple[int, int]:
    line, column, end_line, end_column = extent.span()
    return source.offset(line, column), source.offset(end_line, end_column)
