"""Loading a portal: a tree of files in, records with their places and all diagnostics out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from milepost.diagnostics.diagnostic import Diagnostic, Label
from milepost.diagnostics.suggestion import did_you_mean
from milepost.i18n.message import message
from milepost.loading.collector import collector_paused
from milepost.loading.custom_fields import usable_custom_fields
from milepost.loading.discovery import Place, Role, classify
from milepost.loading.document import Report
from milepost.loading.files import MAX_BYTES, PARQUET, TEXT_SUFFIXES, Listing, Tree, files_matching
from milepost.loading.gathering import PORTAL_FILE, PORTAL_KEY, Gathered, Gatherer
from milepost.loading.locations import MappingNode, Position, Positions
from milepost.loading.read_ahead import Ahead
from milepost.loading.resolution import follow_references
from milepost.loading.structuring import structure
from milepost.loading.text_files import decode, refused, salvage_text
from milepost.loading.type_names import type_name
from milepost.model.custom import with_custom_fields
from milepost.model.portal import Portal, assemble, former_key
from milepost.model.record import NamedRecord
from milepost.model.records.metric import Metric
from milepost.model.reference import ID_PATTERN, Ref
from milepost.model.references import BackLinks
from milepost.model.registry import Registry, built_in_types
from milepost.model.settings import PortalSettings
from milepost.source import FILE_START, Location, Source


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A portal as far as it could be loaded, and everything that is known about its files."""

    portal: Portal
    types: Registry
    positions: Positions
    sources: Mapping[str, Source]
    """Every text file that was read, by path."""
    binaries: Mapping[str, bytes]
    """The Parquet files that metrics name, as far as they are not too large."""
    places: tuple[Place, ...]
    """The role of every file below `content/`."""
    back_links: BackLinks
    """Who refers to a record, by its key."""
    unread: frozenset[tuple[str, str]]
    """Homes and collections of which some files could not be read; the empty collection for all of a home."""
    diagnostics: tuple[Diagnostic, ...]


@collector_paused()
def load(tree: Tree, ahead: Ahead = dict) -> Loaded:
    """Reads each file once; nothing in the files can make it fail."""
    diagnostics: list[Diagnostic] = []
    report: Report = diagnostics.append
    types = built_in_types()
    listing = tree.list()
    places = {path: classify(path, types.keys()) for path in listing.files}
    gatherer = Gatherer(types, report)
    for path, reason in listing.refused:
        report(refused(path, reason))
        _lose_refused(gatherer, path, reason)
    sources = _read(tree, listing, places, gatherer, report)
    gatherer.ahead = ahead()
    for path, source in sources.items():
        gatherer.take(places[path], source)
    found = gatherer.found
    settings = _settings(found, report)
    if _settings_are_in_doubt(found, settings):
        found.unread.add(("", PORTAL_KEY.collection))
    types = with_custom_fields(types, usable_custom_fields(settings, types))
    _attach_translations(found, types, settings, report)
    portal = _portal(found, types, settings, report)
    positions = dict(found.nodes)
    positions.setdefault(PORTAL_KEY, _nowhere(PORTAL_FILE))
    for project_id, path in found.homes.items():
        positions.setdefault(Ref(project_id, "project", project_id), _nowhere(path))
    back_links = follow_references(portal, types, positions, found.unread, report)
    return Loaded(
        portal=portal,
        types=types,
        positions=positions,
        sources=sources,
        binaries=_parquet(tree, places, portal),
        places=tuple(places.values()),
        back_links=back_links,
        unread=frozenset(found.unread),
        diagnostics=tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key)),
    )


def _read(
    tree: Tree, listing: Listing, places: Mapping[str, Place], gatherer: Gatherer, report: Report
) -> dict[str, Source]:
    """Texts by path. An oversized or binary data file is for its reader to judge, not an error here."""
    wanted = [path for path in listing.files if path.endswith(TEXT_SUFFIXES) and places[path].role is not Role.ASSET]
    sources: dict[str, Source] = {}
    for path, data in tree.read(wanted):
        too_large = data is not None and len(data) > MAX_BYTES
        if too_large and places[path].role is Role.DATA:
            continue
        source = decode(path, data, report)
        if source is None:
            gatherer.lose(places[path], None if data is None or too_large else salvage_text(data))
        else:
            sources[path] = source
    return sources


def _parquet(tree: Tree, places: Mapping[str, Place], portal: Portal) -> dict[str, bytes]:
    paths = {path for path in places if path.endswith(PARQUET)}
    wanted = {
        path
        for record in (portal.everything() if paths else ())
        if isinstance(record, Metric) and record.series and record.series.file
        for path in files_matching(record.project_id, record.series.file, paths)
    }
    return {path: data for path, data in tree.read(sorted(wanted)) if data is not None and len(data) <= MAX_BYTES}


def _lose_refused(gatherer: Gatherer, path: str, reason: str) -> None:
    """An entry that is not read may hold records; a folder may hold a whole project."""
    place = classify(path, gatherer.types.keys())
    if place.role in (Role.COLLECTIONS, Role.RECORD):
        if reason != "is-folder":
            gatherer.lose(place, None)
    elif place.role is Role.OTHER:
        parts = path.split("/")
        gatherer.found.unread.add((parts[2] if parts[1:2] == ["projects"] and len(parts) > 2 else "", ""))


