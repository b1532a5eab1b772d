"""The values of a definition, from any engine that answers queries over the table of events."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal, Protocol

from milepost.events import expressions
from milepost.events.definition import Definition
from milepost.events.expressions import Bracket, Grain
from milepost.events.result import Cohort, Cohorts, EventSeries, Passage, Passages, Value, day_of, number_of
from milepost.model.periods import Period, next_period, parse_period

Rows = Sequence[tuple[Any, ...]]
_COHORTS = {"week": 26, "month": 12}
_DAYS_AFTER = (1, 2, 3, 4, 5, 6, 7, 14, 30)
_BRACKETS = 8
_PASSAGE = 28
"""Days of which a funnel's figure is drawn, and as many before them to compare with."""


class Engine(Protocol):
    """Whatever answers an expression over the table of events."""

    def rows(self, expression: Any) -> Rows:
        """The rows of its answer, in any order, with its columns in the order of the expression."""


class SqlError(Exception):
    """A query in SQL that does not run, or gives no series: the variant of what is said of it, and what it is about."""

    def __init__(self, variant: str, about: str = "") -> None:
        super().__init__(f"{variant}: {about}")
        self.variant, self.about = variant, about


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The days that the events cover: of the first event, and the last one of which everything is known."""

    first: int
    horizon: int
    as_of: int


def evaluate(definition: Definition, engine: Engine, stretch: Stretch) -> EventSeries:
    """The series of a definition, and what its figure needs; not for SQL, which only one engine runs."""
    events = expressions.events_table()
    events = events.filter(events.day <= stretch.horizon)
    if definition.kind == "retention":
        return _retention(definition, engine, events, stretch)
    if definition.kind == "funnel":
        return _funnel(definition, engine, events, stretch)
    return EventSeries(definition=definition, values=tuple(_users(definition, engine, events, stretch)))


def series_of_rows(definition: Definition, names: Sequence[str], rows: Rows) -> EventSeries:
    """The series that a query in SQL gives, in order of time.

    Raises:
        SqlError: it lacks a column, or holds something else than periods and numbers, or one period twice.
    """
    places = {name.lower(): index for index, name in enumerate(names)}
    has_parts = "numerator" in places and "denominator" in places
    if "date" not in places or not ("value" in places or has_parts):
        raise SqlError("columns", ", ".join(names))
    found: dict[tuple[str, str], Value] = {}
    for row in rows:
        cells = {name: row[index] for name, index in places.items()}
        period = str(cells["date"])[:10]
        upper, lower = (_number(cells.get(name)) if has_parts else None for name in ("numerator", "denominator"))
        value = _number(cells.get("value")) if "value" in places else _share(upper, lower)
        key = (period, str(cells.get("segment") or ""))
        if parse_period(period) is None:
            raise SqlError("period", period)
        if key in found:
            raise SqlError("twice", period)
        found[key] = Value(period=period, segment=key[1], value=value, numerator=upper, denominator=lower)
    order = sorted(found, key=lambda key: (parse_period(key[0]), key[1]))
    return EventSeries(definition=definition, values=tuple(found[key] for key in order))


def _users(definition: Definition, engine: Engine, events: Any, stretch: Stretch) -> Iterator[Value]:
    """A period without anybody counts none, as long as the events reach from before it to after it."""
    for by_segment in (False, True) if definition.segment else (False,):
        if definition.days:
            query = expressions.users_of_days(events, definition.days, names=definition.names, by_segment=by_segment)
            counts = _added_up(engine.rows(query), stretch)
        elif definition.kind == "new_users":
            counts = _by_segment(
                engine.rows(
                    expressions.new_users(events, definition.grain, names=definition.names, by_segment=by_segment)
                )
            )
        else:
            query = expressions.active_users(events, definition.grain, names=definition.names, by_segment=by_segment)
            counts = _by_segment(engine.rows(query))
        periods = list(_periods(definition.grain, stretch))
        for segment in sorted(counts) if by_segment else ("",):
            if by_segment and not segment:
                continue  # what has no segment is in the total alone
            for period in periods:
                known = _is_known(period, stretch, 0)
                value = counts.get(segment, {}).get(number_of(period.start), 0) if known else None
                yield Value(period=period.label, segment=segment, value=value)


def _retention(definition: Definition, engine: Engine, events: Any, stretch: Stretch) -> EventSeries:
    def asked(grain: Grain, brackets: Sequence[Bracket], *, by_segment: bool = False) -> Rows:
        query = expressions.retention(
            events, grain, brackets, stretch.horizon, cohort=definition.cohort, by_segment=by_segment
        )
        return sorted(engine.rows(query))

    values = []
    for by_segment in (False, True) if definition.segment else (False,):
        for number, segment, _, _, eligible, retained in asked(
            definition.grain, [definition.bracket], by_segment=by_segment
        ):
            if not by_segment or segment:
                values.append(_ratio(definition, stretch, number, segment, (retained, eligible)))
    brackets = brackets_beside(definition)
    grain: Literal["week", "month"] = "month" if definition.grain == "month" else "week"
    rows = asked(grain, brackets)[-_COHORTS[grain] :]
    cohorts = [_cohort(row, grain) for row in rows]
    return EventSeries(
        definition=definition,
        values=tuple(values),
        cohorts=Cohorts(grain=grain, brackets=brackets, rows=tuple(cohorts), horizon=day_of(stretch.horizon)),
    )


def brackets_beside(definition: Definition) -> tuple[Bracket, ...]:
    """What a table of cohorts shows beside the metric's own bracket: common days, or the brackets that follow it."""
    low, high = definition.bracket
    if definition.variant == "bracket" and high is not None:
        length = high - low + 1
        return tuple((low + place * length, high + place * length) for place in range(_BRACKETS))
    days = sorted({*_DAYS_AFTER, low})
    return tuple((day, None if definition.variant == "unbounded" else day) for day in days)


