"""Rows of a Parquet file as text, by DuckDB, an optional package."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


def parquet_readable() -> bool:
    """Whether DuckDB is installed."""
    return find_spec("duckdb") is not None


@lru_cache(maxsize=8)  # several ask for the same file
def parquet_rows(data: bytes) -> tuple[Mapping[str, str], ...] | None:
    """As a CSV file would hold them; None where DuckDB is missing or the bytes are no Parquet."""
    if not parquet_readable():
        return None
    import duckdb  # noqa: PLC0415 - optional, and slow to load

    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder, "series.parquet")
        path.write_bytes(data)
        try:
            found = connection.execute("select * from read_parquet(?)", [str(path)])
            names = [column[0] for column in found.description or ()]
            rows = found.fetchall()
        except duckdb.Error:
            return None
    return tuple(dict(zip(names, map(_text, row), strict=True)) for row in rows)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
