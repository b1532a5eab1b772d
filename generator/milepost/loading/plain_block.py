"""The YAML that most files are written in, read line by line: block style, one plain value a line.

The same nodes and places in half of the parser's time. Whatever is not surely of this form, and whatever is wrong,
is left to the parser: then the answer is None.
"""

import re
from collections.abc import KeysView
from typing import Any

from milepost.loading.locations import AnyExtent, MappingNode, SequenceNode, SpanExtent
from milepost.source import Source

_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
# `:` and `#` only where they mean nothing.
_OTHER = rf"{_CONTROL}:#"
_PLAIN = rf"[^\s{_OTHER}?,\[\]{{}}&*!|>'\"%@`-][^{_OTHER}]*+(?:(?::|(?<! )#)(?=[^\s])[^{_OTHER}]*+)*+(?<! )"
_LINE = re.compile(
    rf"^( *+)(?:(- )?(?:([A-Za-z0-9_][A-Za-z0-9_-]*+):(?: (?=[^ ])|$))?({_PLAIN})?|#[^{_CONTROL}]*+)$", re.MULTILINE
)
"""Indent, dash, key, value: a text without a key is an entry of a list, or none of the form."""
_DASH = 2
_MAX_DEPTH = 40
"""Far below the parser's own limit."""


class PlainMapping(MappingNode):
    """A mapping whose places follow from the lines of its keys; they are worked out when somebody asks."""

    __slots__ = ("column", "end", "line", "lines")

    def __init__(self, line: int, column: int) -> None:  # not the base's, which makes dictionaries of places
        self.empty = {}
        self.line = line
        self.column = column
        self.end = (line, column)
        self.lines: dict[str, int] = {}

    @property
    def extent(self) -> SpanExtent:  # type: ignore[override]
        return SpanExtent(self.line, self.column, *self.end)

    def names(self) -> KeysView[str]:
        return self.lines.keys()

    @property
    def keys_at(self) -> dict[str, AnyExtent]:  # type: ignore[override]
        column = self.column
        return {name: SpanExtent(line, column, line, column + len(name)) for name, line in self.lines.items()}

    @property
    def values_at(self) -> dict[str, AnyExtent]:  # type: ignore[override]
        return {name: self._value_at(name, line) for name, line in self.lines.items()}

    def _value_at(self, name: str, line: int) -> AnyExtent:
        value, behind = self.get(name), self.column + len(name) + 1
        if isinstance(value, str):
            return SpanExtent(line, behind + 1, line, behind + 1 + len(value))
        return SpanExtent(line, behind, line, behind) if value is None else value.extent


class PlainSequence(SequenceNode):
    """A list whose places follow from the lines of its dashes."""

    __slots__ = ("column", "end", "line", "lines")

    def __init__(self, line: int, column: int) -> None:
        self.shortened = False
        self.line = line
        self.column = column
        self.end = (line, column)
        self.lines: list[int] = []

    @property
    def extent(self) -> SpanExtent:  # type: ignore[override]
        return SpanExtent(self.line, self.column, *self.end)

    @property
    def items_at(self) -> list[AnyExtent]:  # type: ignore[override]
        column = self.column + _DASH
        return [
            SpanExtent(line, column, line, column + len(item)) if isinstance(item, str) else item.extent
            for line, item in zip(self.lines, self, strict=True)
        ]


def read_plain_block(source: Source) -> MappingNode | None:  # noqa: C901, PLR0912, PLR0915 - one loop, for speed
    """The top-level mapping of a text in plain block style; None for any other text."""
    rows = _LINE.findall(source.text)
    if len(rows) != source.text.count("\n") + 1:
        return None
    root: Any = None
    node: Any = None  # the open collection, the column that its entries begin in, and whether it is a mapping
    indent, is_mapping = 0, True
    stack: list[tuple[Any, int, bool, str]] = []  # those around it, each with the key that waits for its value
    waiting = ""
    number = 0
    for number, (pad, dash, key, value) in enumerate(rows, start=1):
        column = len(pad)
        if value and key and not dash and not waiting and column == indent and is_mapping and node is not None:
            lines = node.lines  # nearly always: one more field
            if key in lines:
                return None  # the parser's builder says where else
            lines[key] = number
            node[key] = value
            continue
        if not key and not value:
            if dash:
                return None
            continue  # empty, or a comment
        if waiting:
            if column > indent or (dash and column == indent):
                if len(stack) >= _MAX_DEPTH:
                    return None
                stack.append((node, indent, is_mapping, waiting))
                indent, is_mapping = column, not dash
                node = (PlainSequence if dash else PlainMapping)(number, column + 1)
            else:
                _leave_empty(node, waiting)
            waiting = ""
        elif node is None:
            if column or dash:
                return None
            root = node = PlainMapping(number, 1)
        while column < indent or (not dash and column == indent and not is_mapping):
            node, indent, is_mapping = _close(node, stack, number, column + 1)
        if column != indent or bool(dash) is is_mapping:
            return None
        if dash:
            node.lines.append(number)
            if not key:
                node.append(value)
                continue
            stack.append((node, indent, False, ""))
            column += _DASH
            indent, is_mapping = column, True
            node = PlainMapping(number, column + 1)
        elif not key:
            return None
        lines = node.lines
        if key in lines:
            return None
        lines[key] = number
        if value:
            node[key] = value
        else:
            waiting = key
    if node is not None:
        if waiting:
            _leave_empty(node, waiting)
        last = number + (not source.text.endswith("\n"))  # for the parser a text ends with a line's end
        while node is not root:
            node, indent, is_mapping = _close(node, stack, last, 1)
        root.end = (last, 1)
    return root  # type: ignore[no-any-return]


def _leave_empty(node: PlainMapping, name: str) -> None:
    line, column = node.lines[name], node.column
    node.empty[name] = SpanExtent(line, column, line, column + len(name))


def _close(node: Any, stack: list[tuple[Any, int, bool, str]], line: int, column: int) -> tuple[Any, int, bool]:
    """Puts a finished collection into the one around it, and goes on with that; it ends where the next thing begins."""
    node.end = (line, column)
    around, indent, is_mapping, key = stack.pop()
    if key:
        around[key] = node
    else:
        around.append(node)
    return around, indent, is_mapping
