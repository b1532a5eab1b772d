"""The planned and the statused schedules of all projects, each with its calendar."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.calendars import project_calendars
from milepost.analysis.day_index import OutsideCalendarError
from milepost.analysis.graph import find_cycles
from milepost.analysis.leave import leaves_of
from milepost.analysis.plan_network import network_of
from milepost.analysis.recorded import recorded
from milepost.analysis.schedule.cycles import PlacementCycle, PlacementCycleError
from milepost.analysis.schedule.network import FixedActivity, Network
from milepost.analysis.schedule.planned import plan_schedule
from milepost.analysis.schedule.result import Schedule, ScheduledActivity
from milepost.model.portal import Portal, Project
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.model.reference import Ref

Places = Mapping[Ref, FixedActivity]
"""The computed places of tasks and phases by absolute reference."""
_EMPTY = Schedule(activities={}, start_at=None, finish_at=None, ignored=(), clamped=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A project's plan as computed.

    Attributes:
        schedule: where everything is; empty when the plan is not computable.
        cycles: why it is not: activities whose places depend on each other.
        out_of_range: the plan reaches past the calendar's last year.
        uncovered: the years that the schedule touches and the calendar knows nothing of, unless it assumes weekdays.
    """

    project_id: str
    network: Network
    schedule: Schedule
    cycles: tuple[PlacementCycle, ...] = ()
    out_of_range: bool = False
    uncovered: tuple[int, ...] = ()

    @property
    def calendar(self) -> WorkCalendar:
        return self.network.calendar

    @property
    def computable(self) -> bool:
        return not self.cycles and not self.out_of_range

    def of(self, task: Task) -> ScheduledActivity | None:
        """Where a task of this project is."""
        return self.schedule.activities.get(task.id)


def compute_plans(portal: Portal) -> Mapping[str, Plan]:
    """The planned schedule of every project; a link to another project's task uses that task's computed dates.

    Projects are scheduled in the order of their links. Where projects wait for each other they are scheduled again
    until nothing moves; if that never comes, they do not see each other's dates.
    """
    calendars = project_calendars(portal)
    leaves = leaves_of(portal)

    def plan(name: str, outside: Places) -> Plan:
        return _plan(name, network_of(portal, portal.projects[name], calendars[name], outside, leaves))

    return _in_turn(portal, plan)


def compute_statused(portal: Portal, plans: Mapping[str, Plan], as_of: date) -> Mapping[str, Plan]:
    """The statused schedule of every project whose planned one is given: as things stand at the start of `as_of`."""

    def plan(name: str, outside: Places) -> Plan:
        known = {str(key): place for key, place in outside.items()}
        fixed = {key: known.get(key, place) for key, place in plans[name].network.fixed.items()}
        return _plan(name, _statused_network(portal.projects[name], plans[name], fixed, as_of))

    return _in_turn(portal, plan)


def _statused_network(project: Project, planned: Plan, fixed: Mapping[str, FixedActivity], as_of: date) -> Network:
    """The network of the planned schedule with what has happened since."""
    tasks, network = project.all(Task), planned.network
    return replace(
        network,
        as_of=as_of,
        fixed=fixed,
        activities=tuple(
            activity._replace(
                recorded=recorded(
                    tasks[activity.id], activity.length, planned.of(tasks[activity.id]), network.calendar, as_of
                )
            )
            for activity in network.activities
        ),
    )


def _in_turn(portal: Portal, plan: Callable[[str, Places], Plan]) -> dict[str, Plan]:
    needs = {name: _projects_needed(portal, project) for name, project in portal.projects.items()}
    names = list(portal.projects)
    number = {name: index for index, name in enumerate(names)}
    tangled = bool(find_cycles(_successors(needs, number)))
    plans: dict[str, Plan] = {}
    for name in _in_order(names, needs):
        plans[name] = plan(name, _places(portal, plans, needs[name]))
    for _ in range(2 * len(names) + 2 if tangled else 0):
        before = {name: plan.schedule for name, plan in plans.items()}
        for name in names:
            plans[name] = plan(name, _places(portal, plans, needs[name]))
        if before == {name: plan.schedule for name, plan in plans.items()}:
            break
    return plans


def _plan(name: str, network: Network) -> Plan:
    try:
        schedule = plan_schedule(network)
    except PlacementCycleError as error:
        return Plan(project_id=name, network=network, schedule=_EMPTY, cycles=error.cycles)
    except OutsideCalendarError:
        return Plan(project_id=name, network=network, schedule=_EMPTY, out_of_range=True)
    return Plan(project_id=name, network=network, schedule=schedule, uncovered=_uncovered(network.calendar, schedule))


def _uncovered(calendar: WorkCalendar, schedule: Schedule) -> tuple[int, ...]:
    if calendar.assume_weekdays or schedule.start is None or schedule.finish is None:
        return ()
    years = {day.year: day for one in schedule.activities.values() for day in (one.start, one.finish)}
    return tuple(sorted(year for year, day in years.items() if not calendar.covers(day)))


def _projects_needed(portal: Portal, project: Project) -> tuple[str, ...]:
    found: dict[str, None] = {}
    records: list[Task | Phase] = [*project.all(Task).values(), *project.all(Phase).values()]
    for record in records:
        for link in (*record.after, *record.before):
            if link.target.project and link.target.project != project.id and link.target.project in portal.projects:
                found[link.target.project] = None
    return tuple(found)


def _successors(needs: Mapping[str, tuple[str, ...]], number: Mapping[str, int]) -> list[list[int]]:
    return [[number[other] for other in others] for others in needs.values()]


def _in_order(names: list[str], needs: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Needed projects first; those that need each other come in the order of their names."""
    done: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        ready = [name for name in waiting if all(other in done for other in needs[name])] or waiting[:1]
        done.update(dict.fromkeys(ready))
        waiting = [name for name in waiting if name not in done]
    return list(done)


def _places(portal: Portal, plans: Mapping[str, Plan], projects: tuple[str, ...]) -> dict[Ref, FixedActivity]:
    places: dict[Ref, FixedActivity] = {}
    for name in projects:
        if name not in plans:
            continue
        members: dict[str, list[ScheduledActivity]] = {}
        parents = {phase.id: phase.parent for phase in plans[name].network.phases}
        for activity in plans[name].network.activities:
            scheduled = plans[name].schedule.activities.get(activity.id)
            if scheduled is None:
                continue
            places[Ref(name, "tasks", activity.id)] = FixedActivity(
                start_at=scheduled.start_at, finish_at=scheduled.finish_at
            )
            phase = activity.phase
            while phase:
                members.setdefault(phase, []).append(scheduled)
                phase = parents.get(phase)
        for phase in portal.projects[name].all(Phase):
            inside = members.get(phase)
            if inside:
                start, finish = min(one.start_at for one in inside), max(one.finish_at for one in inside)
                places[Ref(name, "phases", phase)] = FixedActivity(start_at=start, finish_at=finish)
    return places
