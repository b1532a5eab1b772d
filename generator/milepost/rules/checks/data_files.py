"""Data files that records name and that were not read."""

from collections.abc import Iterator

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.i18n.message import message
from milepost.loading.discovery import Role
from milepost.loading.files import MAX_BYTES, PARQUET
from milepost.loading.parquet_file import parquet_readable, parquet_rows
from milepost.loading.tables import files_named
from milepost.rules.context import RuleContext
from milepost.rules.rule import for_several_rules
from milepost.source import Location


@for_several_rules
def oversized_tables(context: RuleContext) -> Iterator[Diagnostic]:
    """A table over the limit for text; raw events, which no record reads as a table, may be larger."""
    loaded = context.loaded
    told = {one.location.path for one in loaded.diagnostics}
    unread = {
        place.path
        for place in loaded.places
        if place.role is Role.DATA
        and place.path.endswith((".csv", PARQUET))
        and place.path not in loaded.sources
        and place.path not in loaded.binaries
    } - told
    for path in sorted({path for paths in files_named(loaded, unread).values() for path in paths} if unread else ()):
        yield Diagnostic(
            rule="oversized-file",
            message=message("rules.oversized-file.message", limit=MAX_BYTES // 2**20),
            location=Location(path),
            help=message("rules.oversized-file.help"),
        )


@for_several_rules
def unreadable_parquet(context: RuleContext) -> Iterator[Diagnostic]:
    """A Parquet file that a metric names and that cannot be read, or nothing is installed that could."""
    for path, data in sorted(context.loaded.binaries.items()):
        if parquet_readable() and parquet_rows(data) is not None:
            continue
        variant = "no-parquet" if parquet_readable() else "parquet"
        yield Diagnostic(
            rule="unreadable-file",
            message=message(f"rules.unreadable-file.{variant}.message"),
            location=Location(path),
            help=message(f"rules.unreadable-file.{variant}.help"),
        )
