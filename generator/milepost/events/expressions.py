"""Active users, new users, retention and funnels as Ibis expressions: one definition for every engine.

All are over a table of events with the columns of `COLUMNS`; what each selects is integers and texts, which every
engine gives back the same: a period is the number of its first day, counted from 1970-01-01.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import ibis

Grain = Literal["all", "day", "week", "month"]
"""Into which periods values are taken together; weeks begin on Monday."""
Bracket = tuple[int, int | None]
"""Back between two days after the first, both included; from the first of them on where there is no second."""
COLUMNS = {
    "user_id": "string",
    "session_id": "string",
    "event": "string",
    "seconds": "int64",
    "day": "int32",
    "row": "int64",
    "segment": "string",
}
"""`seconds` are those since 1970, `day` the number of the local day, `row` the order in which the events are kept."""
_NEVER = -1
"""Stands for no moment: engines do not agree on what is greater than nothing."""
Table = Any


def events_table() -> Table:
    """The table `events`, wherever it is."""
    return ibis.table(COLUMNS, name="events")


def compiled(expression: Any, dialect: str) -> str:
    """An expression in the SQL of an engine."""
    return str(ibis.to_sql(expression, dialect=dialect))


def active_users(events: Table, grain: Grain, *, names: Sequence[str] = (), by_segment: bool = False) -> Table:
    """Distinct users of each period: `period`, `segment`, `users`."""
    found = _named(events, names)
    return _counted(found.select("user_id", period=_period(found.day, grain), segment=_segment(found, by_segment)))


def users_of_days(events: Table, days: int, *, names: Sequence[str] = (), by_segment: bool = False) -> Table:
    """How the number of distinct users of the last `days` days changes from day to day: `period`, `segment`, `users`.

    A user who is active on a day is among them until `days` days later, or until active again, where that is sooner:
    adding up the changes gives the number without counting any window.
    """
    found = _named(events, names)
    active = found.select("user_id", "day", segment=_segment(found, by_segment)).distinct()
    later = ibis.window(group_by=["user_id", "segment"], order_by="day", following=(1, None))
    again = active.day.min().over(later).fill_null(0)  # nothing is 0 for some engines anyway
    end = active.day + days
    until = active.mutate(until=ibis.ifelse((again == 0) | (again > end), end, again))
    changes = until.select("segment", period=until.day.cast("int32"), change=ibis.literal(1, "int64")).union(
        until.select("segment", period=until.until.cast("int32"), change=ibis.literal(-1, "int64"))
    )
    return changes.group_by("period", "segment").agg(users=changes.change.sum())


def new_users(events: Table, grain: Grain, *, names: Sequence[str] = (), by_segment: bool = False) -> Table:
    """Users whose first event lies in each period: `period`, `segment`, `users`."""
    found = _first_days(_named(events, names), by_segment=by_segment)
    return _counted(found.select("user_id", "segment", period=_period(found.day, grain)))


def retention(  # noqa: PLR0913 - the parts of the definition
    events: Table,
    grain: Grain,
    brackets: Sequence[Bracket],
    horizon: int,
    *,
    cohort: Literal["new", "active"] = "new",
    by_segment: bool = False,
) -> Table:
    """How many of each cohort came back in each bracket of days, and how many could have.

    `period`, `segment`, `size`, `last` (the number of the newest first day), then for the bracket at each place i
    `eligible_i` (members for whom its last day is not after `horizon`) and `retained_i`. Who is back is so on at least
    one day of the bracket; the days of a bracket without an end are those up to `horizon`.
    """
    days = events.select("user_id", "day").distinct()
    if cohort == "new":
        members = _first_days(events, by_segment=by_segment)
    else:
        members = events.select("user_id", "day", segment=_segment(events, by_segment)).distinct()
    members = members.rename(first="day")
    visits = _visits_of_new(members, days) if cohort == "new" else _visits_of_active(members, days, brackets)
    back = visits.group_by("user_id", "first", "segment").agg(
        **{
            f"back_{index}": (_within(visits.after, bracket)).cast("int64").max()
            for index, bracket in enumerate(brackets)
        }
    )
    found: dict[str, Any] = {"size": back.count(), "last": back.first.max()}
    for index, (low, high) in enumerate(brackets):
        over = back.first + (low if high is None else high) <= horizon
        found[f"eligible_{index}"] = over.cast("int64").sum()
        found[f"retained_{index}"] = ibis.ifelse(over, back[f"back_{index}"], 0).sum()
    return back.group_by(period=_period(back.first, grain), segment=back.segment).agg(**found)


def funnel(  # noqa: PLR0913 - the parts of the definition
    events: Table,
    starts: Table,
    steps: Sequence[str],
    window: int,
    *,
    by: Literal["user", "session"] = "user",
    ties: Literal["either", "row", "strict"] = "either",
) -> Table:
    """How many units got through the first step, the first two, and so on: `period`, `segment`, `step_0`, `step_1`.

    `starts` are the first steps that count, with the period and segment for which they do (see `starts_by`): in each of
    them a unit counts once, by the longest way that begins there. All starts are tried: of the ways that got equally
    far the one that began last has the longest to go on, so that for each step only the latest start is kept, step by
    step, with one look back each. One row serves one step: of what happens in one second the names are counted, and a
    way goes on through it as far as there are enough.
    """
    unit = {"user": "user_id", "session": "session_id"}[by]
    moments = _moments(events, unit, steps, by_row=ties == "row")
    entries = starts.group_by("unit", "period", "segment").agg(low=starts.seconds.min(), high=starts.seconds.max())
    rows = moments.join(entries, "unit").filter(
        lambda one: (one.seconds >= one.low) & (one.seconds <= one.high + window)
    )
    rows = rows.drop("low", "high")
    marks = starts.select("unit", "seconds", "row", "period", "segment", start=starts.seconds).distinct()
    keys = ["unit", "seconds", "period", "segment", *(["row"] if ties == "row" else [])]
    marks = marks if ties == "row" else marks.drop("row").distinct()
    rows = rows.left_join(marks, keys)[[*rows.columns, "start"]]
    rows = rows.mutate(before_0=rows.start.fill_null(_NEVER)).drop("start")
    order = ["seconds", "row"] if ties == "row" else ["seconds"]
    for number in range(1, len(steps) + 1):
        first = 0 if ties == "either" else number - 1
        reached = ibis.greatest(
            *(
                ibis.ifelse(_enough(rows, steps, start, number), rows[f"before_{start}"], _NEVER)
                for start in range(first, number)
            ),
            ibis.literal(_NEVER, "int64"),
        )
        rows = rows.mutate(**{f"reached_{number}": reached})
        value = rows[f"reached_{number}"]
        rows = rows.mutate(**{f"reached_{number}": ibis.ifelse(value >= rows["seconds"] - window, value, _NEVER)})
        earlier = ibis.window(group_by=["unit", "period", "segment"], order_by=order, preceding=(None, 1))
        latest = rows[f"reached_{number}"].max().over(earlier)
        rows = rows.mutate(**{f"before_{number}": latest.fill_null(_NEVER)})
    got = rows.group_by("unit", "period", "segment").agg(
        **{f"step_{number}": (rows[f"reached_{number + 1}"] >= 0).cast("int64").max() for number in range(len(steps))}
    )
    return got.group_by("period", "segment").agg(
        **{f"step_{number}": got[f"step_{number}"].sum() for number in range(len(steps))}
    )


def starts_by(
    events: Table, step: str, grain: Grain, *, by: Literal["user", "session"] = "user", by_segment: bool = False
) -> Table:
    """The first steps of a funnel by the period, and the segment, in which they lie."""
    found = _first_steps(events, step, by)
    return found.select("unit", "seconds", "row", period=_period(found.day, grain), segment=_segment(found, by_segment))


def starts_in(
    events: Table, step: str, spans: Iterable[tuple[int, int]], *, by: Literal["user", "session"] = "user"
) -> Table:
    """The first steps of a funnel in some spans of days, both ends included, which name the periods by their start."""
    found = _first_steps(events, step, by)
    parts = [
        found.filter(found.day.between(low, high)).select(
            "unit", "seconds", "row", period=ibis.literal(low, "int32"), segment=ibis.literal("")
        )
        for low, high in spans
    ]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _named(events: Table, names: Sequence[str]) -> Table:
    return events.filter(events.event.isin(list(names))) if names else events


def _segment(table: Table, by_segment: bool) -> Any:
    return table.segment.fill_null("") if by_segment else ibis.literal("")


def _period(day: Any, grain: Grain) -> Any:
    """The number of the first day of a day's period."""
    if grain == "day":
        return day.cast("int32")
    if grain == "week":  # day 0 was a Thursday
        return (day - (day + 3) % 7).cast("int32")
    if grain == "month":
        return (day - _day_of_month(day) + 1).cast("int32")
    return (day * 0).cast("int32")  # some engines take a number that is grouped by for the place of a column


