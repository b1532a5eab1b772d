"""What a metric chart shows: a daily series, its mean, targets, gaps and events, with ready words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from milepost.charts.time_axis import AxisWords

EventKind = Literal["release", "decision", "campaign"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value of a day (or of the period that starts there); None or NaN is a gap."""

    day: date
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Why values are missing between two days: the name of a hatched span."""

    start: date
    finish: date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetBand:
    """Where the values should be from `start` to `finish`; an open side reaches the edge of the plot."""

    start: date
    finish: date
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A level that raises a warning or an alarm when it is passed."""

    value: float
    text: str
    tone: Literal["warn", "bad"] = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A release, decision or campaign. `letter` names its mark; without one only its line is drawn.

    `text` and `date_text` stand in the key below, `label` is the sentence of the title. A campaign has a `finish`.
    """

    day: date
    kind: EventKind
    letter: str
    text: str
    date_text: str
    label: str
    href: str = ""
    finish: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricChart:
    """A metric over time. `points` are pale, `mean` is strong; with an empty `mean` the points are strong.

    `every` is the distance of two points in days; `last_text` stands at the end of the strong line. `pace` leads
    from the baseline to the target. `jumps` are ringed points, `jump_text` says in their titles why. `values` that the
    axis must hold beside the data go in `hold` (0 for counts).
    """

    points: tuple[Point, ...]
    label: str
    axis: AxisWords
    mean: tuple[Point, ...] = ()
    every: int = 1
    last_text: str = ""
    gap_text: str = ""
    gaps: tuple[Gap, ...] = ()
    bands: tuple[TargetBand, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    pace: tuple[Point, Point] | None = None
    events: tuple[Event, ...] = ()
    jumps: tuple[Point, ...] = ()
    jump_text: str = ""
    hold: tuple[float, ...] = ()
    height: int = 300


def ordered(points: Sequence[Point]) -> list[Point]:
    """Points by day, the last one given for a day wins."""
    return [p for _, p in sorted({p.day: p for p in points}.items())]
