"""Follows the drivers of a schedule: from a task back to a fixed date, and along the critical paths."""

from collections.abc import Iterator

from milepost.analysis.schedule.result import Schedule


def critical_activities(schedule: Schedule) -> tuple[str, ...]:
    """Return the ids of the activities with total float 0, by start and finish."""
    critical = [one for one in schedule.activities.values() if one.critical]
    return tuple(one.id for one in sorted(critical, key=lambda one: (one.start_at, one.finish_at)))


def last_activity(schedule: Schedule) -> str | None:
    """The activity that ends the schedule; of several that finish last the one that waits for the others.

    A milestone, if there is one; None in a schedule without activities.
    """
    last = [one for one in schedule.activities.values() if one.finish_at == schedule.finish_at]
    return max(last, key=lambda one: (one.start_at, one.total_float == 0)).id if last else None


def critical_paths(schedule: Schedule, *, limit: int = 10) -> list[tuple[str, ...]]:
    """Return the chains of activities that drive the project's finish, each from its first activity to its last.

    There can be very many when activities tie, so at most `limit` are returned. An activity that a driver from
    outside the project fixes, or a date, begins a chain.
    """
    found: list[tuple[str, ...]] = []
    ends = [one.id for one in schedule.activities.values() if one.finish_at == schedule.finish_at]
    ends = [end for end in ends if not _drives_another(schedule, end, ends)]
    for end in ends:
        for path in _chains_to(schedule, end):
            if len(found) == limit:
                return found
            found.append(path)
    return found


def driving_chain(schedule: Schedule, activity: str) -> tuple[str, ...]:
    """Return the activities that lead to this one, from a fixed date on; the first driver counts in a tie."""
    return next(_chains_to(schedule, activity))


def _chains_to(schedule: Schedule, end: str) -> Iterator[tuple[str, ...]]:
    """Walk the drivers back, without recursion; placements never depend on themselves, so every walk ends."""
    path = [end]
    choices = [iter(_driving(schedule, end))]
    grew = True
    while choices:
        step = next(choices[-1], None)
        if step is not None:
            path.append(step)
            choices.append(iter(_driving(schedule, step)))
            grew = True
            continue
        if grew:
            yield tuple(reversed(path))
            grew = False
        path.pop()
        choices.pop()


def _driving(schedule: Schedule, activity: str) -> list[str]:
    others = [one.activity for one in schedule.drivers[activity]]
    return list(dict.fromkeys(other for other in others if other is not None and other in schedule.activities))


def _drives_another(schedule: Schedule, end: str, ends: list[str]) -> bool:
    return any(end in _driving(schedule, other) for other in ends if other != end)