def _day_of_month(day: Any) -> Any:
    """From the number of a day since 1970, in integers alone: engines differ in how they make dates of numbers.

    The civil calendar from days, after Howard Hinnant, `chrono`-Compatible Low-Level Date Algorithms: years begin on 1
    March, so that the leap day is the last one, and months have 153 days in five.
    """
    since = day.cast("int64") + 719_468
    of_era = since % 146_097
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    return of_year - (153 * month + 2) // 5 + 1


def _counted(found: Table) -> Table:
    return found.distinct().group_by("period", "segment").agg(users=lambda one: one.count())


def _first_days(events: Table, *, by_segment: bool) -> Table:
    """The first day of each user, and the segment of the first event: `user_id`, `day`, `segment`."""
    if not by_segment:
        return events.group_by("user_id").agg(day=events.day.min()).mutate(segment=ibis.literal(""))
    ordered = ibis.window(group_by=events.user_id, order_by=[events.seconds, events.row])
    first = events.mutate(place=ibis.row_number().over(ordered)).filter(lambda one: one.place == 0)
    return first.select("user_id", "day", segment=_segment(first, by_segment=True))


def _visits_of_new(members: Table, days: Table) -> Table:
    """Each member with the distance of each day of activity from the first: `user_id`, `first`, `segment`, `after`."""
    joined = members.join(days, "user_id")
    return joined.select("user_id", "first", "segment", after=joined.day - joined.first)


