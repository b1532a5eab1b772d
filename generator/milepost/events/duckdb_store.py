"""Raw events in DuckDB, in this process: the only module that knows it.

Files are read into a database in memory, large ones into one in a temporary folder. Then it is sealed: queries reach
nothing else on this machine, use bounded memory, and end in bounded time.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from milepost.events import expressions, log_sql
from milepost.events.definition import STANDARD_COLUMNS
from milepost.events.evaluation import Rows, SqlError
from milepost.events.event_file import Header, Unreadable, is_parquet, read_header, write_even

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

Progress = Callable[[float], None]
"""Told from time to time how many percent of what runs are done."""
_MEMORY, _SPACE = "1GB", "50GB"
_SMALL = 32 * 2**20
"""Files of up to so many bytes, compressed as they are, stay in memory: about four million events."""
_SECONDS = 60
"""How long a query of an author may run."""
_MOST_ROWS = 100_000
"""How many rows its answer may have."""
_LOOKS = 0.2
"""Seconds between two looks at how far a query is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Rows of a file that were left out: what is wrong, how many they are, and where the first one is.

    `line` is its line where the engine says it; else `column` and `text` say which cell to look for.
    """

    what: str
    count: int
    line: int = 0
    column: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of reading a file: its header, and what was left out."""

    header: Header
    flaws: tuple[Flaw, ...]


