"""Text in columns; Chinese characters take two cells."""

from collections.abc import Sequence

from milepost.diagnostics.formats.full import cells


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
