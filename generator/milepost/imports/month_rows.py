"""Rows on their way into the tables of a project: what identifies each, and the month in whose file it goes."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table; all cells are ready to be written, those without data left out or empty.

    Attributes:
        table: the folder of the table, relative to the project.
        month: `2026-09`; names the file.
        key: the columns that tell this row from all others, in their order, with their values.
        cells: the other columns.
        words: those of the cells that hold what people wrote: they are set with a new row and not touched again.
    """

    table: str
    month: str
    key: tuple[tuple[str, str], ...]
    cells: Mapping[str, str]
    words: frozenset[str] = frozenset()
