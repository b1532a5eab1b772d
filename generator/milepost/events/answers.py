"""Reads the files of a group of metrics once, and answers all of their definitions."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milepost.events.definition import STANDARD_COLUMNS, Definition
from milepost.events.event_file import Unreadable, is_parquet, place_of
from milepost.events.result import to_plain
from milepost.loading.files import FileTree
from milepost.source import FILE_START

if TYPE_CHECKING:
    from milepost.events.duckdb_store import EventStore, Flaw, Taken
    from milepost.events.evaluation import Stretch
    from milepost.events.results import Progress

MOST_NAMES = 2_000
"""So many names of events are known; where there are more, none is missed."""
Flawed = dict[str, Any]
"""What is wrong in a file, as JSON keeps it: `what`, `path`, `span`, `count`, `column`, `text`, `known`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is known of some files of events, and the answers to definitions, by their keys.

    An answer is a series as JSON keeps it, or an `error` with what it is about.
    """

    flaws: tuple[Flawed, ...]
    names: tuple[str, ...]
    columns: tuple[str, ...]
    has_sessions: bool
    days: tuple[int, int] | None
    answers: Mapping[str, Mapping[str, Any]]

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "flaws": list(self.flaws),
            "names": list(self.names),
            "columns": list(self.columns),
            "has_sessions": self.has_sessions,
            "days": self.days,
            "answers": dict(self.answers),
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Answered":
        """The other way round."""
        first_and_last = plain["days"]
        return cls(
            flaws=tuple(plain["flaws"]),
            names=tuple(plain["names"]),
            columns=tuple(plain["columns"]),
            has_sessions=plain["has_sessions"],
            days=(first_and_last[0], first_and_last[1]) if first_and_last else None,
            answers=plain["answers"],
        )

    def beside(self, other: "Answered | None") -> "Answered":
        """With the answers of another one from the same files."""
        return replace(self, answers={**other.answers, **self.answers}) if other else self


def answered(  # noqa: PLR0913 - what the answers depend on
    definitions: Sequence[Definition],
    tree: FileTree,
    paths: Sequence[str],
    renamed: Mapping[str, str],
    *,
    timezone: str,
    as_of: int,
    progress: "Progress | None" = None,
) -> Answered:
    """The answers to definitions at the start of the day of that number; nothing in the files can make it fail."""
    from milepost.events.duckdb_store import event_store  # noqa: PLC0415 - loads DuckDB and Ibis
    from milepost.events.evaluation import Stretch  # noqa: PLC0415 - the same

    asks_sql = any(one.kind == "sql" for one in definitions)
    kept = None if asks_sql else {one.segment for one in definitions if one.segment}
    steps = len(paths) + len(definitions)
    flaws: list[Flawed] = []
    columns: dict[str, None] = {}
    with event_store(timezone, as_of, kept, size=sum(map(tree.size, paths))) as store:
        for place, path in enumerate(paths):
            store.progress = _shared(progress, place, steps)
            flaws += _taken(store, tree, path, renamed, columns)
        days = store.days()
        names, has_sessions = store.names(MOST_NAMES), store.has_sessions()
        store.seal()
        answers: dict[str, Mapping[str, Any]] = {}
        stretch = Stretch(first=days[0], horizon=min(days[1], as_of - 1), as_of=as_of) if days else None
        for place, definition in enumerate(definitions, start=len(paths)):
            store.progress = _shared(progress, place, steps)
            if stretch and stretch.first <= stretch.horizon:
                answers[definition.key] = _answer(definition, store, stretch, columns)
            else:
                answers[definition.key] = {"error": "", "about": ""}
    return Answered(
        flaws=tuple(flaws),
        names=names,
        columns=tuple(columns),
        has_sessions=has_sessions,
        days=days,
        answers=answers,
    )


def _answer(
    definition: Definition, store: "EventStore", stretch: "Stretch", columns: Mapping[str, None]
) -> Mapping[str, Any]:
    from milepost.events.evaluation import SqlError, evaluate, series_of_rows  # noqa: PLC0415 - loads Ibis

    if definition.segment and definition.segment not in columns:
        definition = replace(definition, segment="")
    try:
        if definition.kind == "sql":
            names, rows = store.answer(definition.sql, stretch.horizon)
            return to_plain(series_of_rows(definition, names, rows))
        return to_plain(evaluate(definition, _Asked(store, definition.segment), stretch))
    except SqlError as error:
        return {"error": error.variant, "about": error.about}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The store as an engine, with the column that tells segments apart."""

    store: "EventStore"
    segment: str

    def rows(self, expression: Any) -> Sequence[tuple[Any, ...]]:
        return self.store.rows_by(self.segment, expression)


def _taken(
    store: "EventStore", tree: FileTree, path: str, renamed: Mapping[str, str], columns: dict[str, None]
) -> list[Flawed]:
    with ExitStack() as stack:
        try:
            file = stack.enter_context(tree.on_disk(path))
            taken = store.take(file, renamed)
        except OSError:
            return [_flawed(path, "gone")]
        except Unreadable as reason:
            return [_flawed(path, "unreadable", text=str(reason))]
        standard = {renamed.get(name, name) for name in STANDARD_COLUMNS}
        columns.update(dict.fromkeys(name for name in taken.header.names if name not in standard))
        return [_located(path, file, taken, flaw) for flaw in taken.flaws]


def _located(path: str, file: Path, taken: "Taken", flaw: "Flaw") -> Flawed:
    line = flaw.line or (taken.header.line if flaw.what == "no-column" else 0)
    span = [line, 1, line, 1] if line else list(FILE_START)
    if not line and flaw.column and not is_parquet(path):
        span = list(place_of(file, path, taken.header, flaw.column, flaw.text).span)
    known = taken.header.names if flaw.what == "no-column" else ()
    return _flawed(path, flaw.what, span=span, count=flaw.count, column=flaw.column, text=flaw.text, known=list(known))


def _flawed(path: str, what: str, **facts: Any) -> Flawed:
    return {
        "path": path,
        "what": what,
        "span": list(FILE_START),
        "count": 1,
        "column": "",
        "text": "",
        "known": [],
        **facts,
    }


def _shared(progress: "Progress | None", place: int, steps: int) -> Any:
    """From the percent of one step to the share of all."""
    return (lambda percent: progress((place + min(percent, 100) / 100) / steps)) if progress else None
