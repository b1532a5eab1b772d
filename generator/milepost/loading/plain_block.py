"""The YAML that most files are written in, read line by line: block style, one plain value a line.

The same values and places in half of the parser's time. Whatever is not surely of this form, and whatever is wrong,
is left to the parser: then the answer is None.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from milepost.loading.locations import MappingNode
from milepost.loading.plain_nodes import DASH, PlainMapping, PlainSequence
from milepost.source import Source

_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
# `:` and `#` only where they mean nothing.
_OTHER = rf"{_CONTROL}:#"
_PLAIN = rf"[^\s{_OTHER}?,\[\]{{}}&*!|>'\"%@`-][^{_OTHER}]*+(?:(?::|(?<! )#)(?=[^\s])[^{_OTHER}]*+)*+(?<! )"
_LINE = re.compile(
    rf"^( *+)(?:(- )?(?:([A-Za-z0-9_][A-Za-z0-9_-]*+):(?: (?=[^ ])|$))?({_PLAIN})?|#[^{_CONTROL}]*+)$", re.MULTILINE
)
"""Indent, dash, key, value: a text without a key is an entry of a list, or none of the form."""
_Row = tuple[str, str, str, str]
_END = "\n"
"""The key of a row that ends what is read: no line holds such a key."""
_MAX_DEPTH = 40
"""Far below the parser's own limit."""
_RECORDS_DEPTH = 2
"""How deep the values of records lie, in the collections of a file."""


class PlainRecords:
    """The records of a text in plain block style.

    Few of the places in a large portal are ever asked for: `record_at` reads again what a record consists of.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._records: dict[int, MappingNode] = {}

    def record_at(self, line: int) -> MappingNode:
        """The mapping below the key on a line, with all places."""
        if line not in self._records:
            rows = _rows_below(self._source, line)
            node = _read(rows, line + 1, _MAX_DEPTH)
            assert node is not None
            self._records[line] = node
        return self._records[line]


def read_collections(source: Source) -> PlainMapping | None:
    """The collections of a text in plain block style, the values in their records without places.

    None for any other text, and for one with a list in the place of a collection.
    """
    found = _read_text(source, _RECORDS_DEPTH)
    is_plain = found is not None and not any(isinstance(value, PlainSequence) for value in found.values())
    return found if is_plain else None


def read_plain_block(source: Source) -> PlainMapping | None:
    """The top-level mapping of a text in plain block style, with all places; None for any other text."""
    return _read_text(source, _MAX_DEPTH)


def _read_text(source: Source, placed: int) -> PlainMapping | None:
    rows: list[_Row] = _LINE.findall(source.text)
    if len(rows) != source.text.count("\n") + 1:
        return None
    end = ("", "", _END, "")
    if source.text.endswith("\n"):
        rows[-1] = end
    else:
        rows.append(end)  # for the parser a text ends with a line's end
    root = _read(rows, 1, placed)
    return root if root is not None and root.column == 1 else None


def _rows_below(source: Source, line: int) -> Iterator[_Row]:
    """The rows of what stands below the key on a line of a text that was read before."""
    key = source.line(line)
    around = len(key) - len(key.lstrip(" "))
    below = source.lines[line:]
    for found in islice(_LINE.finditer("\n".join((*below, ""))), len(below)):
        pad, dash, name, value = found.groups("")
        if len(pad) <= around and (dash or name):
            yield pad, "", _END, ""
            return
        yield pad, dash, name, value
    yield "", "", _END, ""


def _read(rows: Iterable[_Row], first: int, placed: int) -> PlainMapping | None:  # noqa: C901, PLR0912, PLR0915 - one loop, for speed
    """The mapping that rows make, the first of them with number `first`; None where they are not of the form.

    Collections down to the depth `placed` know their places; below they are bare dictionaries and lists.
    """
    root: PlainMapping | None = None
    node: Any = None  # the open collection, the column that its entries begin in, and whether it is a mapping
    indent, is_mapping = 0, True
    lines: Any = []  # of the entries of the open collection
    nowhere: deque[int] = deque(maxlen=0)
    stack: list[tuple[Any, int, bool, Any, str]] = []  # those around it, each with the key that waits for its value
    empty: list[tuple[Any, str]] = []
    waiting = ""
    for number, (pad, dash, key, value) in enumerate(rows, start=first):
        column = len(pad)
        if value and key and not dash and not waiting and column == indent and is_mapping and node is not None:
            if key in node:  # nearly always: one more field
                return None  # the parser's builder says where else
            lines.append(number)
            node[key] = value
            continue
        if not key and not value:
            if dash:
                return None
            continue  # empty, or a comment
        if waiting:
            if key is not _END and (column > indent or (dash and column == indent)):
                if len(stack) >= _MAX_DEPTH:
                    return None
                stack.append((node, indent, is_mapping, lines, waiting))
                indent, is_mapping = column, not dash
                if len(stack) < placed:
                    node, lines = (PlainSequence if dash else PlainMapping)(number, column + 1), []
                else:
                    node, lines = [] if dash else {}, nowhere
            else:
                node[waiting] = None  # for now: it has a line as the others have
                empty.append((node, waiting))
            waiting = ""
        elif node is None:
            if dash or key is _END:
                return None
            root = node = PlainMapping(number, column + 1)
            indent = column
        while stack and (column < indent or (not dash and column == indent and not is_mapping)):
            if lines is not nowhere:
                node.close(lines, number, column + 1)
            inner = node
            node, indent, is_mapping, lines, name = stack.pop()
            if name:
                node[name] = inner
            else:
                node.append(inner)
        if key is _END:
            break
        if column != indent or bool(dash) is is_mapping:
            return None
        if dash:
            lines.append(number)
            if not key:
                node.append(value)
                continue
            stack.append((node, indent, False, lines, ""))
            column += DASH
            indent, is_mapping = column, True
            node, lines = (PlainMapping(number, column + 1), []) if len(stack) < placed else ({}, nowhere)
        elif not key:
            return None
        if key in node:
            return None
        lines.append(number)
        if value:
            node[key] = value
        else:
            waiting = key
    assert root is not None
    root.close(lines, number, column + 1)
    for node, name in empty:
        if isinstance(node, PlainMapping):
            node.leave_empty(name)
        else:
            del node[name]
    return root
