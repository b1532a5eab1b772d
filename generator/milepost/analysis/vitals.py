"""A project's figures for the portfolio and its Overview, each computed once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.analysis.analysis import Analysis
from milepost.analysis.budget import Totals, approval, line_totals, total
from milepost.analysis.health import overdue_days
from milepost.analysis.plans import Plan
from milepost.analysis.progress import elapsed_share, project_progress
from milepost.analysis.risk import band_of, current_score, is_open, over_appetite, threats
from milepost.model.portal import Project
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.model.states import CLOSED, OPEN_TASK_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """Figures of a project.

    Attributes:
        progress: 0 to 1, weighted by the tasks' planned lengths; None without tasks.
        elapsed: share of the time from the project's start to its due date that is over, 0 to 1.
        finish: the finish of the statused schedule; None where the plan is not computable or empty.
        p50, p80: the forecast finish; that of the statused schedule where nothing is forecast.
        chance: of meeting the due date, 0 to 1; None without a forecast or a due date.
        late: working days by which the P80 finish is later than the due date; negative when it is earlier.
        spent, approved: money in `currency`; None without an entry or an approved total.
        high: open threats in the highest band by their current score.
        over: open threats above the appetite; None where no appetite is set.
        tasks, done, overdue, blocked: counts; cancelled tasks and milestones do not count.
    """

    progress: float | None
    elapsed: float | None
    finish: date | None
    p50: date | None
    p80: date | None
    chance: float | None
    late: int | None
    currency: str
    spent: Decimal | None
    approved: Decimal | None
    open_risks: int
    high: int
    over: int | None
    tasks: int
    done: int
    overdue: int
    blocked: int

    @property
    def used(self) -> float | None:
        """Spent as a share of the approved total."""
        return float(self.spent / self.approved) if self.spent is not None and self.approved else None


def vitals(analysis: Analysis, project: Project) -> Vitals:
    """The figures as of the analysis' day."""
    plan, record, as_of = analysis.plans[project.id], project.record, analysis.as_of
    finish, found = analysis.statused[project.id].schedule.finish, analysis.forecast(project.id)
    p80 = found.finish.p80 if found else finish
    default = record.currency or analysis.portal.settings.currency or ""
    agreed = approval(project, default)
    currency = agreed.currency if agreed else default
    sums = total(line_totals(line, default) for line in project.all(BudgetLine).values())
    has_lines = project.all(BudgetLine) and not analysis.withholds_sums(project.id, "money")
    matrix = analysis.portal.settings.risk_matrix
    risks = [risk for risk in threats(project) if is_open(risk)]
    work = [task for task in project.all(Task).values() if not task.milestone and task.status != "cancelled"]
    return Vitals(
        progress=project_progress(project, plan),
        elapsed=elapsed_share(record.start, record.due, as_of),
        finish=finish,
        p50=found.finish.p50 if found else finish,
        p80=p80,
        chance=found.finish.chance if found else None,
        late=plan.calendar.working_days_later(record.due, p80) if p80 and record.due else None,
        currency=currency,
        spent=sums.get(currency, Totals()).actual if has_lines else None,
        approved=agreed.approved if agreed else None,
        open_risks=len(risks),
        high=sum(band_of(current_score(risk), matrix.bands) == "high" for risk in risks),
        over=None if matrix.appetite is None else len(over_appetite(project, matrix)),
        tasks=len(work),
        done=sum(task.status == "done" for task in work),
        overdue=sum(bool(overdue_days(task, plan, as_of)) for task in work),
        blocked=sum(task.status == "blocked" for task in work),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedMilestone:
    """A milestone's day: the real one once it is reached, else the computed one; and how late against its deadline.

    `due` is the earliest among its own, its phases' and the project's; `late` counts working days after it, negative
    is earlier, None without one.
    """

    task: Task
    day: date
    due: date | None
    reached: bool
    late: int | None


def milestones(project: Project, plan: Plan) -> tuple[PlacedMilestone, ...]:
    """The project's milestones by day, cancelled ones left out."""
    found = []
    for task in project.all(Task).values():
        placed = plan.of(task)
        reached = task.status == "done"
        day = (task.actual_finish if reached else None) or (placed.finish if placed else None)
        if task.milestone and task.status != "cancelled" and day:
            due = placed.due if placed else task.due
            late = plan.calendar.working_days_later(due, day) if due else None
            found.append(PlacedMilestone(task=task, day=day, due=due, reached=reached, late=late))
    return tuple(sorted(found, key=lambda one: (one.day, one.task.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSpan:
    """A phase that is in no other one: the days from its first task to its last, and where it stands."""

    phase: Phase
    start: date
    finish: date
    done: bool
    begun: bool


def phase_spans(project: Project, plan: Plan, as_of: date) -> tuple[PhaseSpan, ...]:
    """By start; a phase without placed tasks has its typed dates, and is left out without both."""
    phases = project.all(Phase)
    inside: dict[str, list[Task]] = {}
    for task in project.all(Task).values():
        if task.status != "cancelled":
            inside.setdefault(outermost_phase(task, phases), []).append(task)
    found = []
    for name, phase in phases.items():
        if phase.parent and phase.parent.id in phases:
            continue
        tasks = inside.get(name, [])
        placed = [one for task in tasks if (one := plan.of(task))]
        start = min((one.start for one in placed), default=phase.start)
        finish = max((one.finish for one in placed), default=phase.due)
        if start and finish and start <= finish:
            done = bool(tasks) and all(task.status in CLOSED["tasks"] for task in tasks)
            begun = any(task.status not in ("backlog", "todo") for task in tasks) or start <= as_of
            found.append(PhaseSpan(phase=phase, start=start, finish=finish, done=done, begun=begun))
    return tuple(sorted(found, key=lambda one: (one.start, one.finish)))


def next_milestone(project: Project, plan: Plan) -> PlacedMilestone | None:
    """The first one that is not reached."""
    return next((one for one in milestones(project, plan) if one.task.status in OPEN_TASK_STATES), None)


def outermost_phase(task: Task, phases: Mapping[str, Phase]) -> str:
    """The id of the phase around a task that is in no other one; empty for a task without a phase."""
    name = task.phase.id if task.phase else ""
    seen: set[str] = set()
    while name in phases and name not in seen and (parent := phases[name].parent) and parent.id in phases:
        seen.add(name)
        name = parent.id
    return name
