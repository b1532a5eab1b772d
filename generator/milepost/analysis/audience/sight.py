"""What an audience sees of a record: today, and of one as it was, where the stricter of then and now holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from milepost.analysis.audience.redaction import without_fields
from milepost.model.audience import EVERYBODY, Audiences
from milepost.model.portal import Portal
from milepost.model.record import NamedRecord
from milepost.model.reference import Ref


class Sight(Protocol):
    """Decides what is seen."""

    def hidden(self, record: NamedRecord) -> frozenset[str] | None:
        """The names of the fields that are withheld; None for a record that is withheld whole."""


@dataclass(frozen=True, kw_only=True)
class SightNow:
    """What is seen of the portal as it is. A project that is withheld takes its records with it."""

    portal: Portal
    audience: str

    @cached_property
    def level(self) -> int:
        """Of the audience among those that the portal has."""
        return self.audiences.level(self.audience)

    def hidden(self, record: NamedRecord) -> frozenset[str] | None:
        audiences, project = self.audiences, self.portal.projects.get(record.project_id)
        if project and audiences.of_record(project.record) > self.level:
            return None
        return None if audiences.of_record(record) > self.level else audiences.hidden_fields(record, self.level)

    @cached_property
    def audiences(self) -> Audiences:
        return Audiences(self.portal.settings)


@dataclass(frozen=True, kw_only=True)
class SightThen:
    """What is seen of the portal as it was: what was to be seen then and, by whatever its name is today, is now.

    Attributes:
        last: the last version of records that are gone, by their last reference: it says who might see them.
        today: today's references of records that have another one now.
    """

    now: SightNow
    then: Audiences
    projects: Mapping[str, NamedRecord] = field(default_factory=dict)
    """The projects' own records of then, by id."""
    last: Mapping[Ref, NamedRecord] = field(default_factory=dict)
    today: Mapping[Ref, Ref] = field(default_factory=dict)

    def hidden(self, record: NamedRecord) -> frozenset[str] | None:
        then, now = self.then, self.now.audiences
        # An audience that there was not yet saw what was everybody's.
        level = then.level(self.now.audience) if self.now.audience in then.names else EVERYBODY
        project = self.projects.get(record.project_id)
        for one in (record, project):
            if one and (then.of_record(one) > level or now.of_record(one) > self.now.level):
                return None
        key = self._today(record.key)
        current = self.now.portal.get(key) or self.last.get(key)
        seen = self.now.hidden(current) if current else frozenset()
        if seen is None:
            return None
        # What today's settings say of the field holds for a record that is gone, too.
        return seen | then.hidden_fields(record, level) | now.hidden_fields(record, self.now.level)

    def _today(self, key: Ref) -> Ref:
        renamed = self.now.portal.renamed
        project = renamed.get(Ref(key.project, "project", key.project))
        key = self.today.get(key, key)
        if project and key.collection != "project":
            key = key._replace(project=project.project)
        return renamed.get(key, key)


def seen(record: NamedRecord, sight: Sight) -> NamedRecord | None:
    """The record as it is seen; None where it is withheld."""
    hidden = sight.hidden(record)
    if hidden is None:
        return None
    return without_fields(record, hidden) if hidden else record
