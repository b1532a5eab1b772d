"""Who answers for what the checks find: the owner of the record in which a finding lies."""

import sys
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.loading.discovery import Role
from milepost.model.record import Record
from milepost.model.records.person import Person
from milepost.model.reference import Ref, parse_key
from milepost.source import Location, Span
from milepost.views.context import ViewContext

_Records = Mapping[str, list[tuple[Span, Ref]]]
"""By file: where its records stand, in order."""
_WHOLE_FILE = Span(1, 1, sys.maxsize, 1)


def by_owner(context: ViewContext, findings: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """The findings by the id of the owner; empty for those outside of a record, or in one without an owner."""
    several = list(findings)
    records = _records_in(context, {one.location.path for one in several if not one.record})
    found: dict[str, list[Diagnostic]] = {}
    for one in several:
        key = parse_key(one.record) if one.record else _around(records, one.location)
        found.setdefault(_owner(context, key), []).append(one)
    return found


def _owner(context: ViewContext, key: Ref | None) -> str:
    record = context.portal.get(key) if key else None
    owner = context.portal.find(record.owner, Person, record.project_id) if isinstance(record, Record) else None
    return owner.id if owner else ""


def _records_in(context: ViewContext, paths: Collection[str]) -> _Records:
    found: dict[str, list[tuple[Span, Ref]]] = {}
    for place in context.loaded.places if paths else ():
        if place.path in paths and place.role in (Role.RECORD, Role.TRANSLATION):
            found[place.path] = [(_WHOLE_FILE, Ref(place.home, place.collection, place.id))]
    for key, position in context.loaded.positions.items() if paths else ():
        if position.path in paths and position.key:
            span = Span(*position.key.span()[:2], *position.node.extent.span()[2:])
            found.setdefault(position.path, []).append((span, key))
    return {path: sorted(records) for path, records in found.items()}


def _around(records: _Records, location: Location) -> Ref | None:
    """The record whose text the place is in."""
    start, inside = location.span[:2], records.get(location.path, [])
    at = bisect_right(inside, start, key=lambda one: one[0][:2])
    span, key = inside[at - 1] if at else (location.span, None)
    return key if start < span[2:] else None
