"""Whether the packages of the extra `events` are there, asked without loading them."""

from functools import cache
from importlib.util import find_spec


@cache
def events_readable() -> bool:
    """Whether DuckDB and Ibis are installed."""
    return find_spec("duckdb") is not None and find_spec("ibis") is not None
