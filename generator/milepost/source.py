"""Files as text, and places inside them."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What YAML takes for the end of a line: `str.splitlines` knows more, and its numbers would not be the parser's."""


class Span(NamedTuple):
    """A stretch of a file: lines and columns count characters from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


FILE_START = Span(1, 1, 1, 1)


class Location(NamedTuple):
    """A span in a file; `path` is relative to the portal's root, with forward slashes."""

    path: str
    span: Span = FILE_START


@dataclass(frozen=True)
class Source:
    """The text of one file, for quoting lines in messages."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> list[str]:
        plain = self.text.isascii() and "\r" not in self.text  # then there is but one kind, and no pattern is needed
        lines = self.text.split("\n") if plain else _LINE_END.split(self.text)
        return lines if lines[-1] else lines[:-1]

    def line(self, number: int) -> str:
        """The text of a line (from 1) without its end; empty past the last line."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def span(self, start: int, end: int) -> Span:
        """The place of a stretch of the text, from its offsets."""
        (line, column), (end_line, end_column) = self._place(start), self._place(end)
        return Span(line, column, end_line, end_column)

    def offset(self, line: int, column: int) -> int:
        """Where a place is in the text, from 0; behind the last line the text's end."""
        return self._starts[line - 1] + column - 1 if line <= len(self._starts) else len(self.text)

    def _place(self, offset: int) -> tuple[int, int]:
        number = bisect_right(self._starts, offset)
        return number, offset - self._starts[number - 1] + 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]
