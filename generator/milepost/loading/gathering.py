"""Files to record nodes: which record stands where, before any of them is validated."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from milepost.diagnostics.diagnostic import Diagnostic, Label, replacing
from milepost.diagnostics.suggestion import closest, only_meant
from milepost.i18n.message import message
from milepost.loading.discovery import Place, Role
from milepost.loading.document import Parsed, Report, parse, parse_collections
from milepost.loading.files import CONTENT
from milepost.loading.locations import AnyExtent, MappingNode, Position, RecordPlaces, SpanExtent
from milepost.loading.plain_nodes import PlainMapping
from milepost.loading.salvage import ids_in
from milepost.loading.syntax import conflict_marker
from milepost.loading.text_files import Markdown, split_markdown, unclosed_front_matter
from milepost.loading.type_names import type_name
from milepost.model.record import NamedRecord
from milepost.model.reference import ID_PATTERN, Ref
from milepost.model.registry import Registry
from milepost.source import FILE_START, Location, Source

PORTAL_KEY = Ref("", "portal", "")
PORTAL_FILE = f"{CONTENT}/portal.yml"
_ROOTS = ("portal", "project")
_SHARED_IDS = {name: pair for pair in (("phases", "tasks"), ("people", "roles")) for name in pair}
"""The collections that may not use an id twice among them."""


@dataclass(slots=True)
class Gathered:
    """Record nodes by absolute reference, and what is known of those that could not be read.

    `broken` are known by id only; `partial` have a node that ends at a syntax error; `unread` are the homes and
    collections of which nobody knows what they hold (an empty collection = all of the home); `bodies` are
    translated bodies.
    """

    nodes: dict[Ref, Position] = field(default_factory=dict)
    broken: set[Ref] = field(default_factory=set)
    partial: set[Ref] = field(default_factory=set)
    unread: set[tuple[str, str]] = field(default_factory=set)
    bodies: list[tuple[Place, str]] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)
    """Projects, with the first file that belongs to each."""


class Gatherer:
    """Takes files one by one, in the order of their paths, and fills `found`."""

    def __init__(self, types: Registry, report: Report) -> None:
        self.types = types
        self.report = report
        self.ahead: Mapping[str, PlainMapping | None] = {}  # by path
        self.found = Gathered()

    def take(self, place: Place, source: Source) -> None:
        """Adds what one file holds."""
        if place.home and place.role is not Role.PAGE:
            self.found.homes.setdefault(place.home, place.path)
        if place.role is Role.COLLECTIONS:
            self._take_collections(place, source)
        elif place.role is Role.RECORD:
            self._take_record(place, source)
        elif place.role is Role.TRANSLATION:
            self._take_translation(place, source)

    def lose(self, place: Place, text: str | None) -> None:
        """Notes what a file that could not be read would have held, as far as `text` tells."""
        if place.role is Role.RECORD:
            self.found.broken.add(Ref(place.home, place.collection, place.id))
        elif place.role is Role.COLLECTIONS:
            if text is None:
                self.found.unread.add((place.home, ""))
            else:
                self._salvage(place, text)
        else:
            return
        if place.home:
            self.found.homes.setdefault(place.home, place.path)

    def _take_collections(self, place: Place, source: Source) -> None:
        parsed = parse_collections(source, self.report, self.ahead)
        root = parsed.root
        for name, node in root.items() if root is not None else ():
            extent = root.keys_at[name]  # type: ignore[union-attr]
            if name == ("project" if place.home else "portal"):
                key = Ref(place.home, name, place.home)
                self._add(key, place.path, extent, node, parsed.places)
                if not parsed.whole and name == next(reversed(root)):  # type: ignore[arg-type]
                    self.found.partial.add(key)
            elif self._allowed(name, place, extent):
                self._take_collection(name, place, extent, node, parsed)
            else:
                self._misplaced(name, place, node)
        for name, node in parsed.dropped:
            self._misplaced(name, place, node)
        if not parsed.whole:
            self._salvage(place, source.text)

    def _salvage(self, place: Place, text: str) -> None:
        ids = set(ids_in(place.home, text))
        self.found.broken.update(ids - self.found.nodes.keys())
        if not ids:
            self.found.unread.add((place.home, ""))
        if place.path == PORTAL_FILE and PORTAL_KEY not in self.found.nodes:
            self.found.broken.add(PORTAL_KEY)

    def _take_translation(self, place: Place, source: Source) -> None:
        """A translation holds a body only; whether its record is there is known when all files are read."""
        problem = conflict_marker(source)
        if problem:
            self.report(problem)
            return
        markdown = split_markdown(source)
        if markdown.fields.text.strip():
            start = source.span(0, 3)
            self.report(
                Diagnostic(
                    rule="unknown-field",
                    message=message("rules.unknown-field.translation.message"),
                    location=Location(source.path, start),
                    help=message("rules.unknown-field.translation.help", id=place.id),
                )
            )
        self.found.bodies.append((place, markdown.body))

    def _take_collection(self, name: str, place: Place, extent: AnyExtent, node: object, parsed: Parsed) -> None:
        if not isinstance(node, MappingNode):
            self.found.unread.add((place.home, name))
            if parsed.whole:
                self.report(_mapping_wanted("collection", Location(place.path, extent.span()), collection=name))
            return
        # The record before a syntax error may lack what comes after it.
        is_last = not (parsed.whole or parsed.in_record) and name == next(reversed(parsed.root or {}))
        suspect = next(reversed(node.keys_at), None) if is_last else None
        for id_, key in node.keys_at.items():
            if id_ != suspect:
                value = node.get(id_)
                record, places = (MappingNode(key), None) if value is None else (value, parsed.places)
                self._add(Ref(place.home, name, id_), place.path, key, record, places)

    def _misplaced(self, name: str, place: Place, node: Any) -> None:
        """Records under a key that does not count are known, so that references to them are not reported too."""
        meant = name if name in self.types else closest(name, self._names(in_project=bool(place.home)))
        if meant in _ROOTS:
            self.found.broken.add(Ref(place.home, meant, place.home))
        elif meant and isinstance(node, dict):
            self.found.broken.update(Ref(place.home, meant, id_) for id_ in node)
        else:
            self.found.unread.add((place.home, meant or name))

    def _take_record(self, place: Place, source: Source) -> None:
        key = Ref(place.home, place.collection, place.id)
        if not self._allowed(place.collection, place, None):
            self.found.broken.add(key)
            return
        markdown = split_markdown(source) if place.path.endswith(".md") else None
        problem = (conflict_marker(source) or unclosed_front_matter(source)) if markdown else None
        if problem:
            self.report(problem)
            self.found.broken.add(key)
            return
        parsed = parse(markdown.fields if markdown else source, self.report, holds="record")
        if not parsed.whole:
            self.found.broken.add(key)
            return
        node = parsed.root if parsed.root is not None else MappingNode(SpanExtent(*FILE_START))
        if markdown:
            self._attach_body(node, markdown, source, self.types[place.collection])
        self._add(key, place.path, None, node)

    def _attach_body(self, node: MappingNode, markdown: Markdown, source: Source, kind: type[NamedRecord]) -> None:
        body = markdown.body.strip()
        if not body:
            return
        name = kind.body_field
        if name in node:
            self.report(
                Diagnostic(
                    rule="duplicate-key",
                    message=message("rules.duplicate-key.body.message", key=name),
                    location=Location(source.path, node.keys_at[name].span()),
                    help=message("rules.duplicate-key.body.help"),
                )
            )
            return
        node[name] = body
        node.keys_at[name] = node.values_at[name] = SpanExtent(markdown.body_line, 1, markdown.body_line, 1)

    def _add(
        self, key: Ref, path: str, extent: AnyExtent | None, values: object, places: RecordPlaces | None = None
    ) -> None:
        if key.collection not in _ROOTS and not ID_PATTERN.fullmatch(key.id):
            self.report(_invalid_id(key, _key_location(path, extent), in_file=extent is not None))
        if not isinstance(values, dict):
            location = _key_location(path, extent)
            self.report(_mapping_wanted("record", location, kind=type_name(key.collection), id=key.id))
            self.found.broken.add(key)
            return
        clash = self._clash(key)
        if clash:
            self.report(_duplicate_id(key, _key_location(path, extent), self.found.nodes[clash]))
            if clash != key:
                self.found.broken.add(key)
            return
        self.found.nodes[key] = Position(path, extent, values, places)

    def _clash(self, key: Ref) -> Ref | None:
        nodes = self.found.nodes
        for home in (key.project, "") if key.project else ("",):
            for name in _SHARED_IDS.get(key.collection, (key.collection,)):
                if (home, name, key.id) in nodes:  # a plain tuple finds a Ref
                    return Ref(home, name, key.id)
        return None

    def _allowed(self, name: str, place: Place, extent: AnyExtent | None) -> bool:
        kind = self.types.get(name)
        if kind and (kind.scope in {"both", "project" if place.home else "portal"}):
            return True
        location = _key_location(place.path, extent)
        self.report(_unknown_collection(name, location, kind, self._names(in_project=bool(place.home))))
        return False

    def _names(self, *, in_project: bool) -> list[str]:
        here = "project" if in_project else "portal"
        names = (name for name, kind in self.types.items() if kind.scope in ("both", here) and name != "project")
        return sorted([here, *names])


def _key_location(path: str, extent: AnyExtent | None) -> Location:
    return Location(path, extent.span() if extent else FILE_START)


def _unknown_collection(
    name: str, location: Location, kind: type[NamedRecord] | None, known: Iterable[str]
) -> Diagnostic:
    if kind or name in _ROOTS:
        variant = "only-in-project" if name == "project" or (kind and kind.scope == "project") else "only-in-portal"
        return Diagnostic(
            rule="unknown-collection",
            message=message(f"rules.unknown-collection.{variant}.message", collection=name),
            location=location,
            help=message(f"rules.unknown-collection.{variant}.help", collection=name),
        )
    meant = closest(name, known)
    options = message("diagnostics.one-of", options=list(known))
    return Diagnostic(
        rule="unknown-collection",
        message=message("rules.unknown-collection.message", collection=name),
        location=location,
        help=message("diagnostics.did-you-mean", name=meant) if meant else options,
        fix=replacing(location, meant, is_safe=meant == only_meant(name, known)),
    )


def _mapping_wanted(variant: str, location: Location, **params: object) -> Diagnostic:
    return Diagnostic(
        rule="invalid-value",
        message=message(f"rules.invalid-value.{variant}.message", **params),
        location=location,
        help=message(f"rules.invalid-value.{variant}.help"),
    )


def _invalid_id(key: Ref, location: Location, *, in_file: bool) -> Diagnostic:
    slug = "-".join(re.findall(r"[a-z0-9]+", key.id.lower()))
    return Diagnostic(
        rule="invalid-id",
        message=message("rules.invalid-id.message", id=key.id),
        location=location,
        help=message("diagnostics.write", text=slug) if slug else message("rules.invalid-id.help"),
        fix=replacing(location, slug if in_file else None, is_safe=False),  # others may refer to it
        record=str(key),
    )


def _duplicate_id(key: Ref, location: Location, first: Position) -> Diagnostic:
    return Diagnostic(
        rule="duplicate-id",
        message=message("rules.duplicate-id.message", id=key.id, kind=type_name(key.collection)),
        location=location,
        labels=(Label(location=first.location, text=message("diagnostics.first-here")),),
        help=message("rules.duplicate-id.help"),
        record=str(key),
    )
