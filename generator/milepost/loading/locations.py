"""Values that remember their places: nodes, and from a field's path to a span."""

from collections.abc import Collection, Iterable, KeysView, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from milepost.source import FILE_START, Location, Span

if TYPE_CHECKING:  # who reads ahead need not wait for the model
    from milepost.model.reference import Ref

Path = tuple[str | int, ...]


class Extent(NamedTuple):
    """Where a key or value stands, as the parser's two marks: cheaper than a Span for each of 100,000 scalars."""

    start: Any
    end: Any

    def span(self) -> Span:
        return Span(self.start.line + 1, self.start.column + 1, self.end.line + 1, self.end.column + 1)


class SpanExtent(Span):
    """The same where no parser made marks."""

    __slots__ = ()

    def span(self) -> Span:
        return self


AnyExtent = Extent | SpanExtent


class MappingNode(dict[str, Any]):
    """A mapping as typed, without the keys that have no value (they are in `empty`)."""

    __slots__ = ("empty", "extent", "keys_at", "values_at")

    def __init__(self, extent: AnyExtent) -> None:
        super().__init__()
        self.extent = extent
        self.keys_at: dict[str, AnyExtent] = {}
        self.values_at: dict[str, AnyExtent] = {}
        self.empty: dict[str, AnyExtent] = {}

    def names(self) -> KeysView[str]:
        """Every key that was typed, those without a value too."""
        return self.keys_at.keys()


class SequenceNode(list[Any]):
    """A list as typed, without empty entries."""

    __slots__ = ("extent", "items_at", "shortened")

    def __init__(self, extent: AnyExtent) -> None:
        super().__init__()
        self.extent = extent
        self.items_at: list[AnyExtent] = []
        self.shortened = False
        """Whether entries were left out because they do not fit."""


class RecordPlaces(Protocol):
    """A file whose records are read with their places when somebody asks."""

    def record_at(self, line: int) -> MappingNode:
        """The mapping below the key on a line, with all places."""


class Position(NamedTuple):
    """Where a record stands: its file, its key (or the file's start), and its values.

    They are a node with all places themselves where there are no `places` to look them up.
    """

    path: str
    key: AnyExtent | None
    values: dict[str, Any]
    places: RecordPlaces | None = None

    @property
    def node(self) -> MappingNode:
        """The values with their places."""
        if self.places and self.key:
            return self.places.record_at(self.key.span().line)
        assert isinstance(self.values, MappingNode)
        return self.values

    @property
    def location(self) -> Location:
        """The record's id in the file."""
        return Location(self.path, self.key.span() if self.key else FILE_START)

    def of(self, *path: str | int, key: bool = False) -> Location:
        """The value at a path of field names and indexes (`key`: the name of the last field instead).

        Falls back to the nearest place that exists: a value given by a default has none of its own.
        """
        node: Any = self.node
        extent = self.key
        for number, part in enumerate(path):
            last = number == len(path) - 1
            if isinstance(node, MappingNode) and part in node.keys_at:
                extent = node.keys_at[part] if key and last else node.values_at[part]
                node = node.get(part)
            elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node):
                extent, node = node.items_at[part], node[part]
            # A single value stands for a list of one, a scalar for an item with one field: stay where we are.
        return Location(self.path, extent.span() if extent else FILE_START)


Positions = Mapping["Ref", Position]


def plain(node: Any) -> Any:
    """The value without its places."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return node


def without(node: Any, paths: Collection[Path]) -> Any:
    """A copy of a node without the leaves at `paths`; lists close up, and fields left out keep their places."""
    leaves = {path[0] for path in paths if len(path) == 1}
    below: dict[str | int, list[Path]] = {}
    for path in paths:
        if len(path) > 1 and path[0] not in leaves:
            below.setdefault(path[0], []).append(path[1:])
    if isinstance(node, MappingNode):
        fields = MappingNode(node.extent)
        fields.update((name, _kept(value, below.get(name))) for name, value in node.items() if name not in leaves)
        fields.keys_at, fields.values_at, fields.empty = node.keys_at, node.values_at, node.empty
        return fields
    if isinstance(node, SequenceNode):
        items = SequenceNode(node.extent)
        kept = [index for index in range(len(node)) if index not in leaves]
        items.extend(_kept(node[index], below.get(index)) for index in kept)
        items.items_at = [node.items_at[index] for index in kept]
        items.shortened = node.shortened or bool(leaves)
        return items
    return node


def _kept(value: Any, paths: list[Path] | None) -> Any:
    return without(value, paths) if paths else value


def real_path(node: Any, path: Iterable[str | int]) -> tuple[Path, Any]:
    """The part of a validator's path that exists in what was typed, and the value there."""
    found: list[str | int] = []
    for part in path:
        if isinstance(node, dict) and part in node:
            node = node[str(part)]
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
        else:
            continue
        found.append(part)
    return tuple(found), node
