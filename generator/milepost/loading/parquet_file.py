"""Rows of a Parquet file as text, by pyarrow, an optional package that only this module knows."""

from collections.abc import Mapping
from datetime import date, datetime
from importlib.util import find_spec
from io import BytesIO
from typing import Any


def parquet_readable() -> bool:
    """Whether pyarrow is installed."""
    return find_spec("pyarrow") is not None


def parquet_rows(data: bytes) -> tuple[Mapping[str, str], ...]:
    """As a CSV file would hold them; none where pyarrow is missing or the bytes are no Parquet."""
    if not parquet_readable():
        return ()
    from pyarrow.parquet import read_table  # noqa: PLC0415 - optional, and slow to load

    try:
        rows = read_table(BytesIO(data)).to_pylist()
    except (OSError, ValueError):  # what pyarrow raises derives from these
        return ()
    return tuple({name: _text(value) for name, value in row.items()} for row in rows)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
