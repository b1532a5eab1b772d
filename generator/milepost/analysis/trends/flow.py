"""Flow from the history of the status fields: cycle and lead time, throughput; nobody types anything for it.

After D. J. Anderson, Kanban: cycle time is from the start of the work to its end, lead time from the wish to its end.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from milepost.analysis.week import monday_of
from milepost.model.reference import Ref

WORKED_ON = ("in_progress", "blocked", "in_review")
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A task's status before and after a commit; None where there was or is no such task."""

    day: date
    task: Ref
    before: str | None
    after: str | None
    was: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A task that became done while git looked on; `started` and `added` are None where that was before."""

    task: Ref
    done: date
    started: date | None
    added: date | None


def completions(changes: Iterable[StatusChange]) -> tuple[Completion, ...]:
    """The tasks that are done, in the order in which they became so; what was reopened counts when it is done again.

    A task that was done when it was first written down says nothing about flow and is left out.
    """
    started: dict[Ref, date | None] = {}
    added: dict[Ref, date | None] = {}
    found: dict[Ref, Completion] = {}
    first = None
    for one in changes:
        first = first or one.day
        former = one.was or one.task
        if former != one.task:
            for known in (started, added):
                _rename(known, former, one.task)
            if former in found:
                found[one.task] = replace(found.pop(former), task=one.task)
        if one.before is None:
            added[one.task] = one.day if one.day > first else None
        if one.after in WORKED_ON and one.task not in started:
            started[one.task] = one.day if one.before is not None else None
        if one.after == "done":
            if one.before is not None and one.before != "done":
                found[one.task] = Completion(
                    task=one.task, done=one.day, started=started.get(one.task), added=added.get(one.task)
                )
        else:
            found.pop(one.task, None)
    return tuple(sorted(found.values(), key=lambda one: (one.done, str(one.task))))


def _rename(known: dict[Ref, date | None], former: Ref, today: Ref) -> None:
    if former in known:
        known[today] = known.pop(former)


def durations(
    found: Iterable[Completion], working_days: Callable[[date, date], int], *, lead: bool = False
) -> list[int]:
    """Cycle times in working days, both ends included, one at least; with `lead` from when it was written down."""
    pairs = ((one.added if lead else one.started, one.done) for one in found)
    return [max(working_days(start, end), 1) for start, end in pairs if start]


def percentile(values: Sequence[int], percent: int) -> int | None:
    """The smallest value that so many percent do not exceed (nearest rank); None without values."""
    ranked = sorted(values)
    return ranked[max(math.ceil(len(ranked) * percent / 100), 1) - 1] if ranked else None


def throughput(found: Iterable[Completion], first: date, last: date) -> Mapping[date, int]:
    """How many tasks became done in each week from `first` to `last`, by its Monday; weeks without one have 0."""
    counts = Counter(monday_of(one.done) for one in found)
    weeks: dict[date, int] = {}
    monday = monday_of(first)
    while monday <= last:
        weeks[monday] = counts[monday]
        monday += _WEEK
    return weeks
