"""Which files an audience may know of: those that hold something that it sees."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from milepost.analysis.audience.sight import SightNow
from milepost.analysis.audience.visible_portal import VisiblePortal
from milepost.loading.discovery import Place, Role
from milepost.loading.load import Loaded
from milepost.loading.page_audience import audiences_of_page
from milepost.loading.tables import files_named
from milepost.model.reference import Ref
from milepost.model.references import BackLinks


@dataclass(frozen=True, kw_only=True)
class VisibleFiles:
    """Files by path: those that are seen, and those of them that also hold what is not."""

    seen: frozenset[str]
    mixed: frozenset[str]


def visible_files(loaded: Loaded, visible: VisiblePortal, now: SightNow, today: Loaded) -> VisibleFiles:
    """The files sorted out; for a page what it says of its readers here and `today` counts."""
    records: dict[str, list[Ref]] = {}
    for key, position in loaded.positions.items():
        records.setdefault(position.path, []).append(key)
    sorter = _Sorter(loaded=loaded, visible=visible, now=now, today=today, records=records, data=_data(loaded, visible))
    seen = frozenset(place.path for place in loaded.places if sorter.is_seen(place))
    mixed = frozenset(path for path in seen if any(key in visible.hidden for key in records.get(path, ())))
    return VisibleFiles(seen=seen, mixed=mixed)


def visible_loaded(loaded: Loaded, visible: VisiblePortal, files: VisibleFiles, back_links: BackLinks) -> Loaded:
    """What is known of the files, without those that are not seen."""
    return replace(
        loaded,
        portal=visible.portal,
        positions={key: one for key, one in loaded.positions.items() if not visible.withheld(key)},
        sources={path: source for path, source in loaded.sources.items() if path in files.seen},
        binaries={path: data for path, data in loaded.binaries.items() if path in files.seen},
        places=tuple(place for place in loaded.places if place.path in files.seen),
        back_links=back_links,
        diagnostics=(),
    )


def _data(loaded: Loaded, visible: VisiblePortal) -> Mapping[str, bool]:
    """Whether each data file that records name is named by one that is seen."""
    paths = {place.path for place in loaded.places if place.role is Role.DATA}
    found: dict[str, bool] = {}
    for key, named in files_named(loaded, paths).items():
        hidden = visible.hidden.get(key, frozenset())
        seen = hidden is not None and not hidden & {"series", "file"}
        for path in named:
            found[path] = found.get(path, False) or seen
    return found


@dataclass(frozen=True, kw_only=True)
class _Sorter:
    loaded: Loaded
    visible: VisiblePortal
    now: SightNow
    today: Loaded
    records: Mapping[str, list[Ref]]
    data: Mapping[str, bool]

    def is_seen(self, place: Place) -> bool:
        if place.home and self.visible.withheld(Ref(place.home, "project", place.home)):
            return False
        if place.role in (Role.COLLECTIONS, Role.RECORD):
            keys = self.records.get(place.path, [])
            return not keys or any(not self.visible.withheld(key) for key in keys)
        if place.role is Role.TRANSLATION:
            return self._body_is_seen(Ref(place.home, place.collection, place.id))
        if place.role is Role.PAGE:
            names = [name for one in (self.loaded, self.today) for name in audiences_of_page(place.path, one.sources)]
            return all(self.now.audiences.level(name) <= self.now.level for name in names)
        return self.data.get(place.path, True)

    def _body_is_seen(self, key: Ref) -> bool:
        hidden = self.visible.hidden.get(key, frozenset())
        kind = self.loaded.types.get(key.collection)
        return hidden is not None and (kind is None or kind.body_field not in hidden)
