"""How a metric moves: the mean of its last seven days, and its change against the period before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.series import MetricSeries, Observation

WEEK = timedelta(days=7)
LEAST_DAYS = 4
"""So many of seven days must have a value before their mean is drawn."""
LEAST_ALIKE = 2
"""So many days of one kind both sides must have to be compared by them alone."""
Kind = Literal["all", "working", "off", "two-months"]
_KINDS: tuple[tuple[Kind, bool], ...] = (("working", True), ("off", False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The newest complete period against the one before, in the metric's own unit.

    A daily metric compares the mean of 7 days with that of the 7 days before, so that each weekday meets itself;
    a ratio with parts pools them. Where holidays or make-up days make the two weeks unlike, days of one kind alone are
    compared. `relative` is the difference as a share of the value before, None where that is 0.
    """

    now: float
    before: float
    kind: Kind = "all"
    """Which days were compared, where not all."""

    @property
    def difference(self) -> float:
        return self.now - self.before

    @property
    def relative(self) -> float | None:
        return self.difference / abs(self.before) if self.before else None


def is_daily(series: MetricSeries) -> bool:
    """Whether the values are those of days; a series without values counts as daily."""
    return all(one.period.start == one.period.end for one in series.total[-1:])


def pooled_mean(observations: Sequence[Observation]) -> float | None:
    """Σ numerator / Σ denominator where every value has both parts, else the mean of the values; None without any."""
    known = [one for one in observations if one.value is not None]
    if not known:
        return None
    upper = [one.numerator for one in known if one.numerator is not None and one.denominator]
    if len(upper) == len(known):
        return sum(upper) / sum(one.denominator for one in known if one.denominator)
    return sum(one.value for one in known if one.value is not None) / len(known)


def seven_day_means(series: MetricSeries, as_of: date) -> tuple[tuple[date, float], ...]:
    """For each day with a value the mean of the 7 days up to it, where at least 4 of them have one."""
    known = series.known(as_of)
    means = []
    start = 0
    for index, one in enumerate(known):
        while one.period.start - known[start].period.start >= WEEK:
            start += 1
        mean = pooled_mean(known[start : index + 1])
        if index - start + 1 >= LEAST_DAYS and mean is not None:
            means.append((one.period.start, mean))
    return tuple(means)


def trend(series: MetricSeries | None, as_of: date, calendar: WorkCalendar) -> Trend | None:
    """Week on week for days, else period on period; None where a value of either side is missing."""
    known = series.known(as_of) if series else ()
    if not known:
        return None
    last = known[-1].period
    if last.start != last.end:
        if len(known) > 1 and known[-2].period.end == last.start - timedelta(days=1):
            return trend_of(known[-1:], known[-2:-1])
        return None
    if last.start - date.min < 2 * WEEK:
        return None
    by_day = {one.period.start: one for one in known}
    days = [last.start - timedelta(days=back) for back in range(14)]
    if any(day not in by_day for day in days):
        return None
    return like_with_like([by_day[day] for day in days[:7]], [by_day[day] for day in days[7:]], calendar)


def like_with_like(now: Sequence[Observation], before: Sequence[Observation], calendar: WorkCalendar) -> Trend | None:
    """Two stretches of days; where a holiday or make-up day gives them another mix, only days of one kind.

    Of working days and days off those of which both have more, at least two.
    """
    kinds = [
        (
            kind,
            [one for one in now if calendar.is_working(one.period.start) is working],
            [one for one in before if calendar.is_working(one.period.start) is working],
        )
        for kind, working in _KINDS
    ]
    if all(len(one) * len(before) == len(other) * len(now) for _, one, other in kinds):
        return trend_of(now, before)
    kind, one, other = max(kinds, key=lambda found: min(len(found[1]), len(found[2])))
    return trend_of(one, other, kind) if min(len(one), len(other)) >= LEAST_ALIKE else None


def trend_of(now: Sequence[Observation], before: Sequence[Observation], kind: Kind = "all") -> Trend | None:
    """The means of two stretches; None where one has no value."""
    after, earlier = pooled_mean(now), pooled_mean(before)
    return None if after is None or earlier is None else Trend(now=after, before=earlier, kind=kind)
