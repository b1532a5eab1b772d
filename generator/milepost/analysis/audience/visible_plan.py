"""A computed plan without what an audience does not see: the dates are those of the whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from milepost.analysis.audience.redaction import NOT_SHOWN
from milepost.analysis.plans import Plan
from milepost.analysis.schedule.network import Activity, PhaseNode
from milepost.analysis.schedule.result import Driver, ScheduledActivity
from milepost.model.portal import Portal, Project
from milepost.model.records.person import Person
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.model.reference import Ref, parse_key


def visible_plan(plan: Plan, portal: Portal) -> Plan:
    """The plan with the tasks and phases that a visible portal holds.

    What drives a date stays said where it is seen; a date that something withheld drives is driven by a mark.
    """
    seen = _Seen(portal, portal.projects[plan.project_id], plan)
    network, schedule = plan.network, plan.schedule
    tasks, phases = seen.project.all(Task), seen.project.all(Phase)
    return replace(
        plan,
        cycles=tuple(
            replace(one, members=tuple(name if seen.has(name) else NOT_SHOWN.id for name in one.members))
            for one in plan.cycles
        ),
        network=replace(
            network,
            due=seen.project.record.due,
            activities=tuple(
                _activity(one, seen)._replace(phase=seen.near(one.phase), due=tasks[one.id].due)
                for one in network.activities
                if one.id in tasks
            ),
            phases=tuple(
                replace(_phase(one, seen), parent=seen.near(one.parent)) for one in network.phases if one.id in phases
            ),
            fixed={key: place for key, place in network.fixed.items() if seen.has(key)},
        ),
        schedule=replace(
            schedule,
            activities={name: _place(one, seen) for name, one in schedule.activities.items() if name in tasks},
            drivers=_Drivers(schedule.drivers, seen),
            placement=None,
            ignored=(),
            clamped=(),
        ),
    )


@dataclass(frozen=True)
class _Seen:
    portal: Portal
    project: Project
    plan: Plan

    @cached_property
    def parents(self) -> Mapping[str, str | None]:
        return {one.id: one.parent for one in self.plan.network.phases}

    @cached_property
    def phase_of(self) -> Mapping[str, str | None]:
        return {one.id: one.phase for one in self.plan.network.activities}

    def has(self, name: str | None) -> bool:
        """Whether an id of the network is one of a record that is seen."""
        if not name:
            return False
        if ":" in name:
            return self.portal.get(parse_key(name)) is not None
        return name in self.project.all(Task) or name in self.project.all(Phase)

    def near(self, phase: str | None) -> str | None:
        """The phase itself, or the nearest around it that is seen."""
        while phase and not self.has(phase):
            phase = self.parents.get(phase)
        return phase

    def knows_leave(self, task: str) -> bool:
        """Whether the leave of those who do a task is seen: else nothing is said of it."""
        record = self.project.all(Task)[task]
        refs: list[Ref | None] = [one.person for one in record.assignees if one.person] or [record.owner]
        people = [self.portal.find(ref, Person, self.project.id) for ref in refs]
        return all(one is not None and one.leave for one in people)

    def dues(self, task: str) -> set[date | None]:
        """The deadlines that hold for a task, as far as they are seen."""
        found = {self.project.record.due, self.project.all(Task)[task].due}
        phase = self.phase_of.get(task)
        while phase:
            found |= {self.project.all(Phase)[phase].due} if phase in self.project.all(Phase) else set()
            phase = self.parents.get(phase)
        return found


def _place(place: ScheduledActivity, seen: _Seen) -> ScheduledActivity:
    """Without a deadline or leave that is not seen."""
    if place.due not in seen.dues(place.id):
        place = place._replace(due=None, due_float=None)
    return place if place.without_leave is None or seen.knows_leave(place.id) else place._replace(without_leave=None)


def _activity(activity: Activity, seen: _Seen) -> Activity:
    return activity._replace(
        after=tuple(one for one in activity.after if seen.has(one.target)),
        before=tuple(one for one in activity.before if seen.has(one.target)),
    )


def _phase(phase: PhaseNode, seen: _Seen) -> PhaseNode:
    return replace(
        phase,
        after=tuple(one for one in phase.after if seen.has(one.target)),
        before=tuple(one for one in phase.before if seen.has(one.target)),
    )


@dataclass(frozen=True)
class _Drivers(Mapping[str, tuple[Driver, ...]]):
    """The drivers of what is seen, worked out when they are asked for."""

    whole: Mapping[str, tuple[Driver, ...]]
    seen: _Seen

    def __getitem__(self, activity: str) -> tuple[Driver, ...]:
        """Return what fixes its place; a mark in place of what is not seen."""
        if activity not in self.seen.project.all(Task):
            raise KeyError(activity)
        return tuple(self._visible(one) for one in self.whole[activity])

    def _visible(self, driver: Driver) -> Driver:
        if driver.link:
            ends = (driver.activity, driver.link.owner, driver.link.link.target)
            if all(map(self.seen.has, ends)):
                return driver
            return replace(
                driver,
                activity=self._name(driver.activity),
                link=replace(
                    driver.link,
                    owner=self._name(driver.link.owner),
                    link=driver.link.link._replace(target=self._name(driver.link.link.target)),
                ),
            )
        if driver.owner and not self.seen.has(driver.owner):
            return replace(driver, owner=NOT_SHOWN.id)
        return driver

    def _name(self, name: str | None) -> str:
        return name if name and self.seen.has(name) else NOT_SHOWN.id

    def __iter__(self) -> Iterator[str]:
        return iter(self.seen.project.all(Task))

    def __len__(self) -> int:
        return len(self.seen.project.all(Task))
