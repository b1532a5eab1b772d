"""The plan page of a project: Gantt, table, board, phases with their criteria, stage gates, calendar."""

from dataclasses import dataclass

from markupsafe import Markup

from milepost.analysis.activity import commit_day, zone_of
from milepost.analysis.attention import attention_of
from milepost.analysis.baselines import Baseline
from milepost.analysis.dimensions import dimensions
from milepost.analysis.plans import Plan
from milepost.charts.legend import legend
from milepost.model.portal import Project
from milepost.model.records.task import Task
from milepost.views.answer import project_answer, schedule_needs
from milepost.views.baseline_tables import gone_tasks
from milepost.views.context import Anchor, SourceLine, ViewContext
from milepost.views.filters import Filter
from milepost.views.frame import Head, Status, head
from milepost.views.plan_board import BoardColumn, board
from milepost.views.plan_calendar import CalendarNote, calendar_note
from milepost.views.plan_facts import PlanFacts, plan_facts
from milepost.views.plan_filters import task_filters
from milepost.views.plan_gantt import Gantt, gantt_of
from milepost.views.plan_months import Month, plan_months, weekdays
from milepost.views.plan_phases import GateRow, PhaseNode, gate_rows, loose_records, phase_tree
from milepost.views.plan_requirements import requirement_table
from milepost.views.plan_table import TaskRecord, TaskRow, task_rows
from milepost.views.plurals import counted
from milepost.views.tables import Table
from milepost.views.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """Tasks and phases whose places depend on each other, the first again at the end."""

    members: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    empty: bool
    finding: str
    plotted: str
    gantt: Gantt
    legend: Markup
    baseline: str
    gone: Table | None
    not_computable: str
    cycles: tuple[Cycle, ...]
    filters: tuple[Filter, ...]
    rows: tuple[TaskRow, ...]
    columns: tuple[BoardColumn, ...]
    phases: tuple[PhaseNode, ...]
    loose: tuple[TaskRecord, ...]
    gates: tuple[GateRow, ...]
    requirements: Table | None
    months: tuple[Month, ...]
    weekdays: tuple[str, ...]
    calendar: CalendarNote
    source: SourceLine


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    facts = plan_facts(context, project)
    tasks = tuple(facts.tasks())
    status, why = finish_against_due(context, project, facts.plan)
    answer = project_answer(context, project, status=status, why=why, needs=schedule_needs(context, project))
    first = next(iter(project.all(Task).values()), None)
    baseline = context.analysis.baselines.get(project.id)
    return View(
        head=head(context, context.t("ui.page.plan"), project, answer),
        empty=not tasks and not facts.phases,
        finding=finding(context, project, facts.plan),
        plotted=_plotted(context, facts),
        gantt=gantt_of(context, project, facts),
        legend=gantt_legend(context, baseline),
        baseline=_baseline_note(context, baseline),
        gone=gone_tasks(context, project),
        not_computable=why_not(context, facts.plan),
        cycles=cycles_of(context, project, facts.plan),
        filters=task_filters(context, tasks),
        rows=task_rows(context, project, facts),
        columns=board(context, tasks),
        phases=phase_tree(context, project, facts),
        loose=loose_records(context, project, facts),
        gates=gate_rows(context, project, facts),
        requirements=requirement_table(context, project, facts),
        months=plan_months(context, project, facts),
        weekdays=weekdays(context),
        calendar=calendar_note(context, project, facts),
        source=context.source(first or project.record),
    )


def gantt_legend(context: ViewContext, baseline: Baseline | None = None) -> Markup:
    """The marks of the Gantt in words."""
    named = {
        "bar": "open",
        "critical": "critical",
        "done": "done",
        "baseline": "planned",
        "float": "float",
        "milestone-plain": "milestone",
        "deadline": "deadline",
        "rest": "rest",
        "due": "due",
        "forecast": "forecast",
        "now": "now",
    }
    words = {mark: context.t(f"plan.legend-{name}") for mark, name in named.items()}
    if baseline and baseline.plan:
        words["baseline"] = context.t("plan.legend-baseline", ref=baseline.name)
    return legend(words.items())


