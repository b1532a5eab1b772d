"""The forecast page of a project: when it finishes and how surely, what moves and drives it, how sound the plan is."""

from dataclasses import dataclass
from decimal import Decimal

from milepost.analysis.forecast.result import Forecast
from milepost.analysis.schedule.critical_path import critical_paths, driving_chain, last_activity
from milepost.model.portal import Project
from milepost.views.addresses import project_page
from milepost.views.answer import project_answer, schedule_needs
from milepost.views.context import Anchor, SourceLine, ViewContext
from milepost.views.deadlines import deadline_table, deadlines_of
from milepost.views.finish_table import MOST_ROWS, finish_table
from milepost.views.float_tables import float_finding, float_table, tight_table
from milepost.views.forecast_figures import (
    FinishFigure,
    RankedFigure,
    chance_text,
    criticality_figure,
    finish_figure,
    influence_figure,
)
from milepost.views.frame import Head, State, Status, head
from milepost.views.plan import Cycle, cycles_of, finding, finish_against_due, why_not
from milepost.views.plan_calendar import CalendarNote, calendar_note
from milepost.views.plan_facts import NEAR_CRITICAL, PlanFacts, TaskFacts, plan_facts
from milepost.views.plurals import counted
from milepost.views.quality_figure import QualityFigure, quality_figure
from milepost.views.tables import Table
from milepost.views.trend_section import TrendSection, trend_section
from milepost.views.why import ChainStep, Why

