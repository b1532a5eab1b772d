"""Tick marks of a time axis: its unit, where periods begin and what they are called, which labels fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from milepost.charts.scales import DAY, TimeScale
from milepost.charts.svg import text_width

NARROW = 330.0
"""Width in px that a chart has at least, on a phone of 390 px."""
NARROW_PLOT = 260.0
"""What remains of it beside an axis or a column of names."""


class Unit(StrEnum):
    """Period between two ticks."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisWords:
    """Localised names of periods.

    `months` are twelve short names; the patterns know {year}, {month} (a name from `months`), {number} (of the
    month), {day} and {quarter}.
    """

    months: tuple[str, ...]
    day: str = "{number:02}-{day:02}"
    year: str = "{year}"
    quarter: str = "Q{quarter}"
    month_of_year: str = "{month} {year}"
    quarter_of_year: str = "Q{quarter} {year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Text that wants to stand at `x` percent, moved by `dx` px; `end` lets it stop there instead of start."""

    x: float
    text: str
    dx: float = 0
    end: bool = False

    def extent(self, width: float) -> tuple[float, float]:
        """Pixels it covers in a plot of `width` px, with a little air."""
        at, size = self.x / 100 * width + self.dx, text_width(self.text)
        return (at - size - 2, at + 4) if self.end else (at - 2, at + size + 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A period's start at `x` percent; `text` is empty where no name fits, `phone` tells if it fits there too."""

    x: float
    text: str
    phone: bool


_LONGEST = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31, Unit.QUARTER: 92, Unit.YEAR: 366}
"""Days that a period has at most."""


def period_start(day: date, unit: Unit) -> date:
    """First day of the period that holds `day`; weeks start on Monday."""
    match unit:
        case Unit.DAY:
            return day
        case Unit.WEEK:
            return day - min(day.weekday(), (day - date.min).days) * DAY
        case Unit.MONTH:
            return day.replace(day=1)
        case Unit.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Unit.YEAR:
            return day.replace(month=1, day=1)


def period_starts(scale: TimeScale, unit: Unit) -> list[date]:
    """Starts of all periods inside the window, the window's own first day always among them."""
    starts, day = [scale.start], scale.start
    longest = _LONGEST[unit]
    while (scale.finish - day).days > 0:
        following = period_start(min(period_start(day, unit) + longest * DAY, date.max - DAY), unit)
        if following <= day or following > scale.finish:
            break
        starts.append(following)
        day = following
    return starts


def period_name(day: date, unit: Unit, words: AxisWords, *, with_year: bool = False) -> str:
    """Name of the period that holds `day`: 08-14, 8 月, Q3, 2026; weeks are called by their first day."""
    fields = {
        "year": day.year,
        "month": words.months[day.month - 1],
        "number": day.month,
        "day": day.day,
        "quarter": (day.month + 2) // 3,
    }
    match unit:
        case Unit.DAY | Unit.WEEK:
            return words.day.format_map(fields)
        case Unit.MONTH:
            return (words.month_of_year if with_year else "{month}").format_map(fields)
        case Unit.QUARTER:
            return (words.quarter_of_year if with_year else words.quarter).format_map(fields)
        case Unit.YEAR:
            return words.year.format_map(fields)


def fits(labels: Sequence[Label], width: float, taken: Sequence[tuple[float, float]] = ()) -> list[bool]:
    """Which labels find room in a plot of `width` px beside `taken` intervals; earlier ones come first."""
    used, kept = list(taken), []
    for label in labels:
        low, high = label.extent(width)
        free = low >= -4 and high <= width + 8 and all(high <= a or low >= b for a, b in used)
        kept.append(free)
        if free:
            used.append((low, high))
    return kept