def _baseline_note(context: ViewContext, baseline: Baseline | None) -> str:
    """Which baseline the thin bars show, or why they cannot."""
    if baseline is None:
        return ""
    if baseline.commit is None:
        return context.t("plan.baseline-unknown", ref=baseline.name)
    day = commit_day(baseline.commit, zone_of(context.portal))
    key = "plan.baseline-of" if baseline.plan else "plan.baseline-empty"
    return context.t(key, ref=baseline.name, day=context.formats.iso(day))


def days_late(project: Project, plan: Plan) -> int | None:
    """Working days by which the computed finish is later than the due date, negative when earlier; None for unknown."""
    due, finish = project.record.due, plan.schedule.finish
    return plan.calendar.working_days_later(due, finish) if due and finish else None


def finish_against_due(context: ViewContext, project: Project, plan: Plan) -> tuple[Status, str]:
    """The first part of the answer line: a state with its number, and the sentence that says why."""
    t, formats = context.t, context.formats
    finish, due = plan.schedule.finish, project.record.due
    if not plan.computable:
        return Status(state="bad", word=t("plan.not-computable")), why_not(context, plan)
    if finish is None:
        return Status(state="none", word=t("plan.no-tasks")), t("plan.no-tasks-why")
    late = days_late(project, plan)
    if late is None or due is None:
        return Status(state="none", word=t("plan.no-due")), t("plan.finishes", finish=formats.sentence(finish))
    why = t("plan.finishes-due", finish=formats.sentence(finish), due=formats.sentence(due))
    if late > 0:
        return Status(state="bad", word=_against(context, late)), why
    # the planned finish knows no actual dates: work that is late already must not read as "early"
    items = attention_of(context.analysis, project)
    schedule = next(one for one in dimensions(context.analysis, project, items) if one.name == "schedule")
    if schedule.level in ("warn", "bad"):
        word = counted(context, f"overview.why.{schedule.reason}", schedule.count)
        return Status(state=schedule.level, word=word), why
    return Status(state="good", word=_against(context, late)), why


def finding(context: ViewContext, project: Project, plan: Plan) -> str:
    """The same as the title of a chart."""
    t, formats = context.t, context.formats
    finish, due = plan.schedule.finish, project.record.due
    if not plan.computable:
        return t("plan.not-computable")
    if finish is None:
        return t("plan.no-tasks")
    late = days_late(project, plan)
    if late is None:
        return t("plan.finding-no-due", finish=formats.short(finish))
    return t("plan.finding", finish=formats.short(finish), due=formats.short(due), against=_against(context, late))


def _against(context: ViewContext, late: int) -> str:
    if late == 0:
        return context.t("plan.on-time")
    key = "plan.late-by" if late > 0 else "plan.early-by"
    return context.t(f"{key}-one" if abs(late) == 1 else key, count=abs(late))


def _plotted(context: ViewContext, facts: PlanFacts) -> str:
    tasks = list(facts.tasks())
    work = [one for one in tasks if not one.task.milestone]
    critical = sum(one.critical and one.open for one in work)
    return context.t("plan.plotted", tasks=len(work), milestones=len(tasks) - len(work), critical=critical)


def why_not(context: ViewContext, plan: Plan) -> str:
    """Why a plan has no dates; empty when it has."""
    if plan.cycles:
        return context.t("plan.has-cycle", count=len(plan.cycles))
    return context.t("plan.out-of-range") if plan.out_of_range else ""


def cycles_of(context: ViewContext, project: Project, plan: Plan) -> tuple[Cycle, ...]:
    """The circles of a plan that cannot be computed."""
    why = Why(context=context, project=project, plan=plan)
    return tuple(
        Cycle(members=tuple(why.anchor(one) for one in (*cycle.members, cycle.members[0]))) for cycle in plan.cycles
    )