class EventStore:
    """The events of some files, first taken in, then asked."""

    def __init__(self, folder: Path, timezone: str, as_of: int, kept: Collection[str] | None, *, small: bool) -> None:
        self._folder = folder
        self._database = ":memory:" if small else str(folder / "events.duckdb")
        self._spill = folder / "spill"
        self._as_of = as_of
        self._kept = kept
        self._properties: dict[str, str] = {}
        """Columns beside the standard ones, by name, and what the table calls them."""
        self._rows = 0
        self.progress: Progress | None = None
        self._con = self._opened(read_only=False)
        self._con.execute("set timezone = ?", [timezone or "UTC"])
        self._con.execute(log_sql.LOG)

    def take(self, path: Path, renamed: Mapping[str, str]) -> Taken:
        """Reads a file; `renamed` says what it calls the standard columns.

        Raises:
            Unreadable: nothing in it can be read.
        """
        import duckdb  # noqa: PLC0415 - optional, and slow to load

        file = self._plainly_named(path)
        header = self._parquet_header(file) if is_parquet(path.name) else read_header(path)
        columns = {name: renamed.get(name, name) for name in STANDARD_COLUMNS}
        if missing := [name for own, name in columns.items() if own != "session_id" and name not in header.names]:
            return Taken(header=header, flaws=tuple(Flaw(what="no-column", count=1, column=name) for name in missing))
        try:
            if header.line > 1:
                return Taken(header=header, flaws=self._evened(path, header, columns))
            try:
                return Taken(header=header, flaws=tuple(self._insert(file, header, columns)))
            except duckdb.InvalidInputException:
                return Taken(header=header, flaws=self._evened(path, header, columns))
        except duckdb.Error as error:
            raise Unreadable("truncated" if "end of GZIP" in str(error) else _reason(error)) from None

    def days(self) -> tuple[int, int] | None:
        """The days of the first and of the last event; None without any."""
        first, last = self._con.execute("select min(day), max(day) from log").fetchall()[0]
        return None if first is None else (first, last)

    def names(self, most: int) -> tuple[str, ...]:
        """The names of events, the most common first."""
        query = "select event from log group by event order by count(*) desc, event limit ?"
        return tuple(name for (name,) in self._con.execute(query, [most]).fetchall())

    def has_sessions(self) -> bool:
        """Whether any event belongs to a session."""
        return bool(self._con.execute("select 1 from log where session_id is not null limit 1").fetchall())

    def seal(self) -> None:
        """From here on the events are only read, and nothing else can be."""
        if self._database != ":memory:":
            self._con.close()
            self._con = self._opened(read_only=True)
        for setting in (
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            self._con.execute(f"set {setting}")

    def close(self) -> None:
        """Gives the file back."""
        self._con.close()

    def rows_by(self, segment: str, expression: Any) -> Rows:
        """The answer to an expression over the events, with a column of the files as their segment.

        Raises:
            SqlError: the engine gives up: it has too little memory or disk.
        """
        import duckdb  # noqa: PLC0415 - optional, and slow to load

        self._con.execute(log_sql.events_with_segment(self._properties.get(segment, "")))
        try:
            with self._watched():
                return self._con.execute(expressions.compiled(expression, "duckdb")).fetchall()
        except duckdb.Error as error:
            raise SqlError("engine", _reason(error)) from None

    def answer(self, sql: str, until: int) -> tuple[list[str], Rows]:
        """The columns and rows that a query of an author gives over the events up to a day.

        Raises:
            SqlError: it is not one query, does not run, runs too long, or gives too much; the text says why.
        """
        import duckdb  # noqa: PLC0415 - optional, and slow to load

        self._con.execute(log_sql.events_for_authors(self._properties, until))
        try:
            statements = self._con.extract_statements(sql)
            if [one.type for one in statements] != [duckdb.StatementType.SELECT]:
                raise SqlError("one-statement")
            with self._watched(_SECONDS):
                found = self._con.execute(statements[0]).fetchmany(_MOST_ROWS + 1)
            names = [column[0] for column in self._con.description or ()]
        except duckdb.InterruptException:
            raise SqlError("too-long", str(_SECONDS)) from None
        except duckdb.Error as error:
            raise SqlError("fails", _reason(error)) from None
        if len(found) > _MOST_ROWS:
            raise SqlError("too-much", f"{_MOST_ROWS:,}")
        return names, found

    def _opened(self, *, read_only: bool) -> "Connection":
        import duckdb  # noqa: PLC0415 - optional, and slow to load

        con = duckdb.connect(self._database, read_only=read_only)
        con.execute(f"set memory_limit = '{_MEMORY}'")
        con.execute(f"set temp_directory = '{log_sql.literal(str(self._spill))}'")
        con.execute(f"set max_temp_directory_size = '{_SPACE}'")
        con.execute("set enable_progress_bar = true")  # counts; printing is for those who are asked to
        con.execute("set enable_progress_bar_print = false")
        return con

    def _insert(self, path: Path, header: Header, columns: Mapping[str, str]) -> Iterator[Flaw]:
        kept = self._keep(header, columns)
        for table in ("reject_errors", "reject_scans"):
            self._con.execute(f"drop table if exists {table}")
        with self._watched():
            self._con.execute(log_sql.insert(path, header, columns, kept, rows=self._rows, as_of=self._as_of))
        found = self._con.execute(log_sql.flaws(self._rows, self._as_of)).fetchall()
        ((rows, without_user, without_event, without_moment, written, future, first),) = found
        self._rows = rows or self._rows
        if without_user or without_event or without_moment:
            self._con.execute(log_sql.NO_EVENTS)
        for column, count in (("user_id", without_user), ("event", without_event)):
            if count:
                yield Flaw(what="empty", count=count, column=columns[column])
        if without_moment:
            yield Flaw(what="timestamp", count=without_moment, column=columns["timestamp"], text=written)
        if future:
            yield Flaw(what="future", count=future, column=columns["timestamp"], text=first)
        yield from self._rejected(path)

    def _keep(self, header: Header, columns: Mapping[str, str]) -> Mapping[str, str]:
        """The further columns of a file that are wanted, and what the table calls them."""
        found = {}
        for name in header.names:
            wanted = self._kept is None or name in self._kept
            if wanted and log_sql.may_be_kept(name) and name not in columns.values():
                if name not in self._properties:
                    self._properties[name] = f"p_{len(self._properties)}"
                    self._con.execute(f"alter table log add column {self._properties[name]} varchar")
                found[name] = self._properties[name]
        return found

    def _evened(self, path: Path, header: Header, columns: Mapping[str, str]) -> tuple[Flaw, ...]:
        """Takes a copy that begins with the header and ends its lines in one way: DuckDB is strict about both."""
        even = write_even(path, header, self._folder.joinpath("even.csv"))
        flaws = self._insert(even, replace(header, line=1), columns)
        return tuple(replace(one, line=one.line + header.line - 1) if one.line else one for one in flaws)

    def _plainly_named(self, path: Path) -> Path:
        """DuckDB takes some signs in a name for a pattern."""
        if not set("*?[]{}") & set(str(path)):
            return path
        link = self._folder.joinpath(f"taken{''.join(path.suffixes[-2:])}")
        link.unlink(missing_ok=True)
        link.symlink_to(path.resolve())
        return link

    def _rejected(self, path: Path) -> Iterator[Flaw]:
        if is_parquet(path.name):
            return
        query = "select error_type, count(*), min(line) from reject_errors group by error_type order by min(line)"
        for kind, count, line in self._con.execute(query).fetchall():
            yield Flaw(what="encoding" if kind == "INVALID ENCODING" else "shape", count=count, line=line)

    def _parquet_header(self, path: Path) -> Header:
        import duckdb  # noqa: PLC0415 - optional, and slow to load

        try:
            found = self._con.execute(log_sql.parquet_columns(path)).fetchall()
        except duckdb.Error:
            raise Unreadable("no-parquet") from None
        return Header(names=tuple(row[0] for row in found), delimiter=",", line=0)

    @contextmanager
    def _watched(self, seconds: float | None = None) -> Iterator[None]:
        """Tells how far what runs inside is, and ends it after so many seconds."""
        over = Event()

        def watch() -> None:
            looks = 0
            while not over.wait(_LOOKS):
                looks += 1
                with suppress(Exception):  # what is over meanwhile has no progress
                    if self.progress:
                        self.progress(max(self._con.query_progress(), 0.0))
                    if seconds is not None and looks * _LOOKS >= seconds:
                        self._con.interrupt()

        watcher = Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()


@contextmanager
def event_store(
    timezone: str, as_of: int, kept: Collection[str] | None = None, *, size: int = 0
) -> Iterator[EventStore]:
    """An empty store that is gone afterwards.

    `as_of` is the number of the day after which lies the future; `kept` are the columns that are kept beside the
    standard ones, all where none are named; `size` is that of all files in bytes: small ones are kept in memory.
    """
    with TemporaryDirectory(prefix="milepost-events-") as folder:
        store = EventStore(Path(folder), timezone, as_of, kept, small=size <= _SMALL)
        try:
            yield store
        finally:
            store.close()


def _reason(error: Exception) -> str:
    """The first line of what DuckDB says, without the places of its own files."""
    first = str(error).strip().partition("\n")[0]
    return re.sub(r"\s+", " ", first)[:300]
