"""Tables as text: in columns, in which Chinese characters take two cells, or as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from milepost.diagnostics.formats.full import cells

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def table(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Lines with aligned columns, those in `right` to the right; the first row is the header."""
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        parts = [
            _padded(text, width, to_right=column in right)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(parts).rstrip())
    return "\n".join(lines) + "\n"


def _padded(text: str, width: int, *, to_right: bool) -> str:
    space = " " * (width - cells(text))
    return space + text if to_right else text + space


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV with a header; truth values as `true` and `false`, texts so that no spreadsheet takes them for formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(_harmless, columns))
    writer.writerows(map(_harmless, row) for row in rows)
    return out.getvalue()


def _harmless(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
