"""Metrics."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, WithJsonSchema

from milepost.model.duration import Length, TimeWindow
from milepost.model.field_types import AlsoWritten, Integer, Many, String, Target, in_range
from milepost.model.record import Item, Record, Scope, expected
from milepost.model.reference import MetricRef
from milepost.model.text import Text

_DAYS_SCHEMA = {"type": "integer", "minimum": 1, "maximum": 366}


def _plain(value: Any) -> Any:
    return {} if value == "true" else value


_OR_TRUE = (BeforeValidator(_plain), AlsoWritten({"const": True}))
"""A query without settings is written `true`."""


class ActiveUsersQuery(Item):
    """How many different users there are."""

    event: Many[String] = ()
    """Only users with one of these events; with any event where none is named."""
    days: Annotated[int | None, in_range(1, 366), WithJsonSchema(_DAYS_SCHEMA)] = None
    """Users of so many days up to each day; the users of each period where it is not given."""


class NewUsersQuery(Item):
    """How many users appear for the first time."""

    event: Many[String] = ()
    """Only these events count; any event where none is named."""


class RetentionQuery(Item):
    """How many of a cohort come back."""

    day: Many[Integer] = expected(())
    """Day n; for `bracket` the first and the last day."""
    variant: Literal["exact", "unbounded", "bracket"] | None = expected()
    """Back on day n, on day n or later, or between two days."""
    cohort: Literal["new", "active"] = "new"
    """Users by their first event, or all users active on the day."""


class FunnelQuery(Item):
    """How many users get through ordered steps."""

    steps: Many[String] = expected(())
    """Event names in order; other events may lie between."""
    window: TimeWindow | None = expected()
    """Time from the first step within which the others count: `30min`, `24h`, `7d`."""
    by: Literal["user", "session"] = "user"
    """Whose steps are followed."""
    ties: Literal["either", "row", "strict"] = "either"
    """Events of the same second: in either order, as the file has them, or never one after the other."""


class EventQuery(Item):
    """A metric computed from raw events; exactly one of these."""

    active_users: Annotated[ActiveUsersQuery | None, *_OR_TRUE] = None
    """Distinct users of a period."""
    new_users: Annotated[NewUsersQuery | None, *_OR_TRUE] = None
    """Users whose first event lies in the period."""
    retention: RetentionQuery | None = None
    """Users of a cohort who come back."""
    funnel: FunnelQuery | None = None
    """Users who get through ordered steps."""
    sql: String | None = None
    """A query in SQL over `events`: rows of `date` and `value`, or of `date`, `numerator` and `denominator`."""


class Series(Item):
    """Where a metric's values are: a column of files, or a query over raw events."""

    file: String | None = None
    """Path or glob of CSV or Parquet files."""
    column: String | None = None
    """The metric's column."""
    segment: String | None = None
    """The column that tells segments apart; in files of values, rows without one are the total."""
    events: String | None = None
    """Path or glob of files with raw events."""
    query: EventQuery | None = None
    """What to compute from the events."""
    columns: dict[str, str] | None = None
    """What the files call the columns `user_id`, `event`, `timestamp` and `session_id`: `{user_id: uid}`."""


class Thresholds(Item):
    """From which value on a metric is green or amber."""

    green: Target | None = expected()
    """Good from here on."""
    amber: Target | None = expected()
    """Tolerable from here on."""


class Domain(Item):
    """The values that are possible, both ends included."""

    min: Target | None = None
    """The smallest."""
    max: Target | None = None
    """The largest."""


_PAIR_SCHEMA = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}


def _pair(value: Any) -> Any:
    if isinstance(value, Mapping) or not isinstance(value, list):
        return value
    return dict(zip(("min", "max"), value, strict=False))


class Metric(Record):
    """Something that is measured again and again."""

    collection: ClassVar[str] = "metrics"
    singular: ClassVar[str] = "metric"
    scope: ClassVar[Scope] = "both"

    unit: Text | None = expected()
    """What is counted."""
    kind: Literal["count", "ratio", "duration", "money", "score"] | None = expected()
    """The nature of its values."""
    formula: Text | None = expected()
    """How it is computed, in words."""
    source: Text | None = expected()
    """Where the data come from."""
    cadence: Literal["day", "week", "month"] | None = expected()
    """The period of one value."""
    aggregation: Literal["sum", "avg", "last", "distinct"] | None = expected()
    """How values of several periods become one."""
    direction: Literal["increase", "decrease", "maintain"] | None = expected()
    """Which way is better."""
    series: Series | None = None
    """Where its values are; not for a ratio with parts."""
    numerator: MetricRef | None = None
    """Upper part of a ratio."""
    denominator: MetricRef | None = None
    """Lower part of a ratio."""
    target: Target | None = None
    """The value to reach."""
    thresholds: Thresholds | None = None
    """The band of good and tolerable values."""
    freshness: Length | None = None
    """How old the newest value may be."""
    min_sample: Integer | None = None
    """The smallest sample that says something."""
    domain: Annotated[Domain | None, BeforeValidator(_pair), AlsoWritten(_PAIR_SCHEMA)] = None
    """The values that are possible."""
    role: String | None = None
    """visits, retention, conversion …: what the metric stands for in the portal."""

    def missing(self) -> list[str]:
        """As for every record; `series` too, unless the metric is a ratio with parts."""
        no_data = not (self.series or (self.numerator and self.denominator))
        return super().missing() + (["series"] if no_data else [])
