"""The loaded whole: a portal, its projects, and how references find records."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from milepost.diagnostics.suggestion import closest
from milepost.errors import MilepostError
from milepost.i18n.message import message
from milepost.model.record import NamedRecord
from milepost.model.records.project import ProjectRecord
from milepost.model.reference import Ref
from milepost.model.settings import PortalSettings

R = TypeVar("R", bound=NamedRecord)
Collections = Mapping[str, Mapping[str, NamedRecord]]
_NOTHING: Mapping[str, NamedRecord] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Home:
    """A place where records live: the portal itself (id empty) or a project."""

    id: str
    collections: Collections

    def all(self, kind: type[R]) -> Mapping[str, R]:
        """The records of one type by id, in the order of the files."""
        return self.collections.get(kind.collection, _NOTHING)  # type: ignore[return-value]

    def former(self, record: R) -> R | None:
        """What a record of a later state was here, by its id or an earlier one."""
        records = self.all(type(record))
        return next((records[name] for name in (record.id, *record.was) if name in records), None)

    def records(self) -> Iterator[NamedRecord]:
        """All records, one collection after the other."""
        for collection in self.collections.values():
            yield from collection.values()


@dataclass(frozen=True, kw_only=True)
class Project(Home):
    """A project and its records."""

    record: ProjectRecord


@dataclass(frozen=True, kw_only=True)
class Portal(Home):
    """The portal-wide records, the settings and all projects.

    `renamed` maps the absolute references of former ids (`was:`) to those of today; `broken` holds those of
    records that are known but could not be loaded.
    """

    settings: PortalSettings
    projects: Mapping[str, Project]
    renamed: Mapping[Ref, Ref] = field(default_factory=dict)
    broken: frozenset[Ref] = frozenset()
    _located: dict[tuple[str, tuple[str, ...]], dict[Ref, Ref | None]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Answers given before, by home and collections: every reference is followed by several rules and pages."""

    def home(self, project_id: str) -> Home:
        """A project by id; the portal itself for the empty id."""
        return self.projects[project_id] if project_id else self

    def everything(self) -> Iterator[NamedRecord]:
        """All records of the portal and its projects, the projects' own fields included."""
        yield from self.records()
        for project in self.projects.values():
            yield project.record
            yield from project.records()

    def locate(self, ref: Ref, collections: tuple[str, ...], home: str) -> Ref | None:
        """The absolute reference of what `ref`, written in a record of `home`, stands for.

        Looked up in the project, then in the portal, in each of `collections` (none = the one that `ref` names).
        """
        try:
            return self._located[home, collections][ref]
        except KeyError:
            found = self._look_up(ref, collections, home)
        self._located.setdefault((home, collections), {})[ref] = found
        return found

    def _look_up(self, ref: Ref, collections: tuple[str, ...], home: str) -> Ref | None:
        for place in (ref.project,) if ref.project else (home, "") if home else ("",):
            if place and place not in self.projects:
                continue
            records = self.home(place).collections
            for collection in (ref.collection,) if ref.collection else collections:
                record = records.get(collection, _NOTHING).get(ref.id)
                if record:
                    return record.key
                key = Ref(place, collection, ref.id)
                found = self._known(key) or self._known(self.renamed.get(key))
                if found:
                    return found
        return None

    def find(self, ref: Ref | None, kind: type[R], home: str) -> R | None:
        """The record of one type that `ref`, written in a record of `home`, stands for; None when there is none."""
        key = self.locate(ref, (kind.collection,), home) if ref else None
        found = self.get(key) if key else None
        return found if isinstance(found, kind) else None

    def get(self, key: Ref) -> NamedRecord | None:
        """The record with an absolute reference."""
        if key.collection == "project":
            project = self.projects.get(key.id) if key.id == key.project else None
            return project.record if project else None
        if key.project and key.project not in self.projects:
            return None
        return self.home(key.project).collections.get(key.collection, _NOTHING).get(key.id)

    def _known(self, key: Ref | None) -> Ref | None:
        return key if key and (key in self.broken or self.get(key) is not None) else None


def assemble(
    settings: PortalSettings,
    records: Iterable[NamedRecord],
    homes: Iterable[str],
    *,
    renamed: Mapping[Ref, Ref],
    broken: frozenset[Ref] = frozenset(),
) -> Portal:
    """The portal of some records, each at its place; a project of `homes` without fields of its own has empty ones."""
    collections: dict[str, dict[str, dict[str, NamedRecord]]] = {"": {}, **{name: {} for name in homes}}
    projects: dict[str, ProjectRecord] = {}
    for record in records:
        key = record.key
        if isinstance(record, ProjectRecord):
            projects[key.project] = record
        else:
            collections[key.project].setdefault(key.collection, {})[key.id] = record
    own = collections.pop("")
    for name in collections:
        if name not in projects:
            projects[name] = ProjectRecord().located(Ref(name, "project", name), {})
    return Portal(
        id="",
        collections=own,
        settings=settings,
        projects={
            name: Project(id=name, collections=collections[name], record=projects[name]) for name in sorted(collections)
        },
        renamed=renamed,
        broken=broken,
    )


def former_key(key: Ref, old: str) -> Ref:
    """The reference of a record by an earlier id; a project's names its folder."""
    return key._replace(id=old, project=old if key.collection == "project" else key.project)


def found_project(portal: Portal, name: str) -> Project:
    """The project of that id.

    Raises:
        MilepostError: there is none.
    """
    if name not in portal.projects:
        known = ", ".join(portal.projects) or "–"
        meant = closest(name, portal.projects)
        raise MilepostError(message("errors.no-project", project=name, known=meant or known))
    return portal.projects[name]