def _funnel(definition: Definition, engine: Engine, events: Any, stretch: Stretch) -> EventSeries:
    first, by = definition.steps[0], definition.by

    def asked(starts: Any) -> Rows:
        query = expressions.funnel(events, starts, definition.steps, definition.window, by=by, ties=definition.ties)
        return sorted(engine.rows(query))

    values = []
    for by_segment in (False, True) if definition.segment else (False,):
        starts = expressions.starts_by(events, first, definition.grain, by=by, by_segment=by_segment)
        for number, segment, *reached in asked(starts):
            if not by_segment or segment:
                values.append(_ratio(definition, stretch, number, segment, (reached[-1], reached[0])))
    passages = None
    spans = list(_spans(definition, stretch))
    if spans:
        found = {number: reached for number, _, *reached in asked(expressions.starts_in(events, first, spans, by=by))}
        drawn = [
            Passage(start=day_of(low), end=day_of(high), reached=tuple(found.get(low, [0] * len(definition.steps))))
            for low, high in spans
        ]
        passages = Passages(now=drawn[0], before=drawn[1] if len(drawn) > 1 else None)
    return EventSeries(definition=definition, values=tuple(values), passages=passages)


def _spans(definition: Definition, stretch: Stretch) -> Iterator[tuple[int, int]]:
    """The newest days that can be judged, and as many before them where the events reach back to the first of those."""
    last = stretch.horizon - definition.lag
    start = max(last - _PASSAGE + 1, stretch.first)
    if start <= last:
        yield start, last
        if start - _PASSAGE >= stretch.first:
            yield start - _PASSAGE, start - 1


def _ratio(definition: Definition, stretch: Stretch, number: int, segment: str, parts: tuple[int, int]) -> Value:
    period = _period(number, definition.grain)
    upper, lower = parts
    if not lower or not _is_known(period, stretch, definition.lag):
        return Value(period=period.label, segment=segment, value=None)
    return Value(period=period.label, segment=segment, value=upper / lower, numerator=upper, denominator=lower)


def _is_known(period: Period, stretch: Stretch, lag: int) -> bool:
    """Whether a value can be said: all of its days, and those it waits for, lie before the events end.

    Where the events go on to the as-of day, a period that is still open has its value so far, if it waits for nothing.
    """
    end = number_of(period.end)
    return end + lag <= stretch.horizon or (not lag and end >= stretch.as_of)


def _cohort(row: Sequence[Any], grain: str) -> Cohort:
    number, _, size, _, *parts = row
    period = _period(number, grain)
    back = tuple((int(eligible), int(retained)) for eligible, retained in zip(parts[::2], parts[1::2], strict=True))
    return Cohort(period=period.label, start=period.start, end=period.end, size=int(size), back=back)


def _period(number: int, grain: str) -> Period:
    """The period that begins with the day of that number."""
    day = day_of(number)
    year, week, _ = day.isocalendar()
    label = {"day": day.isoformat(), "week": f"{year:04}-W{week:02}", "month": day.isoformat()[:7]}[grain]
    found = parse_period(label)
    assert found
    return found


def _periods(grain: str, stretch: Stretch) -> Iterator[Period]:
    """From that of the first event to that of the last known day."""
    day = day_of(stretch.first)
    start = {"day": day, "week": day_of(stretch.first - day.weekday()), "month": day.replace(day=1)}[grain]
    period: Period | None = _period(number_of(start), grain)
    while period and number_of(period.start) <= stretch.horizon:
        yield period
        period = next_period(period)


def _by_segment(rows: Iterable[tuple[Any, ...]]) -> Mapping[str, Mapping[int, int]]:
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for number, segment, count in rows:
        found[segment][number] = count
    return found


def _added_up(rows: Rows, stretch: Stretch) -> Mapping[str, Mapping[int, int]]:
    """From changes to numbers, for every day."""
    days = range(stretch.first, stretch.horizon + 1)
    found = {}
    for segment, changes in _by_segment(rows).items():
        found[segment] = dict(zip(days, accumulate(changes.get(day, 0) for day in days), strict=True))
    return found


def _number(cell: Any) -> float | None:
    if cell is None:
        return None
    try:
        number = float(cell)
    except (TypeError, ValueError):
        raise SqlError("number", str(cell)) from None
    return number if math.isfinite(number) else None


def _share(upper: float | None, lower: float | None) -> float | None:
    return upper / lower if upper is not None and lower else None
