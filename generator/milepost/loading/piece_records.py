"""Pieces of files to records, each distinct piece once."""

from collections.abc import Iterator, Mapping

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.loading.discovery import Place
from milepost.loading.gathering import PORTAL_KEY, Gatherer
from milepost.loading.pieces import Piece
from milepost.loading.structuring import structure
from milepost.model.record import NamedRecord
from milepost.model.reference import Ref
from milepost.model.registry import Registry
from milepost.model.settings import PortalSettings
from milepost.source import Source

Records = Mapping[Ref, NamedRecord]
_UNREADABLE = ("yaml-syntax", "yaml-alias-bomb")
_Known = tuple[str, str, str, Piece]


class PieceReader:
    """Reads pieces with the record types of today's portal; findings about them are for the check of today's files."""

    def __init__(self, types: Registry) -> None:
        self._types = types
        self._known: dict[_Known, Records | None] = {}

    def records(self, place: Place, piece: Piece) -> Records | None:
        """What a piece of a file holds; None where it is no YAML. The first of several records with one id counts."""
        known = (place.home, place.collection, place.id, piece)
        if known not in self._known:
            self._known[known] = self._read(place, piece)
        return self._known[known]

    def _read(self, place: Place, piece: Piece) -> Records | None:
        problems: list[Diagnostic] = []
        gatherer = Gatherer(self._types, problems.append)
        gatherer.take(place, Source(place.path, piece.file))
        if any(problem.rule in _UNREADABLE for problem in problems):
            return None
        return dict(self._structured(gatherer))

    def _structured(self, gatherer: Gatherer) -> Iterator[tuple[Ref, NamedRecord]]:
        for key, position in gatherer.found.nodes.items():
            kind = PortalSettings if key == PORTAL_KEY else self._types[key.collection]
            yield key, structure(kind, key, position, _ignored, whole=False).record


def _ignored(_: Diagnostic) -> None:
    """The check reports what is wrong with today's files; former ones are taken as they were."""
