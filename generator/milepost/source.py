"""Files as text, and places inside them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


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
        return self.text.splitlines()

    def line(self, number: int) -> str:
        """The text of a line (from 1) without its end; empty past the last line."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""