def calendar_ticks(  # noqa: PLR0913 - the plot and what stands beside it
    scale: TimeScale,
    words: AxisWords,
    *,
    width: float = 560,
    narrow: float = NARROW_PLOT,
    dx: float = 0,
    finest: Unit = Unit.DAY,
) -> list[Tick]:
    """Ticks for a single line of names over or under a plot of about `width` px, `narrow` px on a phone.

    The unit is the finest, from `finest` on, whose names have room; the year stands at the first name and at each
    new year.
    """
    units = [u for u, _ in _UNITS]
    for unit, stride in _UNITS[units.index(finest) :]:
        if scale.days // (_LONGEST[unit] * stride) * _ROOM[unit] > width:
            continue  # so many at least: they need not be found
        starts = [d for i, d in enumerate(period_starts(scale, unit)) if _kept(d, i, unit, stride)]
        if len(starts) * _ROOM[unit] <= width:
            break
    labels = [Label(x=scale.left(d), text=t, dx=dx) for d, t in zip(starts, _names(starts, unit, words), strict=True)]
    if len(labels) > 1 and not fits([labels[1], labels[0]], width)[1]:
        # the first period is cut off by the window; its full neighbour is worth more
        labels = [Label(x=scale.left(d), text=t, dx=dx) for d, t in _after_first(starts, unit, words)]
    texts = _texts(labels, [period_name(d, unit, words) for d in starts], width)
    shown = [replace(label, text=name) for label, name in zip(labels, texts, strict=True)]
    order = sorted((i for i, one in enumerate(shown) if one.text), key=lambda i: not _new_year(starts, i))
    phone = {i for i, room in zip(order, fits([shown[i] for i in order], narrow), strict=True) if room}
    return [Tick(x=one.x, text=one.text, phone=i in phone) for i, one in enumerate(shown)]


def _texts(labels: list[Label], plain: list[str], width: float) -> list[str]:
    """What finds room of each name: a new year is worth most, another name may go without its year."""
    used: list[tuple[float, float]] = []
    found = [""] * len(labels)
    with_year = [bool(one.text) and one.text != short for one, short in zip(labels, plain, strict=True)]
    first = next((i for i, one in enumerate(labels) if one.text), 0)
    for i in sorted(range(len(labels)), key=lambda i: not (with_year[i] and i > first)):
        for name in dict.fromkeys((labels[i].text, plain[i] if labels[i].text else "")):
            one = replace(labels[i], text=name)
            if name and fits([one], width, used)[0]:
                used.append(one.extent(width))
                found[i] = name
                break
    return found


def _new_year(starts: list[date], index: int) -> bool:
    return index > 0 and starts[index].year != starts[index - 1].year


_UNITS = (
    (Unit.DAY, 1),
    (Unit.WEEK, 1),
    (Unit.WEEK, 2),
    (Unit.MONTH, 1),
    (Unit.MONTH, 2),
    (Unit.QUARTER, 1),
    (Unit.YEAR, 1),
)
_ROOM = {Unit.DAY: 50, Unit.WEEK: 50, Unit.MONTH: 46, Unit.QUARTER: 64, Unit.YEAR: 0}


def _kept(day: date, index: int, unit: Unit, stride: int) -> bool:
    """Whether a period has a tick: weeks from Monday and every other one, months the odd ones."""
    if unit is Unit.WEEK:
        return day.weekday() == 0 and (day.toordinal() // 7) % stride == 0
    return stride == 1 or index == 0 or (day.month - 1) % stride == 0


def _names(starts: list[date], unit: Unit, words: AxisWords) -> list[str]:
    several = len({d.year for d in starts}) > 1
    return [
        period_name(d, unit, words, with_year=several and (i == 0 or d.year != starts[i - 1].year))
        for i, d in enumerate(starts)
    ]


def _after_first(starts: list[date], unit: Unit, words: AxisWords) -> list[tuple[date, str]]:
    """All ticks, the first without a name."""
    return [(starts[0], ""), *zip(starts[1:], _names(starts[1:], unit, words), strict=True)]
