"""How well a schedule is built: the checks of the DCMA 14-Point Assessment (2005) that a plan of records can answer.

Each is about the tasks still open, milestones left out; one start and one end of the network need no logic.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from milepost.analysis.plans import Plan
from milepost.analysis.schedule.critical_path import last_activity
from milepost.analysis.schedule.network import Activity, Link, LinkType, PhaseNode
from milepost.model.portal import Project
from milepost.model.records.task import Task

STRUCTURE = ("missing-logic", "leads", "long-lags", "hard-dates", "high-float")
"""The parts that the typed plan alone decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a plan may have: shares of open tasks or of links, lengths in working days."""

    share: float = 0.05
    leads: float = 0.0
    lag_days: float = 5.0
    float_days: float = 44.0
    length_days: float = 44.0
    finish_to_start: float = 0.9
    index: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityPart:
    """One check.

    Attributes:
        tasks: the tasks that it is about, in the plan's order.
        count, of: how many tasks or links, of how many.
        value: the share, or the index; None where there is nothing to divide by.
        limit: what the value may be at most, of an index at least.
        passed: None where it cannot be said.
    """

    name: str
    tasks: tuple[str, ...] = ()
    count: int = 0
    of: int = 0
    value: float | None
    limit: float
    passed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """All parts, and the score: the share of those passed that could be answered, 0 to 1."""

    parts: tuple[QualityPart, ...] = field(default=())

    @property
    def score(self) -> float | None:
        known = [part.passed for part in self.parts if part.passed is not None]
        return sum(known) / len(known) if known else None


def structure(project: Project, planned: Plan, limits: Limits) -> tuple[QualityPart, ...]:
    """The parts that follow from links and typed dates; empty without an open task or a computable plan."""
    tasks = _open(project, planned)
    if not tasks:
        return ()
    links = _links(planned, tasks)
    lags = {name: [one for one in own if one.lag.amount > limits.lag_days] for name, own in links.items()}
    leads = {name: [one for one in own if one.lag.amount < 0] for name, own in links.items()}
    every = sum(map(len, links.values()))
    places = planned.schedule.activities
    return (
        _share("missing-logic", _without_logic(planned, tasks), len(tasks), limits.share),
        _counted("leads", leads, every, limits.leads),
        _counted("long-lags", lags, every, limits.share),
        _share("hard-dates", [one.id for one in tasks if one.start], len(tasks), limits.share),
        _share(
            "high-float",
            [one.id for one in tasks if places[one.id].total_float > limits.float_days],
            len(tasks),
            limits.share,
        ),
    )


def quality(project: Project, planned: Plan, statused: Plan, as_of: date, limits: Limits | None = None) -> Quality:
    """All parts on a day."""
    limits = limits or Limits()
    found = structure(project, planned, limits)
    if not found:
        return Quality()
    tasks, records, places = _open(project, planned), project.all(Task), statused.schedule.activities
    links = _links(planned, tasks)
    other = {name: [one for one in own if one.type is not LinkType.FS] for name, own in links.items()}
    due = [one.id for one in planned.network.activities if planned.schedule.activities[one.id].finish < as_of]
    late = [name for name in due if not places[name].finished]
    future = [
        name
        for name, task in records.items()
        if any(day and day >= as_of for day in (task.actual_start, task.actual_finish))
    ]
    return Quality(
        parts=(
            *found,
            _counted("link-types", other, sum(map(len, links.values())), 1 - limits.finish_to_start),
            _share(
                "long-tasks",
                [one.id for one in tasks if one.length.amount > limits.length_days],
                len(tasks),
                limits.share,
            ),
            _share("no-owner", [one.id for one in tasks if not _manned(records[one.id])], len(tasks), 0.0),
            _share("negative-float", [one.id for one in tasks if (places[one.id].due_float or 0) < 0], len(tasks), 0.0),
            _share("future-actuals", future, len(records), 0.0),
            _share("missed", late, len(due), limits.share),
            _index("path-index", _path_index(project, statused, as_of), limits.index),
            _index("execution-index", (len(due) - len(late)) / len(due) if due else None, limits.index),
        )
    )


def _open(project: Project, planned: Plan) -> list[Activity]:
    """Open tasks that take time."""
    tasks = project.all(Task)
    if not planned.computable:
        return []
    return [
        one
        for one in planned.network.activities
        if not one.milestone
        and one.length.amount
        and tasks[one.id].status != "done"
        and not tasks[one.id].actual_finish
    ]


def _links(planned: Plan, tasks: Iterable[Activity]) -> Mapping[str, tuple[Link, ...]]:
    """The links typed at open tasks and at the phases around them, by task or phase."""
    parents = {phase.id: phase for phase in planned.network.phases}
    around: dict[str, PhaseNode] = {}
    for task in tasks:
        name = task.phase
        while name and name in parents and name not in around:
            around[name] = parents[name]
            name = parents[name].parent
    owners: list[Activity | PhaseNode] = [*tasks, *around.values()]
    return {owner.id: (*owner.after, *owner.before) for owner in owners}


def _without_logic(planned: Plan, tasks: Iterable[Activity]) -> list[str]:
    """Open tasks without a predecessor or without a successor, inherited from phases or not."""
    network, places = planned.network, planned.schedule.activities
    owners: list[Activity | PhaseNode] = [*network.activities, *network.phases]
    follows = {owner.id for owner in owners if owner.after} | {link.target for owner in owners for link in owner.before}
    leads = {owner.id for owner in owners if owner.before} | {link.target for owner in owners for link in owner.after}
    _hand_down(network.phases, follows)
    _hand_down(network.phases, leads)
    first = min(network.activities, key=lambda one: places[one.id].start_at).id
    last = last_activity(planned.schedule)
    return [
        one.id
        for one in tasks
        if (one.id != first and one.id not in follows and one.phase not in follows)
        or (one.id != last and one.id not in leads and one.phase not in leads)
    ]


def _hand_down(phases: Iterable[PhaseNode], linked: set[str]) -> None:
    """Adds to the linked phases those inside of them."""
    waiting = True
    while waiting:
        inside = {phase.id for phase in phases if phase.parent in linked and phase.id not in linked}
        linked |= inside
        waiting = bool(inside)


def _manned(task: Task) -> bool:
    return bool(task.owner or task.assignees)


def _path_index(project: Project, statused: Plan, as_of: date) -> float | None:
    """Critical path length index: (length of the path left + float against the due date) / length left."""
    due, finish = project.record.due, statused.schedule.finish
    if due is None or finish is None or finish < as_of:
        return None
    left = statused.calendar.working_days_between(as_of, finish)
    return (left - statused.calendar.working_days_later(due, finish)) / left if left else None


def _within(value: float | None, limit: float, of: int) -> bool | None:
    """Whether a share keeps its limit; where some are allowed one always is, however few there are."""
    return None if value is None else value * of <= (max(limit * of, 1) if limit else 0)


def _share(name: str, tasks: list[str], of: int, limit: float) -> QualityPart:
    value = len(tasks) / of if of else None
    return QualityPart(
        name=name,
        tasks=tuple(tasks),
        count=len(tasks),
        of=of,
        value=value,
        limit=limit,
        passed=_within(value, limit, of),
    )


def _counted(name: str, links: Mapping[str, list[Link]], of: int, limit: float) -> QualityPart:
    """A part about links; its tasks are those that the links are typed at."""
    count = sum(map(len, links.values()))
    value = count / of if of else None
    return QualityPart(
        name=name,
        tasks=tuple(owner for owner, own in links.items() if own),
        count=count,
        of=of,
        value=value,
        limit=limit,
        passed=_within(value, limit, of),
    )


def _index(name: str, value: float | None, limit: float) -> QualityPart:
    return QualityPart(name=name, value=value, limit=limit, passed=None if value is None else value >= limit)
