"""What the history says of each project: its state day by day, its flow, and who changed which record when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from milepost.analysis.activity import commit_day, zone_of
from milepost.analysis.plans import Plan
from milepost.analysis.trends.commit_days import settled
from milepost.analysis.trends.flow import Completion, StatusChange, completions
from milepost.analysis.trends.point import TrendPoint, points_of, trend_points
from milepost.history.git import Commit
from milepost.history.record_history import RecordHistory, RecordStep, Step
from milepost.model.portal import Portal
from milepost.model.records.task import Task
from milepost.model.reference import Ref

MOST_POINTS = 90
"""Days that are drawn of a history; more are thinned out evenly."""
_FEWEST_POINTS, _MOST_TASKS = 12, 60_000
"""Days that are always drawn, and tasks that are scheduled for more, all days together: a few seconds of work."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedStep:
    """What one commit did to a project's records, and its day where the portal is."""

    commit: Commit
    day: date
    records: tuple[RecordStep, ...]


@dataclass(frozen=True, kw_only=True)
class ProjectTrend:
    """A project's history.

    Attributes:
        points: its state at the ends of days, the oldest first; the last one is today's.
        steps: the commits that changed its records, the newest first, those of the as-of day and later included.
        completions: the tasks that became done.
        since: the day of the first commit.
    """

    points: tuple[TrendPoint, ...]
    steps: tuple[DatedStep, ...]
    completions: tuple[Completion, ...]
    since: date


class Lens(Protocol):
    """What those for whom trends are made see of the past."""

    @property
    def key(self) -> str:
        """Tells lenses apart."""

    def step(self, step: Step) -> Step:
        """What they see of what a commit did."""

    def points(self, points: Mapping[str, TrendPoint], then: Portal) -> Mapping[str, TrendPoint]:
        """What they see of the figures of a portal of then."""


def trends(
    history: RecordHistory, portal: Portal, statused: Mapping[str, Plan], as_of: date, *, lens: Lens | None = None
) -> Mapping[str, ProjectTrend]:
    """By today's projects; what was committed on the as-of day or later is in the steps alone, and in today's point.

    The portal and its schedules are already as the `lens` shows them.
    """
    zone = zone_of(portal)
    committed = [commit_day(one, zone) for one in history.commits]
    days = settled(committed, max([as_of, *committed[-1:]]))
    wanted = _wanted(days, as_of, _tasks(portal))
    steps: list[tuple[Step, date]] = []
    points: dict[str, list[TrendPoint]] = {}
    for index, (step, state) in enumerate(history.walk()):
        steps.append((lens.step(step) if lens else step, days[index]))
        if index in wanted:
            day, sha = days[index], step.commit.sha
            found_then = history.once((sha, day, lens and lens.key), lambda: _points(state.portal(), day, sha, lens))  # noqa: B023 - at once
            for name, point in found_then.items():
                points.setdefault(name, []).append(_if_readable(point, name, step))
    renames = _Renames(step for step, _ in steps)
    now = points_of(portal, statused, as_of, "")
    found = {}
    for name in portal.projects:
        ids = renames.of_project(name)
        found[name] = ProjectTrend(
            points=(*(renames.named(one, old) for old in ids for one in points.get(old, ())), now[name]),
            steps=tuple(_dated(steps, ids))[::-1],
            completions=completions(_status_changes([one for one in steps if one[1] < as_of], ids)),
            since=steps[0][1] if steps else as_of,
        )
    return found


def _points(portal: Portal, day: date, sha: str, lens: Lens | None) -> Mapping[str, TrendPoint]:
    points = trend_points(portal, day, sha)
    return lens.points(points, portal) if lens else points


def _tasks(portal: Portal) -> int:
    return sum(len(project.all(Task)) for project in portal.projects.values())


def _wanted(days: Sequence[date], as_of: date, tasks: int) -> set[int]:
    """The last commit of each day, thinned out evenly to as many as can be computed; the first and the last stay."""
    ends = [
        index for index, day in enumerate(days) if day < as_of and (index + 1 == len(days) or days[index + 1] > day)
    ]
    most = max(min(MOST_POINTS, _MOST_TASKS // max(tasks, 1)), _FEWEST_POINTS)
    if len(ends) <= most:
        return set(ends)
    return {ends[round(number * (len(ends) - 1) / (most - 1))] for number in range(most)}


def _if_readable(point: TrendPoint, project: str, step: Step) -> TrendPoint:
    """A gap where a file of the project, or one of the portal's own, could not be read."""
    folder = f"content/projects/{project}/"
    broken = sorted(path for path in step.unreadable if path.startswith(folder) or "/projects/" not in path)
    return TrendPoint(day=point.day, sha=point.sha, unreadable=tuple(broken)) if broken else point


class _Renames:
    """What records are called today that had other ids."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._later = {one.was: one.key for step in steps for one in step.records if one.was}

    def today(self, key: Ref) -> Ref:
        """The reference of today; an id that came back ends the search."""
        met = {key}
        while key in self._later and self._later[key] not in met:
            key = self._later[key]
            met.add(key)
        return key

    def of_project(self, name: str) -> tuple[str, ...]:
        """The ids that a project had, today's last."""
        former = (key.project for key in self._later if key.collection == "project")
        return (*(one for one in former if self.today(Ref(one, "project", one)).project == name), name)

    def named(self, point: TrendPoint, project: str) -> TrendPoint:
        """A point with its milestones and iterations under the ids of today."""
        days = {self.today(Ref(project, "tasks", old)).id: day for old, day in point.milestones.items()}
        loads = {self.today(Ref(project, "iterations", old)).id: load for old, load in point.iterations.items()}
        return replace(point, milestones=days, iterations=loads)


def _dated(steps: Iterable[tuple[Step, date]], names: Sequence[str]) -> Iterator[DatedStep]:
    for step, day in steps:
        own = tuple(one for one in step.records if one.key.project in names)
        if own:
            yield DatedStep(commit=step.commit, day=day, records=own)


def _status_changes(steps: Iterable[tuple[Step, date]], names: Sequence[str]) -> Iterator[StatusChange]:
    for step, day in steps:
        for one in step.records:
            if one.key.collection == "tasks" and one.key.project in names:
                before, after = _status(one.before), _status(one.after)
                yield StatusChange(day=day, task=one.key, before=before, after=after, was=one.was)


def _status(record: object) -> str | None:
    return record.status if isinstance(record, Task) else None
