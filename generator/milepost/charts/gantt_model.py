"""What a Gantt shows: computed dates and ready, localised words; nothing is scheduled here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from milepost.charts.scales import TimeScale, window
from milepost.charts.time_axis import NARROW, AxisWords, Unit

ROW = 28
"""Height of a row in px."""

BarTone = Literal["critical", "float", "done", "cancelled"]
LinkKind = Literal["FS", "SS", "FF", "SF"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttTask:
    """One task or milestone. Dates are first and last day of work; a milestone stands at the end of `finish`.

    With `morning` a milestone stands at the beginning of that day instead.

    `label` is the full sentence of the mark's title; `float_text`, `owner`, `date_text` and `note` are short.
    `progress` is a share from 0 to 1. `float_finish` is the latest last day that moves nothing. Without `finish`
    the row stays empty. `anchor` is the row's own id, for pages where the record has no other place.
    """

    id: str
    name: str
    href: str
    label: str
    start: date | None
    finish: date | None
    tone: BarTone = "float"
    milestone: bool = False
    morning: bool = False
    progress: float = 0
    owner: str = ""
    float_text: str = ""
    date_text: str = ""
    note: str = ""
    note_tone: Literal["", "warn", "bad"] = ""
    baseline: tuple[date, date] | None = None
    float_finish: date | None = None
    deadline: date | None = None
    deadline_missed: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttPhase:
    """A phase or a parent task: a bracket over its rows, which fold away. `note` is its progress in words."""

    id: str
    name: str
    label: str
    start: date | None
    finish: date | None
    rows: tuple["GanttTask | GanttPhase", ...] = ()
    href: str = ""
    note: str = ""
    opened: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttLink:
    """Dependency between two rows, tasks or phases, by id; links to rows that are not shown are left out."""

    source: str
    target: str
    kind: LinkKind = "FS"
    critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDays:
    """A holiday or a make-up day that is called by its name above the rows."""

    start: date
    finish: date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttLine:
    """A vertical line at the end of `day` with its words: the due date, the P80 finish."""

    day: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttWords:
    """Words of the chart itself."""

    label: str
    task: str
    owner: str
    total_float: str
    today: str
    axis: AxisWords


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttChart:
    """A whole Gantt. `start` and `finish` fix the window; without them it holds every date that is drawn."""

    rows: tuple[GanttTask | GanttPhase, ...]
    words: GanttWords
    links: tuple[GanttLink, ...] = ()
    today: date | None = None
    due: GanttLine | None = None
    forecast: GanttLine | None = None
    off_days: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()
    day_names: tuple[NamedDays, ...] = ()
    start: date | None = None
    finish: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttView:
    """The chart with its scale: units of the two axis lines, the width the plot has at least, every row's place."""

    chart: GanttChart
    scale: TimeScale
    upper: Unit
    lower: Unit
    width: int
    place: Mapping[str, int] = field(default_factory=dict)

    @property
    def wide(self) -> bool:
        """Too long for a page: the chart scrolls inside its own frame."""
        return self.width > 760

    @property
    def levels(self) -> tuple[tuple[float, str], ...]:
        """Widths a plot has at least, with the class of what needs them: phone, tablet, page of 46 rem and more."""
        return (NARROW, ""), (self.width, "minor"), (max(self.width, 650), "mid")

    @property
    def shows_weekends(self) -> bool:
        return self.width / self.scale.days >= 2.5

    def milestone_at(self, task: GanttTask) -> float:
        """Percent where a milestone with a date stands."""
        assert task.finish is not None
        return self.scale.left(task.finish) if task.morning else self.scale.right(task.finish)

    def x(self, percent: float) -> str:
        written = f"{percent:.{self.scale.digits}f}".rstrip("0").rstrip(".")
        return "0" if written == "-0" else written


def walk(rows: tuple[GanttTask | GanttPhase, ...]) -> Iterator[GanttTask | GanttPhase]:
    """All rows from top to bottom as they stand unfolded."""
    for row in rows:
        yield row
        if isinstance(row, GanttPhase):
            yield from walk(row.rows)


def view_of(chart: GanttChart) -> GanttView | None:
    """Scale and units for a chart; None when it has no date to draw."""
    scale = _scale(chart)
    if scale is None:
        return None
    upper, lower, pixels = _units(scale.days)
    place = {row.id: i for i, row in enumerate(walk(chart.rows))}
    width = max(480, round(scale.days * pixels))
    return GanttView(chart=chart, scale=scale, upper=upper, lower=lower, width=width, place=place)


def _units(days: int) -> tuple[Unit, Unit, float]:
    """Upper and lower axis unit and the px a day needs at least so that the lower labels stay apart."""
    if days <= 35:
        return Unit.MONTH, Unit.DAY, 21
    if days <= 210:
        return Unit.MONTH, Unit.WEEK, 3.6
    if days <= 420:
        return Unit.YEAR, Unit.MONTH, 2.5
    if days <= 1200:
        return Unit.YEAR, Unit.MONTH, 2
    return Unit.YEAR, Unit.QUARTER, max(0.35, min(1.0, 6000 / days))


def _scale(chart: GanttChart) -> TimeScale | None:
    days = [d for row in walk(chart.rows) for d in _dates(row)]
    if not days:
        return None
    days += [line.day for line in (chart.due, chart.forecast) if line]
    natural = window(days)
    assert natural is not None
    start = chart.start or natural.start
    return TimeScale(start=start, finish=max(start + timedelta(days=6), chart.finish or natural.finish))


def _dates(row: GanttTask | GanttPhase) -> list[date]:
    if isinstance(row, GanttPhase):
        return [d for d in (row.start, row.finish) if d]
    if row.finish is None:
        return []
    return [d for d in (row.start, row.finish, row.float_finish, row.deadline, *(row.baseline or ())) if d]
