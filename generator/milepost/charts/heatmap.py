"""Heat tables: workload per person and week, retention per cohort; every cell carries its value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from milepost.charts.svg import markup, text

_CSS_STRONG, _CSS_TOTAL = ' class="mp-strong"', ' class="mp-total"'


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One cell: its value in words and either a step of the ramp (1 to 6, 0 for none) or a kind.

    `over` is framed (above 100 percent); `leave` is hatched (absence, not over yet); `few` is grey (too few to say).
    """

    text: str = ""
    level: int = 0
    kind: Literal["", "over", "leave", "few"] = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """A row: its head, optional plain columns before the cells (a cohort's size), the cells.

    `tip` is what the head says when it is pointed to or has the keyboard's focus; `total` sets the row apart.
    """

    name: str
    cells: tuple[HeatCell, ...]
    href: str = ""
    facts: tuple[str, ...] = ()
    tip: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatTable:
    """A heat table; `corner` heads the first column, `facts` the plain columns, `columns` the cells.

    The column at `strong` is the one that the table is about; `id` makes the tips' own.
    """

    corner: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    facts: tuple[str, ...] = ()
    label: str = ""
    strong: int | None = None
    id: str = ""


def level(value: float, steps: Sequence[float]) -> int:
    """Step of the ramp: 1 below the first of the ascending `steps`, one more for each that is reached, at most 6."""
    return min(6, 1 + sum(value >= step for step in steps))


def heat_table(table: HeatTable) -> Markup:
    """Table with one cell per pair; a row shorter than the head is filled with blanks. Empty without rows."""
    if not table.rows or not table.columns:
        return Markup()
    strong = None if table.strong is None else len(table.facts) + table.strong
    heads = "".join(
        f'<th scope="col"{_CSS_STRONG if place == strong else ""}>{text(h)}</th>'
        for place, h in enumerate((*table.facts, *table.columns))
    )
    rows = "".join(_row(row, table, f"{table.id}-{place}") for place, row in enumerate(table.rows))
    label = f' aria-label="{text(table.label)}"' if table.label else ""
    # It scrolls where it is wide, and may hold nothing else that takes the focus.
    group = f' role="group"{label}' if label else ""
    frame = f'class="mp-wrap" tabindex="0"{group}'
    return markup(
        f'<div {frame}><table class="mp-heat"{label}><thead><tr><th scope="col">{text(table.corner)}</th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
    )


def _row(row: HeatRow, table: HeatTable, tip: str) -> str:
    columns, facts = len(table.columns), len(table.facts)
    name = f'<a href="{text(row.href)}">{text(row.name)}</a>' if row.href else text(row.name)
    if row.tip:
        name = (
            f'<span class="mp-def" tabindex="0" aria-describedby="{text(tip)}">{name}'
            f'<span class="mp-tip" role="tooltip" id="{text(tip)}">{text(row.tip)}</span></span>'
        )
    plain = "".join(f"<td>{text(fact)}</td>" for fact in (*row.facts, *[""] * facts)[:facts])
    cells = "".join(_cell(c) for c in row.cells[:columns]) + "<td></td>" * (columns - len(row.cells))
    return f'<tr{_CSS_TOTAL if row.total else ""}><th scope="row">{name}</th>{plain}{cells}</tr>'


def _cell(cell: HeatCell) -> str:
    name = f"mp-{cell.kind}" if cell.kind else f"mp-q{min(6, cell.level)}" if cell.level > 0 else ""
    css = f' class="{name}"' if name else ""
    title = f' title="{text(cell.title)}"' if cell.title else ""
    return f"<td{css}{title}>{text(cell.text)}</td>"
