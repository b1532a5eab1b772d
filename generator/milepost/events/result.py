"""What a query over events gives: a small series, and what its figure is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from milepost.events.definition import Definition
from milepost.model.reference import Ref

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value: of a period, named as in files of values, and a segment, empty for the total.

    Of a ratio with its parts; no value where the period cannot be judged yet, or nobody was there to be counted.
    """

    period: str
    segment: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The users whose first day lies in a period; of each bracket of days those who count, and those who came back."""

    period: str
    start: date
    end: date
    size: int
    back: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohorts:
    """Cohorts by week or month, the oldest first, and the brackets of days after the first day that are looked at."""

    grain: Literal["week", "month"]
    brackets: tuple[tuple[int, int | None], ...]
    rows: tuple[Cohort, ...]
    horizon: date
    """The last day of which everything is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """How many units that began between two days, both included, got to each step."""

    start: date
    end: date
    reached: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """The newest days of a funnel whose window is over, and as many before them where the events reach back so far."""

    now: Passage
    before: Passage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSeries:
    """A metric computed from events."""

    definition: Definition
    values: tuple[Value, ...]
    cohorts: Cohorts | None = None
    passages: Passages | None = None


EventResults = Mapping[Ref, EventSeries]


def day_of(number: int) -> date:
    """The day of that number since 1970-01-01."""
    return EPOCH + timedelta(days=number)


def number_of(day: date) -> int:
    """Its number since 1970-01-01."""
    return (day - EPOCH).days


def to_plain(series: EventSeries) -> dict[str, Any]:
    """As JSON keeps it, without the definition, by which it is found again."""
    cohorts, passages = series.cohorts, series.passages
    return {
        "values": [[one.period, one.segment, one.value, one.numerator, one.denominator] for one in series.values],
        "cohorts": cohorts
        and {
            "grain": cohorts.grain,
            "brackets": cohorts.brackets,
            "horizon": cohorts.horizon.isoformat(),
            "rows": [
                [row.period, row.start.isoformat(), row.end.isoformat(), row.size, row.back] for row in cohorts.rows
            ],
        },
        "passages": passages
        and [
            [one.start.isoformat(), one.end.isoformat(), one.reached]
            for one in (passages.now, passages.before)
            if one is not None
        ],
    }


def from_plain(definition: Definition, plain: Mapping[str, Any]) -> EventSeries:
    """The other way round."""
    cohorts, passages = plain["cohorts"], plain["passages"]
    return EventSeries(
        definition=definition,
        values=tuple(
            Value(period=period, segment=segment, value=value, numerator=upper, denominator=lower)
            for period, segment, value, upper, lower in plain["values"]
        ),
        cohorts=Cohorts(
            grain=cohorts["grain"],
            brackets=tuple((low, high) for low, high in cohorts["brackets"]),
            horizon=date.fromisoformat(cohorts["horizon"]),
            rows=tuple(
                Cohort(
                    period=period,
                    start=date.fromisoformat(start),
                    end=date.fromisoformat(end),
                    size=size,
                    back=tuple((eligible, retained) for eligible, retained in back),
                )
                for period, start, end, size, back in cohorts["rows"]
            ),
        )
        if cohorts
        else None,
        passages=Passages(now=_passage(passages[0]), before=_passage(passages[1]) if len(passages) > 1 else None)
        if passages
        else None,
    )


def _passage(plain: Any) -> Passage:
    start, end, reached = plain
    return Passage(start=date.fromisoformat(start), end=date.fromisoformat(end), reached=tuple(reached))
