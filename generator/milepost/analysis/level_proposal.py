"""The proposal of levelling: the `start` dates after which nobody has more work than time, as far as that can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from milepost.analysis.calendars import calendar_of
from milepost.analysis.level_repair import Repair, repaired
from milepost.analysis.levelling.priority import RULES
from milepost.analysis.levelling.solve import Solution, SolverUse, solve
from milepost.analysis.moves import Move, moves
from milepost.analysis.overload import FULL, Overload, overloads
from milepost.analysis.plan_levelling import PlanProblem, Reason, Unsolved, plan_problem
from milepost.analysis.plans import Plan, compute_plans
from milepost.analysis.schedule.phases import earliest, phase_tree
from milepost.analysis.workload import all_demands
from milepost.model.portal import Portal, Project
from milepost.model.records.person import Person
from milepost.model.records.task import Task
from milepost.model.states import CLOSED


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What levelling would do to a project, and what it cannot.

    Attributes:
        starts: the `start` to write, by task; the other moves follow from links.
        moves: every open task that gets another place.
        finish: the project's last day before and after.
        before, after: overloads in which the project takes part.
        unsolved: why some work stays where it is.
        solution: how the schedule was found; None where nothing was to be done.
        as_solved: whether the plan has every task where the solution has it: leave, calendar days and late placing can
            delay some further, and what the solution proves then does not hold for the plan.
    """

    starts: Mapping[str, date]
    moves: tuple[Move, ...]
    finish: tuple[date | None, date | None]
    before: tuple[Overload, ...]
    after: tuple[Overload, ...]
    unsolved: tuple[Unsolved, ...]
    solution: Solution | None
    as_solved: bool = False


def propose(  # noqa: PLR0913 - the choices of whoever asks
    portal: Portal,
    plans: Mapping[str, Plan],
    project: Project,
    as_of: date,
    *,
    rules: Sequence[str] = tuple(RULES),
    exact: bool = True,
    tolerated: float = FULL,
) -> Proposal:
    """The proposal for a project whose plan is computable; other projects' work on the same people is booked before."""
    plan = plans[project.id]
    before = project_overloads(portal, plans, project, as_of, tolerated=tolerated)
    found = None
    if before and plan.schedule.activities:
        found = _Search(portal, plans, project, as_of, rules, tolerated).run(exact=exact)
    starts, unsolved, solution, as_solved = found or ({}, (), None, False)
    after_plans = compute_plans(with_starts(portal, project, starts)) if starts else plans
    after = project_overloads(portal, after_plans, project, as_of, tolerated=tolerated) if starts else before
    return Proposal(
        starts=starts,
        moves=_moves(project, plan, after_plans[project.id]),
        finish=(plan.schedule.finish, after_plans[project.id].schedule.finish),
        before=before,
        after=after,
        unsolved=tuple(unsolved),
        solution=solution,
        as_solved=as_solved,
    )


def project_overloads(
    portal: Portal, plans: Mapping[str, Plan], project: Project, as_of: date, *, tolerated: float = FULL
) -> tuple[Overload, ...]:
    """The weeks that are too full for somebody and in which this project takes part."""
    found = overloads(
        portal.all(Person), all_demands(portal, plans, as_of), calendar_of(portal), as_of, limit=tolerated
    )
    return tuple(
        replace(one, weeks=weeks)
        for one in found
        if (weeks := tuple(w for w in one.weeks if any(task.project_id == project.id for task, _ in w.tasks)))
    )


def with_starts(portal: Portal, project: Project, starts: Mapping[str, date]) -> Portal:
    """The portal as if these `start` dates were written."""
    tasks = {
        name: task.model_copy(update={"start": starts[name]}) if name in starts else task
        for name, task in project.all(Task).items()
    }
    changed = replace(project, collections={**project.collections, Task.collection: tasks})
    return replace(portal, projects={**portal.projects, project.id: changed})


