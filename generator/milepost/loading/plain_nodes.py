"""Nodes whose places follow from the lines of their keys and dashes; they are worked out when somebody asks."""

from collections.abc import KeysView
from typing import Any

from milepost.loading.locations import AnyExtent, MappingNode, SequenceNode, SpanExtent

DASH = 2
"""Columns that a dash and its space take."""


class PlainMapping(MappingNode):
    """A mapping with each key on a line of its own."""

    __slots__ = ("column", "end", "line", "lines")

    def __init__(self, line: int, column: int) -> None:  # not the base's, which makes dictionaries of places
        self.empty = {}
        self.line = line
        self.column = column
        self.end = (line, column)
        self.lines: dict[str, int] = {}

    def close(self, lines: list[int], line: int, column: int) -> None:
        """Tells where the keys of now stand, and where the mapping ends."""
        self.lines = dict(zip(self, lines, strict=True))
        self.end = (line, column)

    def packed(self) -> tuple[Any, ...]:
        """The mapping as `marshal` takes it; all values in it are mappings with places, or have none."""
        values = {name: value.packed() if isinstance(value, PlainMapping) else value for name, value in self.items()}
        return self.line, self.column, self.end, self.lines, list(self.empty), values

    @classmethod
    def unpacked(cls, packed: tuple[Any, ...]) -> "PlainMapping":
        """The mapping that was packed."""
        line, column, end, lines, empty, values = packed
        mapping = cls(line, column)
        mapping.end, mapping.lines = end, lines
        mapping.empty = {name: mapping._key_at(name, lines[name]) for name in empty}
        for name, value in values.items():
            mapping[name] = cls.unpacked(value) if isinstance(value, tuple) else value
        return mapping

    def leave_empty(self, name: str) -> None:
        """Says that nothing stands behind a key."""
        del self[name]
        self.empty[name] = self._key_at(name, self.lines[name])

    @property
    def extent(self) -> SpanExtent:  # type: ignore[override]
        return SpanExtent(self.line, self.column, *self.end)

    def names(self) -> KeysView[str]:
        return self.lines.keys()

    @property
    def keys_at(self) -> dict[str, AnyExtent]:  # type: ignore[override]
        return {name: self._key_at(name, line) for name, line in self.lines.items()}

    @property
    def values_at(self) -> dict[str, AnyExtent]:  # type: ignore[override]
        return {name: self._value_at(name, line) for name, line in self.lines.items()}

    def _key_at(self, name: str, line: int) -> SpanExtent:
        return SpanExtent(line, self.column, line, self.column + len(name))

    def _value_at(self, name: str, line: int) -> AnyExtent:
        value, behind = self.get(name), self.column + len(name) + 1
        if isinstance(value, str):
            return SpanExtent(line, behind + 1, line, behind + 1 + len(value))
        return SpanExtent(line, behind, line, behind) if value is None else value.extent


class PlainSequence(SequenceNode):
    """A list with each dash on a line of its own."""

    __slots__ = ("column", "end", "line", "lines")

    def __init__(self, line: int, column: int) -> None:
        self.shortened = False
        self.line = line
        self.column = column
        self.end = (line, column)
        self.lines: list[int] = []

    def close(self, lines: list[int], line: int, column: int) -> None:
        """Tells where the entries of now stand, and where the list ends."""
        self.lines = lines
        self.end = (line, column)

    @property
    def extent(self) -> SpanExtent:  # type: ignore[override]
        return SpanExtent(self.line, self.column, *self.end)

    @property
    def items_at(self) -> list[AnyExtent]:  # type: ignore[override]
        column = self.column + DASH
        return [
            SpanExtent(line, column, line, column + len(item)) if isinstance(item, str) else item.extent
            for line, item in zip(self.lines, self, strict=True)
        ]