def _settings(found: Gathered, report: Report) -> PortalSettings:
    position = found.nodes.get(PORTAL_KEY)
    if position is None:
        if PORTAL_KEY not in found.broken and ("", "") not in found.unread:
            report(_nothing_there("portal", PORTAL_FILE, PORTAL_KEY))
        return PortalSettings().located(PORTAL_KEY, {})
    record, found.nodes[PORTAL_KEY] = structure(
        PortalSettings, PORTAL_KEY, position, report, whole=PORTAL_KEY not in found.partial
    )
    return cast("PortalSettings", record)


def _settings_are_in_doubt(found: Gathered, settings: PortalSettings) -> bool:
    """Whether some could not be read that decide what other files may hold: custom fields, audiences."""
    if PORTAL_KEY not in found.nodes or PORTAL_KEY in found.partial:
        return True
    return any(path.partition(".")[0] in ("types", "audiences") for path in settings.invalid)


def _portal(found: Gathered, types: Registry, settings: PortalSettings, report: Report) -> Portal:
    records: list[NamedRecord] = []
    renamed: dict[Ref, Ref] = {}
    in_doubt = ("", PORTAL_KEY.collection) in found.unread
    told = _without_custom_fields(report) if in_doubt else report
    for key, typed in list(found.nodes.items()):
        if key == PORTAL_KEY:
            continue
        record, position = structure(types[key.collection], key, typed, told, whole=key not in found.partial)
        if position is not typed:  # hardly ever
            found.nodes[key] = position
        records.append(record)
        for index, old in enumerate(record.was):
            former = former_key(key, old)
            if former in found.nodes or former in renamed:
                taken = found.nodes[renamed.get(former, former)]
                report(_was_in_use(old, key, position, index, taken))
            else:
                renamed[former] = key
    for project_id, path in found.homes.items():
        key = Ref(project_id, "project", project_id)
        if not ID_PATTERN.fullmatch(project_id):
            report(_invalid_project_id(project_id, path))
        if key not in found.nodes and key not in found.broken and (project_id, "") not in found.unread:
            report(_nothing_there("project", path, key))
    return assemble(settings, records, found.homes, renamed=renamed, broken=frozenset(found.broken))


def _without_custom_fields(report: Report) -> Report:
    """A field that resembles no known one may be one that the portal adds, in settings that could not be read."""

    def told(diagnostic: Diagnostic) -> None:
        if diagnostic.rule != "unknown-field" or diagnostic.fix:
            report(diagnostic)

    return told


def _attach_translations(found: Gathered, types: Registry, settings: PortalSettings, report: Report) -> None:
    """Makes the body of a Markdown record text in several languages where translations lie beside it."""
    default = settings.languages[0] if settings.languages else "en"
    for place, body in found.bodies:
        key = Ref(place.home, place.collection, place.id)
        position = found.nodes.get(key)
        if position is None and key not in found.broken and (place.home, "") not in found.unread:
            report(_translates_nothing(place, found))
        if position is None or not body.strip():
            continue
        name = types[place.collection].body_field
        node = position.node
        text = node.get(name)
        translations = dict(text) if isinstance(text, dict) else {default: text} if text else {}
        node[name] = MappingNode(node.extent)
        node[name].update({**translations, place.language: body.strip()})
        found.nodes[key] = position._replace(values=node, places=None)


def _translates_nothing(place: Place, found: Gathered) -> Diagnostic:
    ids = [ref.id for ref in found.nodes if ref[:2] == (place.home, place.collection)]
    text = "rules.unresolved-reference.translation"
    return Diagnostic(
        rule="unresolved-reference",
        message=message(f"{text}.message", kind=type_name(place.collection), id=place.id),
        location=Location(place.path, FILE_START),
        help=did_you_mean(place.id, ids) or message(f"{text}.help"),
    )


def _nowhere(path: str) -> Position:
    return Position(path=path, key=None, values=MappingNode(None))  # type: ignore[arg-type]


def _nothing_there(collection: str, path: str, key: Ref) -> Diagnostic:
    return Diagnostic(
        rule="missing-field",
        message=message(f"rules.missing-field.{collection}.message", id=key.id),
        location=Location(path, FILE_START),
        help=message(f"rules.missing-field.{collection}.help"),
        record=str(key),
    )


def _invalid_project_id(project_id: str, path: str) -> Diagnostic:
    return Diagnostic(
        rule="invalid-id",
        message=message("rules.invalid-id.message", id=project_id),
        location=Location(path, FILE_START),
        help=message("rules.invalid-id.folder.help"),
    )


def _was_in_use(old: str, key: Ref, position: Position, index: int, taken: Position) -> Diagnostic:
    return Diagnostic(
        rule="duplicate-id",
        message=message("rules.duplicate-id.was.message", id=old),
        location=position.of("was", index),
        labels=(Label(location=taken.location, text=message("diagnostics.used-here")),),
        help=message("rules.duplicate-id.was.help"),
        record=str(key),
        field="was",
    )
