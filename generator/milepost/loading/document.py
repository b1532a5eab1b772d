"""YAML text to values with their places, on the C parser's events."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from milepost.diagnostics.diagnostic import Diagnostic, Label
from milepost.i18n.message import message
from milepost.loading.locations import Extent, MappingNode, RecordPlaces, SequenceNode
from milepost.loading.plain_block import PlainRecords, read_collections, read_plain_block
from milepost.loading.plain_nodes import PlainMapping
from milepost.loading.syntax import conflict_marker, explain, quoted, syntax_error
from milepost.source import Location, Source, Span

# Without libyaml PyYAML has the same events, about ten times slower.
EventParser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 50
MAX_EXPANDED = 100_000
"""Nodes that aliases may stand for in one file; plans need none, a bomb needs millions."""

Report = Callable[[Diagnostic], None]


class Parsed(NamedTuple):
    """The top-level mapping, None when there is nothing; `whole` is False after a syntax error, or for no mapping.

    Then the mapping holds what was complete before the error, down to the second level: a collection keeps
    its finished records. `in_record` says that the error is inside of a further one, so that the last finished record
    lacks nothing. `dropped` are the top-level values whose key stands there twice. `places` has the records with their
    places where the root has them without.
    """

    root: MappingNode | None
    whole: bool = True
    in_record: bool = False
    dropped: tuple[tuple[str, Any], ...] = ()
    places: RecordPlaces | None = None


def parse(source: Source, report: Report, *, holds: str = "collections") -> Parsed:
    """The values of a YAML text that `holds` collections or a record; what is wrong goes to `report`."""
    plain = read_plain_block(source) if source.path.endswith((".yml", ".yaml")) else None
    return Parsed(plain) if plain is not None else _parse_events(source, report, holds)


def parse_collections(source: Source, report: Report, ahead: Mapping[str, PlainMapping | None]) -> Parsed:
    """As `parse`, for a text of which hardly any place will be asked for, and which may have been read `ahead`."""
    plain = ahead[source.path] if source.path in ahead else read_collections(source)
    if plain is not None:
        return Parsed(plain, places=PlainRecords(source))
    return _parse_events(source, report, "collections")


def _parse_events(source: Source, report: Report, holds: str) -> Parsed:
    conflict = conflict_marker(source)
    if conflict:
        report(conflict)
        return Parsed(None, whole=False)
    builder = _Builder(source, report)
    try:
        builder.run(EventParser(source.text))
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError) as error:
        report(explain(source, error))
        return builder.salvage()
    except _Stop as stop:
        report(stop.diagnostic)
        return builder.salvage()
    if builder.root is not None and not isinstance(builder.root, MappingNode):
        report(
            Diagnostic(
                rule="invalid-value",
                message=message(f"rules.invalid-value.no-{holds}.message"),
                location=Location(source.path, _on_one_line(source, builder.root_extent)),
                help=message(f"rules.invalid-value.no-{holds}.help"),
            )
        )
        return Parsed(None, whole=False)
    return Parsed(builder.root, dropped=tuple(builder.dropped))


class _Stop(Exception):  # noqa: N818 - not an error: how the builder leaves the event loop
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__()
        self.diagnostic = diagnostic


class _Builder:
    """Keeps the open collections on a stack of its own: nesting costs no recursion."""

    def __init__(self, source: Source, report: Report) -> None:
        self.source = source
        self.report = report
        self.root: Any = None
        self.root_extent: Extent = Extent(None, None)
        self.dropped: list[tuple[str, Any]] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.expanded = 0
        self.documents = 0
        self.stack: list[Any] = []
        self.keys: list[Any] = []
        self.node: Any = None

    def salvage(self) -> Parsed:
        """What was complete when parsing stopped: the root with its finished values and the open collection."""
        open_nodes = [node for node in (*self.stack, self.node) if node is not None]
        if len(open_nodes) > 1 and all(type(node) is MappingNode for node in open_nodes[:2]):
            root, collection = open_nodes[:2]
            last = next(reversed(collection), None)
            if len(open_nodes) == 2 and type(collection.get(last)) is str:
                del collection[last]  # text runs on to the next line: it may be more than was meant
            key = self.keys[1]
            if key is not None and key[0] not in root.keys_at:
                self._entry(root, key, collection, collection.extent)
        root = self.root if isinstance(self.root, MappingNode) else None
        return Parsed(root, whole=False, in_record=len(open_nodes) > 2, dropped=tuple(self.dropped))

    def run(self, parser: Any) -> None:  # noqa: C901, PLR0912, PLR0915 - one loop over 100,000s of events, for speed
        next_event = parser.get_event
        extent_of = tuple.__new__  # takes a third of the time of calling Extent
        stack = self.stack  # the open collections around `node`
        keys = self.keys  # for each of them the key that waits for its value
        anchors: list[str | None] = []
        node: Any = None
        key: Any = None
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                if event.tag and event.tag != "!":
                    self._stop(event, "tag")
                value: Any = event.value
                extent = extent_of(Extent, (event.start_mark, event.end_mark))
                if event.anchor:
                    self.anchors[event.anchor] = (value, 1)
                if type(node) is MappingNode:  # nearly all of them: done here, without a call
                    if key is None:
                        key = (value, extent)
                        continue
                    name, place = key
                    if value and name not in node.keys_at:
                        node.keys_at[name] = place
                        node.values_at[name] = extent
                        node[name] = value
                        key = None
                        continue
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.tag and event.tag != "!":
                    self._stop(event, "tag")
                if len(stack) >= MAX_DEPTH:
                    self._stop(event, "depth")
                if type(node) is MappingNode and key is None:
                    self._stop(event, "key")
                stack.append(node)
                keys.append(key)
                anchors.append(event.anchor)
                extent = Extent(event.start_mark, event.end_mark)
                node = MappingNode(extent) if kind is MappingStartEvent else SequenceNode(extent)
                self.node = node
                if self.root is None:
                    self.root, self.root_extent = node, extent
                key = None
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = node
                extent = node.extent = Extent(node.extent.start, event.end_mark)
                anchor = anchors.pop()
                if anchor:
                    self.anchors[anchor] = (value, _size(value))
                self.node = node = stack.pop()
                key = keys.pop()
            elif kind is AliasEvent:
                value, extent = self._alias(event), Extent(event.start_mark, event.end_mark)
            elif kind is StreamEndEvent:
                return
            else:
                if kind is DocumentStartEvent:
                    self.documents += 1
                    if self.documents > 1:
                        self._stop(event, "second-document")
                continue
            if type(node) is MappingNode:
                if key is None:
                    if type(value) is not str:
                        self._stop(event, "key")
                    key = (value, extent)
                else:
                    self._entry(node, key, value, extent)
                    key = None
            elif node is None:
                if self.root is None and value != "":
                    self.root, self.root_extent = value, extent
            elif value != "":
                node.append(value)
                node.items_at.append(extent)

    def _entry(self, node: MappingNode, key: tuple[str, Extent], value: Any, extent: Extent) -> None:
        name, place = key
        if name in node.keys_at:
            first = Location(self.source.path, node.keys_at[name].span())
            self.report(
                Diagnostic(
                    rule="duplicate-key",
                    message=message("rules.duplicate-key.message", key=name),
                    location=Location(self.source.path, place.span()),
                    labels=(Label(location=first, text=message("diagnostics.first-here")),),
                    help=message("rules.duplicate-key.help"),
                )
            )
            if node is self.root:
                self.dropped.append((name, value))
            return
        node.keys_at[name] = place
        node.values_at[name] = extent
        if type(value) is str and value == "":
            node.empty[name] = place
        else:
            node[name] = value

    def _alias(self, event: Any) -> Any:
        if event.anchor not in self.anchors:
            self._stop(event, "alias")
        value, size = self.anchors[event.anchor]
        self.expanded += size
        if self.expanded > MAX_EXPANDED:
            raise _Stop(
                Diagnostic(
                    rule="yaml-alias-bomb",
                    message=message("rules.yaml-alias-bomb.message", limit=MAX_EXPANDED),
                    location=Location(self.source.path, Extent(event.start_mark, event.end_mark).span()),
                    help=message("rules.yaml-alias-bomb.help"),
                )
            )
        return value

    def _stop(self, event: Any, variant: str) -> NoReturn:
        span = _on_one_line(self.source, Extent(event.start_mark, event.end_mark))
        text = self.source.line(span.line)[span.column - 1 : span.end_column - 1]
        width = {"depth": 1, "tag": len(text.split(" ", 1)[0])}.get(variant, len(text))
        fix = quoted(text) if variant == "alias" else None
        raise _Stop(syntax_error(self.source, span._replace(end_column=span.column + width), variant, fix=fix))


def _on_one_line(source: Source, extent: Extent) -> Span:
    """A value's place as far as its first line goes; to the end of the line for one that has no width."""
    span = extent.span()
    if span.end_line == span.line and span.end_column > span.column:
        return span
    return span._replace(end_line=span.line, end_column=max(len(source.line(span.line)), span.column) + 1)


def _size(value: Any) -> int:
    """Nodes that a value stands for, aliases counted each time; bounded, since a bomb has too many to count."""
    total, open_values = 0, [value]
    while open_values and total <= MAX_EXPANDED:
        current = open_values.pop()
        total += 1
        if isinstance(current, dict):
            open_values.extend(current.values())
        elif isinstance(current, list):
            open_values.extend(current)
    return total
