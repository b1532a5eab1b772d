"""Which records were added, removed or changed, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from milepost.analysis.plan_diff.values import Renamed, meaning, shown
from milepost.model.portal import Portal
from milepost.model.record import NamedRecord, fields_of
from milepost.model.reference import Ref

ChangeKind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """A record that is new, gone or different.

    Attributes:
        record: its absolute reference; of one that was renamed, today's.
        was: its former reference, if it was renamed.
        fields: by name the values before and after, as `values.shown` has them; None where the field is not given.
    """

    record: Ref
    kind: ChangeKind
    was: Ref | None = None
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


def record_changes(before: Portal, after: Portal) -> tuple[RecordChange, ...]:
    """The differences, by reference. Records, lists and mappings in another order are the same."""
    old, new = _records(before), _records(after)
    renamed = {was: key for was, key in after.renamed.items() if was in old and was not in new and key not in old}
    former = {key: was for was, key in renamed.items()}
    found = []
    for key, record in new.items():
        was = former.get(key, key)
        if was not in old:
            found.append(RecordChange(record=key, kind="added", fields=_all_fields(record, added=True)))
            continue
        fields = changed_fields(old[was], record, after.renamed)
        if fields or was != key:
            found.append(RecordChange(record=key, kind="changed", was=was if was != key else None, fields=fields))
    for key, record in old.items():
        if key not in new and key not in renamed:
            found.append(RecordChange(record=key, kind="removed", fields=_all_fields(record, added=False)))
    return tuple(sorted(found, key=lambda one: str(one.record)))


def _records(portal: Portal) -> dict[Ref, NamedRecord]:
    return {portal.settings.key: portal.settings, **{record.key: record for record in portal.everything()}}


def _all_fields(record: NamedRecord, *, added: bool) -> dict[str, tuple[Any, Any]]:
    return {name: (None, value) if added else (value, None) for name, value in _shown_fields(record)}


def _shown_fields(record: NamedRecord) -> Iterator[tuple[str, Any]]:
    for name, value in _fields(record):
        yield name, shown(value)


def _fields(record: NamedRecord) -> Iterator[tuple[str, Any]]:
    """The fields that are given, raw text where it does not fit; nested fields that do not fit by their path."""
    for spec in fields_of(type(record)):
        if record.given(spec.attribute):
            yield spec.name, getattr(record, spec.attribute)
    yield from record.invalid.items()


def changed_fields(before: NamedRecord, after: NamedRecord, renamed: Renamed) -> dict[str, tuple[Any, Any]]:
    """The fields of a record that say something else than before, with both values as `values.shown` has them."""
    old, new = dict(_fields(before)), dict(_fields(after))
    home = after.project_id
    return {
        name: (shown(old.get(name)), shown(new.get(name)))
        for name in dict.fromkeys((*new, *old))
        if meaning(old.get(name), home, renamed) != meaning(new.get(name), home, renamed)
    }
