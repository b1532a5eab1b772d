"""Tables as data: columns with their labels, rows of cells that hold text, links, a state or a small chart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from milepost.analysis.actions import days_late
from milepost.analysis.calendar import WorkCalendar
from milepost.views.context import Anchor, ViewContext
from milepost.views.filters import Facet, Filter, filters
from milepost.views.frame import State, Status

NOTHING = Anchor(text="–")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `number` aligns right; on phones `full` gives the cell a line of its own, `bare` drops its label."""

    label: str
    number: bool = False
    full: bool = False
    bare: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one cell, in this order: a key number, a state, links, text, a chart, a second line.

    `sub_state` colours the second line; `invalid` is raw text that does not fit its field; `band` 1 to 4 gives the text
    the ground of a risk band; the cell is sorted by its `key_text` where it has one.
    """

    text: str = ""
    links: tuple[Anchor, ...] = ()
    status: Status | None = None
    key: int | None = None
    chart: Markup | None = None
    sub: str = ""
    sub_state: State | None = None
    strong: str = ""
    invalid: str = ""
    band: int = 0
    key_text: str = ""

    @property
    def empty(self) -> bool:
        return not (
            self.text or self.links or self.status or self.key or self.chart or self.sub or self.strong or self.invalid
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row; `muted` is for what is over, `facets` are what it may be filtered by."""

    head: Cell
    cells: tuple[Cell, ...]
    muted: bool = False
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a label for readers who do not see it; `foot` are rows of sums.

    With a `name`, which stands in the address, it can be filtered: by text, and by the facets that have `labels`.
    """

    label: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: tuple[Row, ...] = field(default=())
    name: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def filters(self) -> tuple[Filter, ...]:
        return filters(self.labels, (row.facets for row in self.rows))


def record_table(context: ViewContext, collection: str, columns: Iterable[Column], rows: Iterable[Row]) -> Table | None:
    """Records of a collection, one a row, named in a first column before `columns`; None without rows."""
    found = tuple(rows)
    if not found:
        return None
    first = Column(label=context.labels.type(collection))
    return Table(label=context.labels.type(collection, plural=True), columns=(first, *columns), rows=found)


def link_cell(*anchors: Anchor, sub: str = "") -> Cell:
    """Links, `–` links left out."""
    return Cell(links=tuple(anchor for anchor in anchors if anchor != NOTHING), sub=sub)


def day_text(day: date | None, context: ViewContext) -> str:
    """A date as short as it is clear: the year only where it is not that of the as-of day."""
    if day is None:
        return ""
    return context.formats.short(day) if day.year == context.as_of.year else context.formats.iso(day)


def span_text(first: date | None, last: date | None, context: ViewContext) -> str:
    """A range of days; open where an end is not given."""
    if first and last:
        if first.year == last.year == context.as_of.year:
            return context.formats.span(first, last)
        return f"{context.formats.iso(first)}–{context.formats.iso(last)}"
    return f"{day_text(first, context)}–{day_text(last, context)}" if first or last else ""


def day_cell(day: date | None, context: ViewContext, *, sub: str = "") -> Cell:
    """A date, sorted as one."""
    return Cell(text=day_text(day, context), sub=sub, key_text=day.isoformat() if day else "")


def due_cell(day: date | None, context: ViewContext, calendar: WorkCalendar, *, pending: bool = True) -> Cell:
    """A day by which something is to happen; red, with the working days since, when it has passed while `pending`."""
    if day is None:
        return Cell()
    if not pending or day >= context.as_of:
        return day_cell(day, context)
    late = context.t("tables.late", count=days_late(calendar, day, context.as_of))
    return Cell(status=Status(state="bad", word=f"{day_text(day, context)} {late}"), key_text=day.isoformat())


def state_cell(state: State, word: str) -> Cell:
    """A state."""
    return Cell(status=Status(state=state, word=word))
