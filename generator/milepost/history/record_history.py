"""What each commit did to the records, from one pass over git: a state of the portal for every commit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from milepost.history.file_versions import Pieces, Versions, is_record_file
from milepost.history.git import Commit
from milepost.loading.discovery import Place, classify
from milepost.loading.gathering import PORTAL_KEY
from milepost.loading.piece_records import PieceReader, Records
from milepost.loading.pieces import Piece
from milepost.memory import Memory
from milepost.model.portal import Portal, assemble, former_key
from milepost.model.record import NamedRecord
from milepost.model.reference import Ref
from milepost.model.registry import Registry
from milepost.model.settings import PortalSettings


class RecordStep(NamedTuple):
    """A record before and after a commit; None where there was or is none. `was` is its reference before a rename."""

    key: Ref
    before: NamedRecord | None
    after: NamedRecord | None
    was: Ref | None = None


class Step(NamedTuple):
    """What a commit did, and the files that could not be read at it: what they held before counts on."""

    commit: Commit
    records: tuple[RecordStep, ...]
    unreadable: frozenset[str]


class _File(NamedTuple):
    """A version of a file: its pieces, and the records of each; of all together where a piece alone is no YAML."""

    pieces: Pieces = ()
    records: tuple[Records, ...] = ()


_NO_FILE = _File()


class RecordHistory(Memory):
    """The commits of a portal, the oldest first, and what their files consisted of.

    Translated bodies, which are files of their own, and data files are no part of it.
    """

    def __init__(self, commits: Iterable[Commit], versions: Versions, types: Registry) -> None:
        self.commits = tuple(reversed(tuple(commits)))
        self._versions = versions
        self._reader = PieceReader(types)
        self._collections = types.keys()

    def walk(self) -> Iterator[tuple[Step, "State"]]:
        """Each step with the state after it, which goes on changing: take from it what you need before the next."""
        state = State()
        places: dict[str, Place] = {}
        for commit in self.commits:
            before: dict[Ref, NamedRecord] = {}
            after: dict[Ref, NamedRecord] = {}
            for path, blob in commit.files.items():
                place = places.get(path) or places.setdefault(path, classify(path, self._collections))
                if is_record_file(place):
                    self._replace(state, place, blob, before, after)
            yield Step(commit, tuple(_steps(before, after, state)), frozenset(state.unreadable)), state

    def _replace(
        self,
        state: "State",
        place: Place,
        blob: str,
        before: dict[Ref, NamedRecord],
        after: dict[Ref, NamedRecord],
    ) -> None:
        old = state.files.get(place.path, _NO_FILE)
        pieces = self._versions.get(blob) if blob else ()
        new = None if pieces is None else self._read(place, pieces, old)
        if new is None:
            state.unreadable.add(place.path)
            return
        state.unreadable.discard(place.path)
        if blob:
            state.files[place.path] = new
        else:
            state.files.pop(place.path, None)
        head, tail = _alike([*map(id, old.records)], [*map(id, new.records)])  # what a piece says is one object
        for into, file in ((before, old), (after, new)):
            for records in file.records[head : len(file.records) - tail]:
                for key, record in records.items():
                    into.setdefault(key, record)

    def _read(self, place: Place, pieces: Pieces, before: _File) -> _File | None:
        """What stands in the same pieces as before need not be looked up."""
        head, tail = _alike(before.pieces, pieces) if len(before.pieces) == len(before.records) else (0, 0)
        new: list[Records] = []
        for piece in pieces[head : len(pieces) - tail]:
            records = self._reader.records(place, piece)
            if records is None:
                whole = self._reader.records(place, Piece("", "\n".join(piece.text for piece in pieces)))
                return None if whole is None else _File(pieces, (whole,))
            new.append(records)
        return _File(pieces, (*before.records[:head], *new, *before.records[len(before.records) - tail :]))


class State:
    """The records of all files after a commit."""

    def __init__(self) -> None:
        self.files: dict[str, _File] = {}
        self.unreadable: set[str] = set()

    def holds(self, key: Ref) -> bool:
        """Whether any file does."""
        return any(key in records for file in self.files.values() for records in file.records)

    def portal(self) -> Portal:
        """The portal as it was; of a record that two files hold the first one's counts."""
        found: dict[Ref, NamedRecord] = {}
        for path in sorted(self.files):
            for records in self.files[path].records:
                for key, record in records.items():
                    found.setdefault(key, record)
        settings = found.pop(PORTAL_KEY, None)
        if not isinstance(settings, PortalSettings):
            settings = PortalSettings().located(PORTAL_KEY, {})
        homes = dict.fromkeys(key.project for key in found if key.project)
        renamed = {former_key(key, old): key for key, record in found.items() for old in record.was}
        return assemble(settings, found.values(), homes, renamed=renamed)


def _alike(one: Sequence[Any], other: Sequence[Any]) -> tuple[int, int]:
    """How many equal entries two sequences begin and end with."""
    most = min(len(one), len(other))
    head = 0
    while head < most and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < most - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return head, tail


def _steps(before: Mapping[Ref, NamedRecord], after: Mapping[Ref, NamedRecord], state: State) -> Iterator[RecordStep]:
    """By reference. Records that moved from file to file did not change; those with an earlier id have one."""
    former = dict(_renamed(before, after))
    taken = set(former.values())
    for key in sorted({*before, *after} - taken, key=str):
        was = former.get(key)
        old, new = before.get(was or key), after.get(key)
        if was is None and (_same(old, new) or (new is None and state.holds(key))):
            continue
        yield RecordStep(key, old, new, was)


def _same(one: NamedRecord | None, other: NamedRecord | None) -> bool:
    """Whether two records say the same; to write down what goes without saying is to say more."""
    return one == other and (not one or not other or one.model_fields_set == other.model_fields_set)


def _renamed(before: Mapping[Ref, NamedRecord], after: Mapping[Ref, NamedRecord]) -> Iterator[tuple[Ref, Ref]]:
    """The records that have a new id, or whose project has, with their former references."""
    gone = before.keys() - after.keys()
    if not gone:
        return
    projects: dict[str, str] = {}
    for key in after.keys() - before.keys():
        for old in after[key].was:
            former = former_key(key, old)
            if former in gone:
                yield key, former
                if key.collection == "project":
                    projects[former.project] = key.project
    for former in gone if projects else ():
        key = former._replace(project=projects.get(former.project, ""))
        if former.collection != "project" and key.project and key in after and key not in before:
            yield key, former
