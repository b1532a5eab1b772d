"""Whether every reference finds its record, and one of the right kind."""

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic, replacing
from milepost.diagnostics.suggestion import closest, only_meant
from milepost.i18n.message import message
from milepost.loading.document import Report
from milepost.loading.locations import MappingNode, Position, Positions, real_path
from milepost.loading.type_names import either, type_name
from milepost.model.portal import Portal
from milepost.model.record import NamedRecord
from milepost.model.reference import Ref
from milepost.model.references import BackLink, BackLinks, Reference, references_in
from milepost.model.registry import Registry
from milepost.source import Location


class _Known(NamedTuple):
    """What was loaded, and the homes and collections that hold more than could be read."""

    portal: Portal
    types: Registry
    positions: Positions
    unread: AbstractSet[tuple[str, str]]


def follow_references(
    portal: Portal, types: Registry, positions: Positions, unread: AbstractSet[tuple[str, str]], report: Report
) -> BackLinks:
    """Who refers to whom. Reports references that find nothing, or a record of the wrong kind.

    One that may point to what could not be read stays silent; `unread` has homes and collections, the empty
    collection for all of a home.
    """
    known = _Known(portal, types, positions, unread)
    links: dict[Ref, list[BackLink]] = {}
    new = tuple.__new__  # half the time of calling a named tuple's class
    for record in (portal.settings, *portal.everything()):
        key, home = record.key, record.project_id
        for reference in references_in(record):
            path, ref, collections = reference
            target = portal.locate(ref, collections, home)
            if target:
                link, sources = new(BackLink, (key, path[0])), links.setdefault(target, [])
                if not sources or sources[-1] != link:  # those of one field come one after the other
                    sources.append(link)
            if not target or ref.collection or not collections:  # hardly ever
                problem = _problem(known, record, reference, is_found=target is not None)
                if problem:
                    report(problem)
    return {target: tuple(sources) for target, sources in links.items()}


def _problem(known: _Known, record: NamedRecord, reference: Reference, *, is_found: bool) -> Diagnostic | None:
    """What is wrong with a reference, if anything is."""
    portal, types, positions, unread = known
    ref, collections, home = reference.ref, reference.collections, record.project_id
    if ref.collection and ref.collection not in types:
        return _no_such_collection(record, reference, types, positions)
    if ref.collection and collections and ref.collection not in collections:
        return _wrong_kind(record, reference, Ref(ref.project or home, ref.collection, ref.id), positions)
    if not ref.collection and not collections:
        return _collection_wanted(portal, record, reference, types, positions)
    elsewhere = None if is_found else portal.locate(ref, tuple(types), home)
    if elsewhere:
        return _wrong_kind(record, reference, elsewhere, positions)
    if is_found or _may_be_unread(record, reference, unread):
        return None
    return _unresolved(portal, record, reference, positions)


def _may_be_unread(record: NamedRecord, reference: Reference, unread: AbstractSet[tuple[str, str]]) -> bool:
    homes = (reference.ref.project,) if reference.ref.project else (record.project_id, "")
    collections = (reference.ref.collection,) if reference.ref.collection else reference.collections
    return any((home, name) in unread for home in homes for name in ("", *collections))


def _unresolved(portal: Portal, record: NamedRecord, reference: Reference, positions: Positions) -> Diagnostic:
    ref = reference.ref
    location = _place(positions[record.key], reference)
    common = {"location": location, "record": str(record.key), "field": str(reference.path[0])}
    if ref.project and ref.project not in portal.projects:
        meant = closest(ref.project, portal.projects)
        return Diagnostic(
            rule="unresolved-reference",
            message=message("rules.unresolved-reference.project.message", project=ref.project),
            help=message("diagnostics.did-you-mean", name=meant) if meant else None,
            **common,  # type: ignore[arg-type]
        )
    collections = (ref.collection,) if ref.collection else reference.collections
    known = _ids(portal, ref.project or record.project_id, collections)
    meant = closest(ref.id, known)
    whole = str(ref._replace(id=meant)) if meant else None
    return Diagnostic(
        rule="unresolved-reference",
        message=message(
            "rules.unresolved-reference.message",
            ref=str(ref),
            kind=either(collections),
        ),
        help=message("diagnostics.did-you-mean", name=whole) if whole else message("rules.unresolved-reference.help"),
        fix=replacing(
            location, whole if _stands_alone(location, ref) else None, is_safe=meant == only_meant(ref.id, known)
        ),
        **common,  # type: ignore[arg-type]
    )


def _no_such_collection(record: NamedRecord, reference: Reference, types: Registry, positions: Positions) -> Diagnostic:
    ref, location = reference.ref, _place(positions[record.key], reference)
    known = reference.collections or tuple(types)
    meant = closest(ref.collection, known)
    whole = str(ref._replace(collection=meant)) if meant else None
    return Diagnostic(
        rule="unresolved-reference",
        message=message("rules.unresolved-reference.collection.message", collection=ref.collection),
        location=location,
        help=message("diagnostics.did-you-mean", name=whole) if whole else message("rules.unresolved-reference.help"),
        fix=replacing(
            location,
            whole if _stands_alone(location, ref) else None,
            is_safe=meant == only_meant(ref.collection, known),
        ),
        record=str(record.key),
        field=str(reference.path[0]),
    )


def _wrong_kind(record: NamedRecord, reference: Reference, found: Ref, positions: Positions) -> Diagnostic:
    return Diagnostic(
        rule="wrong-reference-kind",
        message=message(
            "rules.wrong-reference-kind.message",
            ref=str(reference.ref),
            found=type_name(found.collection),
            wanted=either(reference.collections),
        ),
        location=_place(positions[record.key], reference),
        help=message("rules.wrong-reference-kind.help"),
        record=str(record.key),
        field=str(reference.path[0]),
    )


def _collection_wanted(
    portal: Portal, record: NamedRecord, reference: Reference, types: Registry, positions: Positions
) -> Diagnostic:
    found = portal.locate(reference.ref, tuple(types), record.project_id)
    meant = found._replace(project=reference.ref.project) if found else None
    location = _place(positions[record.key], reference)
    text = "rules.invalid-value.collection-wanted"
    return Diagnostic(
        rule="invalid-value",
        message=message(f"{text}.message", ref=str(reference.ref)),
        location=location,
        help=message("diagnostics.write", text=str(meant)) if meant else message(f"{text}.help"),
        fix=replacing(location, str(meant) if meant else None),
        record=str(record.key),
        field=str(reference.path[0]),
    )


def _stands_alone(location: Location, ref: Ref) -> bool:
    """Whether nothing but the reference is at its place."""
    return location.span.end_column - location.span.column == len(str(ref))


def _place(position: Position, reference: Reference) -> Location:
    """Where the reference itself stands: without the type and lag of a link, and without quotes."""
    path, value = real_path(position.node, reference.path)
    if isinstance(value, MappingNode) and "task" in value:
        path, value = (*path, "task"), value["task"]
    location = position.of(*path)
    span, length = location.span, len(str(reference.ref))
    # A longer or shorter text than was typed has escapes or line breaks in it: where what stands is not known.
    before = (span.end_column - span.column - len(value)) / 2 if isinstance(value, str) else -1
    if span.line != span.end_line or before not in (0, 1) or not value.startswith(str(reference.ref)):
        return location
    start = span.column + int(before)
    return location._replace(span=span._replace(column=start, end_column=start + length))


def _ids(portal: Portal, home: str, collections: tuple[str, ...]) -> list[str]:
    places = [portal.projects[home], portal] if home in portal.projects else [portal]
    return [name for place in places for collection in collections for name in place.collections.get(collection, ())]
