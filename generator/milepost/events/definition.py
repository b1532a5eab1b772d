"""What a metric asks of raw events: its query, complete and checked, or what is wrong with it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

from milepost.diagnostics.suggestion import did_you_mean
from milepost.i18n.message import Message, message
from milepost.model.records.metric import EventQuery, FunnelQuery, Metric, RetentionQuery, Series

Kind = Literal["active_users", "new_users", "retention", "funnel", "sql"]
KINDS: tuple[Kind, ...] = ("active_users", "new_users", "retention", "funnel", "sql")
STANDARD_COLUMNS = ("user_id", "event", "timestamp", "session_id")
RATIOS = ("retention", "funnel")
MOST_STEPS, MOST_DAYS = 20, 3_660
DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One query, with the values that count for its kind.

    Attributes:
        grain: the period of one value.
        segment: the column that tells segments apart, empty for none.
        names: of active and new users, the events that make a user one; all where there are none.
        days: of active users, how many days up to each day; 0 for the users of each period.
        bracket: of retention, the first and last day after the first; no last day for unbounded.
        window: of a funnel, in seconds.
    """

    kind: Kind
    grain: Literal["day", "week", "month"] = "day"
    segment: str = ""
    names: tuple[str, ...] = ()
    days: int = 0
    variant: Literal["exact", "unbounded", "bracket"] = "exact"
    bracket: tuple[int, int | None] = (1, 1)
    cohort: Literal["new", "active"] = "new"
    steps: tuple[str, ...] = ()
    window: int = 0
    by: Literal["user", "session"] = "user"
    ties: Literal["either", "row", "strict"] = "either"
    sql: str = ""

    @property
    def lag(self) -> int:
        """How many days after a period its value can be known: a day of return, or a window, must be over."""
        if self.kind == "retention":
            low, high = self.bracket
            return low if high is None else high
        return -(-self.window // DAY)

    @property
    def key(self) -> str:
        """The same for the same question, whichever metric asks it."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)


class Wrong(NamedTuple):
    """What is wrong with a query: the rule that speaks, the field below `series`, the variant of its texts."""

    rule: str
    path: tuple[str | int, ...]
    variant: str
    facts: Mapping[str, object] = {}
    help: Message | None = None


def definition_of(metric: Metric) -> Definition | None:
    """What a metric asks of events; None where it asks nothing, or not in a way that can be answered."""
    query = metric.series.query if metric.series and metric.series.events else None
    if query is None or _refused(metric) or next(problems(metric), None):
        return None
    (kind,) = _kinds(query)
    grain, segment = metric.cadence or "day", (metric.series and metric.series.segment) or ""
    if query.active_users is not None:
        names, days = query.active_users.event, query.active_users.days or 0
        return Definition(kind=kind, grain=grain, segment=segment, names=names, days=days)
    if query.new_users is not None:
        return Definition(kind=kind, grain=grain, segment=segment, names=query.new_users.event)
    if query.retention is not None:
        variant, days_after = query.retention.variant or "exact", query.retention.day
        bracket = (days_after[0], None if variant == "unbounded" else days_after[-1])
        return Definition(
            kind=kind, grain=grain, segment=segment, variant=variant, bracket=bracket, cohort=query.retention.cohort
        )
    if query.funnel is not None and query.funnel.window is not None:
        steps, window = query.funnel.steps, query.funnel.window.seconds
        by, ties = query.funnel.by, query.funnel.ties
        return Definition(kind=kind, grain=grain, segment=segment, steps=steps, window=window, by=by, ties=ties)
    return Definition(kind=kind, grain=grain, segment=segment, sql=query.sql or "")


def problems(metric: Metric) -> Iterator[Wrong]:
    """Everything that is wrong with a metric's query beyond the single values, which the loader judges."""
    series = metric.series
    if series is None or not (series.events or series.query):
        return
    yield from _sources(series)
    query = series.query
    if query is None:
        if "series.query" not in metric.invalid:
            yield Wrong("missing-field", ("events",), "query")
        return
    kinds = _kinds(query)
    if len(kinds) > 1:
        yield Wrong("invalid-value", ("query", kinds[1]), "query-several", {"kinds": [f"`{one}`" for one in kinds]})
    elif not kinds and not _refused(metric):
        yield Wrong("missing-field", ("query",), "query-kind")
    if kinds:
        yield from _contradictions(metric, kinds[0])
    if query.retention:
        yield from _retention(query.retention)
    if query.funnel:
        yield from _funnel(query.funnel)


def _sources(series: Series) -> Iterator[Wrong]:
    """What the fields beside the query say against each other."""
    if series.events and series.file:
        yield Wrong("invalid-value", ("file",), "events-and-file")
    if not series.events and not series.file:
        yield Wrong("missing-field", ("query",), "events")
    for name in series.columns or ():
        if name not in STANDARD_COLUMNS:
            options = [f"`{one}`" for one in STANDARD_COLUMNS]
            help_ = did_you_mean(name, STANDARD_COLUMNS) or message("diagnostics.one-of", options=options)
            yield Wrong("invalid-value", ("columns", name), "events-column", {"column": name}, help_)


def _kinds(query: EventQuery) -> list[Kind]:
    return [kind for kind in KINDS if getattr(query, kind) is not None]


def _refused(metric: Metric) -> bool:
    """Whether the loader left out a value of the query, or found one missing: it has said so."""
    query = metric.series.query if metric.series else None
    if any(path.startswith("series.query") for path in metric.invalid) or query is None:
        return True
    return any(part is not None and bool(part.missing()) for part in (query.retention, query.funnel))


def _contradictions(metric: Metric, kind: Kind) -> Iterator[Wrong]:
    """What the metric's other fields say against its query."""
    is_ratio = kind in RATIOS
    if kind != "sql" and metric.kind is not None and is_ratio != (metric.kind == "ratio"):
        wanted = "ratio" if is_ratio else "count"
        yield Wrong("invalid-value", ("kind",), "query-unit", {"value": metric.kind, "query": kind, "wanted": wanted})
    active = metric.series.query.active_users if metric.series and metric.series.query else None
    if active and active.days and (metric.cadence or "day") != "day":
        path = ("query", "active_users", "days")
        yield Wrong("invalid-value", path, "rolling", {"days": active.days, "cadence": metric.cadence})


def _retention(query: RetentionQuery) -> Iterator[Wrong]:
    path, days = ("query", "retention", "day"), query.day
    wanted = 2 if query.variant == "bracket" else 1
    if not days or query.variant is None:
        return
    if len(days) != wanted:
        yield Wrong("invalid-value", path, f"retention-{wanted}", {"variant": query.variant})
    elif not all(0 <= day <= MOST_DAYS for day in days):
        yield Wrong("invalid-value", path, "retention-range", {"most": MOST_DAYS})
    elif days[0] > days[-1]:
        yield Wrong("invalid-value", path, "bracket-order", {"first": days[0], "last": days[-1]})


def _funnel(query: FunnelQuery) -> Iterator[Wrong]:
    path, steps = ("query", "funnel", "steps"), query.steps
    if len(steps) == 1:
        yield Wrong("invalid-value", path, "funnel-steps", {"step": steps[0]})
    elif len(steps) > MOST_STEPS:
        yield Wrong("invalid-value", path, "funnel-long", {"most": MOST_STEPS, "count": len(steps)})
