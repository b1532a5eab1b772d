"""The table that events are kept in, and the SQL that brings files into it; DuckDB's, as text."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from milepost.events.definition import STANDARD_COLUMNS
from milepost.events.event_file import Header, is_compressed, is_parquet

REJECTS = 1_000
"""So many rows that are no CSV are counted in a file."""
_EARLIEST, _LATEST = 86_400, 253_370_764_800
"""Moments that clocks of machines show: from 1970 to 9999."""
_TAKEN = ("user_id", "session_id", "event", "timestamp", "day")
LOG = """
create table log (user_id varchar, session_id varchar, event varchar, seconds bigint, day integer, "row" bigint,
"timestamp" timestamp, written varchar)
"""
"""`written` is the moment as the file has it, of events whose moment is none or lies in the future."""


def may_be_kept(name: str) -> bool:
    """Whether a column can stand beside the standard ones, whatever the file calls those."""
    return name.lower() not in _TAKEN


def insert(  # noqa: PLR0913 - the parts of the statement
    path: Path, header: Header, renamed: Mapping[str, str], kept: Mapping[str, str], *, rows: int, as_of: int
) -> str:
    """The statement that adds a file's rows to the table.

    `kept` are further columns with their names in the table, `rows` how many rows came before, and `as_of` the number
    of the day after which lies the future. What is no event has an empty name or no moment.
    """
    own = {name: _own(renamed.get(name, name), header) for name in STANDARD_COLUMNS}
    day = "\"local\"::date - date '1970-01-01'"
    extra = _list(f"{quoted(name)}::varchar as {column}" for name, column in kept.items())
    return f"""
        insert into log (user_id, session_id, event, seconds, day, "row", "timestamp", written{_list(kept.values())})
        select user_id, session_id, event, epoch(moment)::bigint, {day}, "row", "local",
        case when moment is null or {day} > {as_of} then coalesce(written, '') end{_list(kept.values())} from (
        select coalesce(trim({own["user_id"]}::varchar), '') as user_id,
        nullif(trim({own["session_id"]}::varchar), '') as session_id,
        coalesce(trim({own["event"]}::varchar), '') as event, {own["timestamp"]}::varchar as written,
        try_cast({own["timestamp"]}::varchar as timestamptz) as said,
        case when isfinite(said) and epoch(said) between {_EARLIEST} and {_LATEST} then said end as moment,
        moment::timestamp as "local",
        row_number() over () + {rows} as "row"{extra} from {_reader(path, header)})
        """


def flaws(rows: int, as_of: int) -> str:
    """The query that counts what is wrong with the rows after the first ones, and finds the first of each kind."""
    return f"""
        select max("row"), count(*) filter (where user_id = ''), count(*) filter (where event = ''),
        count(*) filter (where seconds is null), arg_min(written, "row") filter (where seconds is null),
        count(*) filter (where day > {as_of}), arg_min(written, "row") filter (where day > {as_of})
        from log where "row" > {rows}
        """


NO_EVENTS = "delete from log where user_id = '' or event = '' or seconds is null"


def events_with_segment(column: str) -> str:
    """The table as expressions know it; no column gives no segments."""
    return (
        "create or replace temp view events as select user_id, session_id, event, seconds, day, "
        f'"row", {column or "null::varchar"} as segment from log'
    )


def events_for_authors(properties: Mapping[str, str], until: int) -> str:
    """The table as queries of authors know it: the events up to a day, with all columns of their files."""
    listed = _list(f"{column} as {quoted(name)}" for name, column in properties.items())
    return (
        'create or replace temp view events as select user_id, event, "timestamp", session_id, '
        f'"timestamp"::date as day{listed} from log where log.day <= {until}'
    )


def parquet_columns(path: Path) -> str:
    """The query that names the columns of a Parquet file."""
    return f"describe select * from read_parquet('{literal(str(path))}')"


def quoted(name: str) -> str:
    """A name, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """What stands between the quotes of a text."""
    return value.replace("'", "''")


def _own(name: str, header: Header) -> str:
    return quoted(name) if name in header.names else "null"


def _reader(path: Path, header: Header) -> str:
    file = literal(str(path))
    if is_parquet(path.name):
        return f"read_parquet('{file}')"
    types = ", ".join(f"'{literal(name)}': 'VARCHAR'" for name in header.names)
    return (
        f"read_csv('{file}', auto_detect = false, header = true, skip = {header.line - 1}, "
        f"columns = {{{types}}}, delim = '{header.delimiter}', quote = '\"', escape = '\"', "
        f"compression = '{'gzip' if is_compressed(path.name) else 'none'}', "
        f"store_rejects = true, rejects_limit = {REJECTS})"
    )


def _list(parts: Iterable[str]) -> str:
    return "".join(f", {part}" for part in parts)