class _Search:
    """Solves, and again with the tasks held that would land behind their deadlines."""

    def __init__(  # noqa: PLR0913, PLR0917 - the choices of whoever asks
        self,
        portal: Portal,
        plans: Mapping[str, Plan],
        project: Project,
        as_of: date,
        rules: Sequence[str],
        tolerated: float,
    ) -> None:
        self._portal, self._project, self._as_of = portal, project, as_of
        self._plan = plans[project.id]
        self._rules, self._tolerated = rules, tolerated
        self._demands = all_demands(portal, plans, as_of)
        self._held: dict[str, Reason] = {}
        tree = phase_tree(self._plan.network)
        self._dues = {
            one.id: due
            for one in self._plan.network.activities
            if (due := earliest((one.due, tree.around(one.phase).due)))
        }

    def run(self, *, exact: bool) -> tuple[Mapping[str, date], tuple[Unsolved, ...], Solution | None, bool]:
        """The dates to write, what is left out, and the solution; no dates where the plan is as good as it gets."""
        while True:
            found = self._problem()
            if fits(found):
                return {}, found.unsolved, None, False
            repair, solution = self._attempt(found, exact=False)
            if repair and exact and not solution.proved:
                repair, solution = self._attempt(found, exact=True)
            elif repair and exact:
                solution = replace(solution, solver=SolverUse.NOT_NEEDED)
            if repair:
                return repair.starts, found.unsolved, solution, repair.as_meant

    def _attempt(self, found: PlanProblem, *, exact: bool) -> tuple[Repair | None, Solution]:
        """The dates of one solution; None, and more tasks held, where somebody could not type them."""
        solution = solve(found.problem, rules=self._rules, exact=exact)
        late = self._late(found, solution)
        if late:
            self._held |= late
            return None, solution
        targets = {
            node.task: solution.starts[number]
            for number, node in enumerate(found.network.nodes)
            if node.task is not None and found.problem.jobs[number].demands
        }
        repair = repaired(self._plan, found, _floors(found, solution), targets, self._dues)
        if repair.inseparable:
            # The longest of several keeps its demand, so that others go round it; one alone clashes with a leave.
            longest = sorted(repair.inseparable, key=found.network.length)[-1:]
            self._held |= dict.fromkeys({*repair.inseparable} - {*longest} or longest, Reason.LATE)
            return None, solution
        late = self._late_placed(found) if not repair.clear else {}
        if late:
            self._held |= late
            return None, solution
        return repair, solution

    def _late_placed(self, found: PlanProblem) -> dict[str, Reason]:
        """The late-placed tasks that still take part: where they push others about, they are left out."""
        placed = self._plan.schedule.activities
        return {
            job.id: Reason.LATE
            for job in found.problem.jobs
            if job.demands and placed[job.id].late and job.id not in self._held
        }

    def _problem(self) -> PlanProblem:
        return plan_problem(
            self._portal,
            self._project,
            self._plan,
            self._demands,
            self._as_of,
            held=self._held,
            tolerated=self._tolerated,
        )

    def _late(self, found: PlanProblem, solution: Solution) -> dict[str, Reason]:
        """Tasks whose new start nobody could type: behind a deadline, or years away."""
        days = found.network.days
        limit = days.of(found.limit)
        late = {}
        for number, node in enumerate(found.network.nodes):
            start = solution.starts[number]
            if node.task not in found.movable or node.task is None or start == found.starts[number]:
                continue
            due = self._dues.get(node.task)
            if start >= limit:
                late[node.task] = Reason.AWAY
            elif due and days.day(start) > due:
                late[node.task] = Reason.DEADLINE
        return late


def fits(found: PlanProblem) -> bool:
    """Whether the plan as it is leaves nobody with more work than time in one day, what is unsolved left out."""
    used: dict[tuple[int, int], int] = {}
    for number, job in enumerate(found.problem.jobs):
        for resource, amount in job.demands:
            for unit in {*range(found.starts[number], found.starts[number] + job.length)} - found.away.get(
                job.id, set()
            ):
                used[resource, unit] = used.get((resource, unit), 0) + amount
    resources = found.problem.resources
    return all(amount <= resources[of].reduced.get(unit, resources[of].capacity) for (of, unit), amount in used.items())


def _floors(found: PlanProblem, solution: Solution) -> dict[str, date]:
    """The dates without which a task would be earlier than the solution has it."""
    return {
        node.task: found.network.days.day(solution.starts[number])
        for number, node in enumerate(found.network.nodes)
        if node.task in found.movable
        and node.task is not None
        and solution.starts[number] > found.problem.ready_at(number, solution.starts)
    }


def _moves(project: Project, before: Plan, after: Plan) -> tuple[Move, ...]:
    """The open tasks that get other dates."""
    tasks = project.all(Task)
    return tuple(
        move
        for move in moves(before, after)
        if tasks[move.task].status not in CLOSED["tasks"] and (len({*move.start}) > 1 or len({*move.finish}) > 1)
    )
