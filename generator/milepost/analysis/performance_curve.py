"""Planned, earned and spent over time, for the S-curve."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from milepost.analysis.budget import month_ends
from milepost.analysis.performance import Performance

_DAY, _WEEK = timedelta(days=1), 7
_MANY_WEEKS = 110
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """Sums since the beginning, at the end of a day; EV and AC are None after the last complete day."""

    day: date
    pv: Decimal | None
    ev: Decimal | None
    ac: Decimal | None


def performance_curve(performance: Performance) -> tuple[CurvePoint, ...]:
    """From the eve of the first day to the last planned one, or the last complete one where that is later.

    There is a point at each end of a week (of a month where the plan is longer than two years), at each end of a month,
    at the last complete day and at both ends. Empty when nothing has a place and nothing was begun or paid.
    """
    known = [day for one in performance.packages for day in (one.begun, *(paid.day for paid in one.payments)) if day]
    known = [day for day in known if day <= performance.day]
    places = [one.place for one in performance.packages if one.planned and one.place]
    starts = [*known, *(place[0] for place in places)]
    if not starts or min(starts) == date.min:
        return ()
    first, now = min(starts) - _DAY, performance.day
    running = any(one.ended is None for one in performance.packages)
    last = max([*known, *(place[1] for place in places), *([now] if running else [])])
    days = {first, last, *month_ends(first, last), *_sundays(first, last)}
    if first <= now <= last:
        days.add(now)
    return tuple(_point(performance, day) for day in sorted(days) if first <= day <= last)


def _sundays(first: date, last: date) -> list[date]:
    if (last - first).days > _WEEK * _MANY_WEEKS:
        return []
    sunday = first.toordinal() + 6 - first.weekday()
    return [date.fromordinal(number) for number in range(sunday, last.toordinal() + 1, _WEEK)]


def _point(performance: Performance, day: date) -> CurvePoint:
    past = day <= performance.day
    calendar, packages = performance.calendar, performance.packages
    return CurvePoint(
        day=day,
        pv=performance.planned_value(day),
        ev=sum((one.earned_value(calendar, day) for one in packages), _ZERO) if past else None,
        ac=sum((one.actual_cost(calendar, day) for one in packages), _ZERO) if past else None,
    )
