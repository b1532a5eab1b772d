"""Who may see what: the audience of a record and of each of its fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from milepost.model.record import NamedRecord, Record, fields_of
from milepost.model.settings import PortalSettings

EVERY_FIELD = "*"
EVERYBODY = 0
"""The level of the widest audience."""


@dataclass(frozen=True)
class Audiences:
    """The audiences that a portal's settings name. A level is a place in their list, 0 for the widest.

    An audience sees what has its own level or a wider one. A name that the portal does not have is a mistake, and
    stands for the narrowest audience: nothing is shown to more people because of it.
    """

    settings: PortalSettings

    @property
    def names(self) -> tuple[str, ...]:
        return self.settings.audiences

    @property
    def narrowest(self) -> int:
        """The level of those who see all."""
        return max(len(self.names) - 1, 0)

    def level(self, name: str | None) -> int:
        """The level of a name; everybody's where none is given."""
        if not name:
            return EVERYBODY
        return self.names.index(name) if name in self.names else self.narrowest

    def of_record(self, record: NamedRecord) -> int:
        """Who sees a record: whoever may see some field that its own `audience` names, else what `"*"` says."""
        own = record.audience if isinstance(record, Record) else None
        if isinstance(own, dict):
            return min(self.level(name) for name in (*own.values(), own.get(EVERY_FIELD)))
        return self.level(own)

    def hidden_fields(self, record: NamedRecord, level: int) -> frozenset[str]:
        """The fields of a record that an audience does not see, by name, nested ones with dots.

        What the record says of a field counts before what the settings say of all fields of that name.
        """
        own = record.audience if isinstance(record, Record) else None
        named: Mapping[str, str] = own if isinstance(own, dict) else {}
        common = {**self._by_collection.get(record.collection, {}), **named}
        hidden = {name for name, audience in common.items() if self.level(audience) > level}
        if EVERY_FIELD in hidden:
            shown = {name.partition(".")[0] for name in named if name not in hidden}
            rest = {spec.name for spec in fields_of(type(record))} - shown - {"audience"}
            hidden = hidden - {EVERY_FIELD} | rest
        return frozenset(hidden)

    @cached_property
    def _by_collection(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for key, audience in (self.settings.field_audience or {}).items():
            collection, _, field = key.partition(".")
            found.setdefault(collection, {})[field] = audience
        return found
