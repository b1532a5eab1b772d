"""The portal without what an audience does not see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from milepost.analysis.audience.redaction import with_marks, without_fields
from milepost.analysis.audience.sight import Sight
from milepost.analysis.audience.summed import withheld_sums
from milepost.model.portal import Home, Portal, Project
from milepost.model.record import NamedRecord
from milepost.model.reference import Ref

R = TypeVar("R", bound=NamedRecord)


@dataclass(frozen=True, kw_only=True)
class VisiblePortal:
    """What is left, and what is not.

    Attributes:
        portal: the records that are seen, as they are seen.
        hidden: by reference the fields that are withheld; None for a record that is withheld whole.
        sums: by project which kinds of amounts are withheld, see `summed`.
    """

    portal: Portal
    hidden: Mapping[Ref, frozenset[str] | None]
    sums: Mapping[str, frozenset[str]]

    def withheld(self, key: Ref) -> bool:
        """Whether the record is withheld whole."""
        return key in self.hidden and self.hidden[key] is None


def visible_portal(portal: Portal, sight: Sight) -> VisiblePortal:
    """The portal as it is seen. References to what is withheld are marks that lead nowhere."""
    hidden: dict[Ref, frozenset[str] | None] = {}
    for record in _everything(portal):
        fields = sight.hidden(record)
        if fields is None or fields:
            hidden[record.key] = fields
    sums = withheld_sums(portal, hidden)
    for project, kinds in sums.items():
        for record, fields in kinds.fields(portal.projects[project]):
            known = hidden.get(record.key, frozenset())
            if known is not None:
                hidden[record.key] = known | fields
    gone = {key for key, fields in hidden.items() if fields is None}
    shown = _Shown(portal, hidden, gone)
    left = replace(
        portal,
        collections=shown.collections(portal),
        settings=shown.record(portal.settings),
        projects={
            name: Project(id=name, collections=shown.collections(project), record=shown.record(project.record))
            for name, project in portal.projects.items()
            if project.record.key not in gone
        },
        renamed={old: key for old, key in portal.renamed.items() if key not in gone},
    )
    return VisiblePortal(portal=left, hidden=hidden, sums={name: kinds.names for name, kinds in sums.items()})


def _everything(portal: Portal) -> Iterator[NamedRecord]:
    yield portal.settings
    yield from portal.everything()


@dataclass(frozen=True)
class _Shown:
    portal: Portal
    hidden: Mapping[Ref, frozenset[str] | None]
    gone: set[Ref]

    def collections(self, home: Home) -> dict[str, dict[str, NamedRecord]]:
        found = {
            name: {one.id: self.record(one) for one in records.values() if one.key not in self.gone}
            for name, records in home.collections.items()
        }
        return {name: records for name, records in found.items() if records}

    def record(self, record: R) -> R:
        names = self.hidden.get(record.key)
        left = without_fields(record, names) if names else record
        if not self.gone:
            return left
        home = record.project_id
        return with_marks(left, lambda ref, collections: self.portal.locate(ref, collections, home) in self.gone)
