"""What happened lately: by the dates that records carry, and by the commits of git."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from milepost.analysis.zones import zone_named
from milepost.history.git import Commit
from milepost.history.history import History
from milepost.model.portal import Portal, Project
from milepost.model.record import NamedRecord
from milepost.model.records.decision import Decision
from milepost.model.records.meeting import Meeting
from milepost.model.records.release import Release
from milepost.model.records.risk import Risk
from milepost.model.records.task import Task

WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The records whose own dates lie in the seven complete days before the as-of day."""

    finished: tuple[Task, ...] = ()
    decided: tuple[Decision, ...] = ()
    new_risks: tuple[Risk, ...] = ()
    closed_risks: tuple[Risk, ...] = ()
    released: tuple[Release, ...] = ()
    held: tuple[Meeting, ...] = ()

    def events(self) -> tuple[tuple[date, str, NamedRecord], ...]:
        """(day, what happened, record), the newest first."""
        found: list[tuple[date | None, str, NamedRecord]] = [
            *((task.actual_finish, "finished", task) for task in self.finished),
            *((one.on, "decided", one) for one in self.decided),
            *((risk.identified_on, "new-risk", risk) for risk in self.new_risks),
            *((risk.closed_on, "closed-risk", risk) for risk in self.closed_risks),
            *((one.released_on, "released", one) for one in self.released),
            *((one.on, "held", one) for one in self.held),
        ]
        dated = [(day, what, record) for day, what, record in found if day]
        return tuple(sorted(dated, key=lambda event: (-event[0].toordinal(), event[1], str(event[2].key))))


def week_of(projects: Iterable[Project], as_of: date, days: int = WEEK) -> Week:
    """What happened in `projects` in the `days` days before `as_of`."""
    first = as_of - timedelta(days=days)

    def recent(day: date | None) -> bool:
        return day is not None and first <= day < as_of

    several = list(projects)
    tasks = [task for project in several for task in project.all(Task).values()]
    risks = [risk for project in several for risk in project.all(Risk).values()]
    decisions = [one for project in several for one in project.all(Decision).values()]
    return Week(
        finished=tuple(task for task in tasks if task.status == "done" and recent(task.actual_finish)),
        decided=tuple(one for one in decisions if one.status in ("accepted", "rejected") and recent(one.on)),
        new_risks=tuple(risk for risk in risks if recent(risk.identified_on)),
        closed_risks=tuple(risk for risk in risks if risk.status == "closed" and recent(risk.closed_on)),
        released=tuple(one for p in several for one in p.all(Release).values() if recent(one.released_on)),
        held=tuple(one for p in several for one in p.all(Meeting).values() if one.status == "held" and recent(one.on)),
    )


def zone_of(portal: Portal) -> ZoneInfo:
    """The time zone in which the portal's days begin; UTC when none is known."""
    return zone_named(portal.settings.timezone)


def commit_day(commit: Commit, zone: ZoneInfo) -> date:
    """The day of a commit where the portal is."""
    return commit.on.astimezone(zone).date()


def touching(commits: Iterable[Commit], project_id: str) -> tuple[Commit, ...]:
    """The commits that changed a file of the project, each with those files alone."""
    folder = f"content/projects/{project_id}/"
    found: list[Commit] = []
    for commit in commits:
        files = {path: blob for path, blob in commit.files.items() if path.startswith(folder)}
        if files:
            found.append(replace(commit, files=files))
    return tuple(found)


def last_day(history: History, as_of: date, zone: ZoneInfo) -> date:
    """The day up to which commits count: the as-of day, or that of the commit shown where it is later."""
    return max(as_of, commit_day(history.head, zone)) if history.head else as_of


def recent_commits(commits: Iterable[Commit], last: date, zone: ZoneInfo, days: int = WEEK) -> tuple[Commit, ...]:
    """The commits of the `days` days before `last` and of that day itself."""
    first = last - timedelta(days=days)
    return tuple(commit for commit in commits if first <= commit_day(commit, zone) <= last)


def by_day(commits: Iterable[Commit], zone: ZoneInfo) -> Mapping[date, tuple[Commit, ...]]:
    """The commits of each day, in the order they come in."""
    found: dict[date, list[Commit]] = {}
    for commit in commits:
        found.setdefault(commit_day(commit, zone), []).append(commit)
    return {day: tuple(several) for day, several in found.items()}