_MOST_ROWS = 60
_MOST_CHAINS = 4
"""Further chains that tie with the one that is explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    trend: TrendSection
    empty: bool
    not_computable: str
    cycles: tuple[Cycle, ...]
    finding: str
    figure: FinishFigure | None
    no_figure: str
    finishes: Table
    finishes_left_out: int
    influences: RankedFigure | None
    criticality: RankedFigure | None
    cost: str
    pert: str
    quality: QualityFigure | None
    float_finding: str
    floats: Table
    tight: Table
    tight_left_out: int
    chain_finding: str
    chain: tuple[ChainStep, ...]
    ties: tuple[tuple[Anchor, ...], ...]
    more_ties: bool
    deadlines: Table
    deadlines_left_out: int
    assumed: tuple[Anchor, ...]
    lengths: str
    drawn_risks: str
    silent_risks: tuple[Anchor, ...]
    calendar: CalendarNote
    plan: Anchor
    source: SourceLine


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    facts = plan_facts(context, project)
    tasks = tuple(facts.tasks())
    open_tasks = [one for one in tasks if one.open and one.place]
    tight = sorted(
        (one for one in open_tasks if one.place and one.place.total_float <= NEAR_CRITICAL),
        key=lambda one: (one.place.total_float, one.place.finish_at) if one.place else (0, 0),
    )
    forecast = context.analysis.forecast(project.id)
    status, why = _answer(context, project, facts, forecast)
    why_here = Why(context=context, project=project, plan=facts.plan)
    last = last_activity(facts.plan.schedule)
    steps = why_here.steps(last) if last else ()
    paths = critical_paths(facts.plan.schedule, limit=_MOST_CHAINS + 2) if last else []
    others = [path for path in paths if path != driving_chain(facts.plan.schedule, last or "")]
    deadlines = deadlines_of(context, project, facts)
    return View(
        trend=trend_section(context, project, "slip", "milestones", "burn-up"),
        head=head(
            context,
            context.t("ui.page.forecast"),
            project,
            project_answer(context, project, status=status, why=why, needs=schedule_needs(context, project)),
        ),
        empty=not tasks,
        not_computable=why_not(context, facts.plan),
        cycles=cycles_of(context, project, facts.plan),
        finding=finding(context, project, facts.plan),
        figure=finish_figure(context, forecast) if forecast else None,
        no_figure="" if forecast else context.t("forecast.nothing-open"),
        finishes=finish_table(context, project, facts, forecast),
        finishes_left_out=max(sum(one.task.milestone for one in tasks) - MOST_ROWS, 0),
        influences=influence_figure(context, project, forecast) if forecast else None,
        criticality=criticality_figure(context, project, forecast) if forecast else None,
        cost=_cost(context, forecast),
        pert=_pert(context, forecast),
        quality=quality_figure(context, project),
        float_finding=float_finding(context, open_tasks),
        floats=float_table(context, open_tasks),
        tight=tight_table(context, tight[:_MOST_ROWS]),
        tight_left_out=max(len(tight) - _MOST_ROWS, 0),
        chain_finding=_chain_finding(context, steps),
        chain=steps,
        ties=tuple(tuple(why_here.anchor(one) for one in path) for path in others[:_MOST_CHAINS]),
        more_ties=len(others) > _MOST_CHAINS,
        deadlines=deadline_table(context, deadlines[:_MOST_ROWS]),
        deadlines_left_out=max(len(deadlines) - _MOST_ROWS, 0),
        assumed=tuple(context.link(one.task) for one in tasks if one.length.source == "assumed"),
        lengths=_lengths(context, tasks),
        drawn_risks=context.t("forecast.drawn-risks", count=forecast.drawn_risks) if forecast else "",
        silent_risks=tuple(context.link(context.portal.get(one)) for one in forecast.silent_risks) if forecast else (),
        calendar=calendar_note(context, project, facts),
        plan=Anchor(text=context.t("ui.page.plan"), href=context.href(project_page(project.id, "plan/"))),
        source=context.source(project.record, "due"),
    )


def _answer(context: ViewContext, project: Project, facts: PlanFacts, forecast: Forecast | None) -> tuple[Status, str]:
    """The first part of the answer line: the chance of meeting the due date, and the days behind it."""
    if forecast is None or forecast.finish.chance is None:
        return finish_against_due(context, project, facts.plan)
    finish, day = forecast.finish, context.formats.sentence
    assert finish.due is not None
    state: State = "good" if finish.p80 <= finish.due else "warn" if finish.p50 <= finish.due else "bad"
    word = context.t("forecast.chance", chance=chance_text(context, finish))
    why = context.t("forecast.chance-why", p50=day(finish.p50), p80=day(finish.p80), due=day(finish.due))
    return Status(state=state, word=word), why


def _cost(context: ViewContext, forecast: Forecast | None) -> str:
    cost = forecast.cost if forecast else None
    if cost is None:
        return ""
    p50, p80, planned = (
        context.formats.money(Decimal(round(one)), cost.currency)
        for one in (cost.percentiles[50], cost.percentiles[80], cost.planned)
    )
    return context.t(
        "forecast.cost-said",
        p50=p50,
        p80=p80,
        planned=planned,
        count=cost.risks,
    )


def _pert(context: ViewContext, forecast: Forecast | None) -> str:
    if forecast is None:
        return ""
    pert = forecast.pert
    return context.t(
        "forecast.pert-said",
        day=context.formats.sentence(pert.finish),
        count=pert.tasks,
        deviation=context.formats.number(pert.deviation, 1),
    )


def _chain_finding(context: ViewContext, steps: tuple[ChainStep, ...]) -> str:
    if not steps:
        return ""
    return counted(
        context,
        "forecast.chain-finding",
        len(steps),
        first=steps[0].task.text,
        day=context.formats.short(steps[0].start),
    )


def _lengths(context: ViewContext, tasks: tuple[TaskFacts, ...]) -> str:
    """From which fields the lengths come, with counts."""
    counts: dict[str, int] = {}
    for one in tasks:
        counts[one.length.source] = counts.get(one.length.source, 0) + 1
    names = ("duration", "effort", "estimate", "dates", "assumed", "milestone")
    return context.formats.join(
        [context.t(f"forecast.length-{name}", count=counts[name]) for name in names if name in counts]
    )