def _visits_of_active(members: Table, days: Table, brackets: Sequence[Bracket]) -> Table:
    """As for new ones, but each day of activity is the first of a cohort, and only distances that count are looked for.

    The last day of activity is as good as any other for a bracket without an end.
    """
    ranges = [range(low, (low if high is None else high) + 1) for low, high in brackets]
    wanted = sorted(
        {distance for one, (_, high) in zip(ranges, brackets, strict=True) if high is not None for distance in one}
    )
    last = days.group_by("user_id").agg(day=days.day.max())
    ends = members.join(last, "user_id")
    parts = [members.select("user_id", "first", "segment", after=ibis.literal(0, "int32"))]
    if any(high is None for _, high in brackets):
        parts.append(ends.select("user_id", "first", "segment", after=(ends.day - ends.first).cast("int32")))
    if wanted:
        distances = ibis.array(wanted).unnest().name("after").as_table()
        spread = members.cross_join(distances)
        spread = spread.mutate(day=(spread.first + spread.after).cast("int32"))
        hits = spread.join(days, ["user_id", "day"])
        parts.append(hits.select("user_id", "first", "segment", after=hits.after.cast("int32")))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _within(after: Any, bracket: Bracket) -> Any:
    low, high = bracket
    return after >= low if high is None else after.between(low, high)


def _first_steps(events: Table, step: str, by: Literal["user", "session"]) -> Table:
    unit = {"user": "user_id", "session": "session_id"}[by]
    found = events.filter((events.event == step) & events[unit].notnull())
    return found.mutate(unit=found[unit])


def _moments(events: Table, unit: str, steps: Sequence[str], *, by_row: bool) -> Table:
    """Each second of each unit, or each row, with how often each name of a step is in it: `count_<first place>`."""
    names = list(dict.fromkeys(steps))
    found = events.filter(events.event.isin(names) & events[unit].notnull())
    found = found.mutate(unit=found[unit])
    keys = ["unit", "seconds", *(["row"] if by_row else [])]
    return found.group_by(keys).agg(
        **{_count_of(name, steps): (found.event == name).cast("int64").sum() for name in names}
    )


def _enough(rows: Table, steps: Sequence[str], first: int, end: int) -> Any:
    """Whether a moment holds the names of the steps from the first to before the end, each as often as it is needed."""
    needed = Counter(steps[first:end])
    return ibis.and_(*(rows[_count_of(name, steps)] >= count for name, count in needed.items()))


def _count_of(name: str, steps: Sequence[str]) -> str:
    """No name of an event becomes one of a column."""
    return f"count_{steps.index(name)}"
