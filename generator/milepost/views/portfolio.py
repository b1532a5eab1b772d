"""The portfolio: a line for each project, and the roadmap of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from milepost.analysis.budget import NEAR_BUDGET, OVER_BUDGET
from milepost.analysis.health import Reason
from milepost.analysis.vitals import Vitals, milestones, next_milestone, phase_spans, vitals
from milepost.charts.bars import Pace, forecast_range, progress_bar
from milepost.charts.legend import legend
from milepost.charts.roadmap import PhaseState, Roadmap, RoadMilestone, RoadPhase, RoadProject, roadmap
from milepost.model.portal import Project
from milepost.views.answer import health_status, reason_key
from milepost.views.attention import rule_anchor
from milepost.views.chart_words import axis_words
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Status
from milepost.views.metric_values import Delta
from milepost.views.plurals import counted
from milepost.views.trend_arrows import finish_arrow, month_ago, risk_arrow

BEHIND, FAR_BEHIND = 0.1, 0.2
"""By how much progress may lag behind the elapsed time before the bar turns amber, and red."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRow:
    """A project's line in words and small charts."""

    project: Anchor
    state: str
    health: Status
    why: str
    rule: Anchor | None
    progress: str
    elapsed: str
    progress_bar: Markup
    finish: str
    due: str
    finish_bar: Markup
    finish_trend: Delta | None
    money: str
    used: str
    money_bar: Markup
    high: int
    over: str
    over_trend: Delta | None
    milestone: Anchor | None
    milestone_when: str


def portfolio_rows(context: ViewContext, projects: Sequence[Project]) -> tuple[PortfolioRow, ...]:
    """The lines, in the order given; all finish bars have one axis."""
    found = [(project, vitals(context.analysis, project)) for project in projects]
    days = [day for project, figures in found for day in (figures.p50, figures.p80, project.record.due) if day]
    axis = (min([*days, context.as_of]), max([*days, context.as_of]))
    return tuple(_row(context, project, figures, axis) for project, figures in found)


def _row(context: ViewContext, project: Project, figures: Vitals, axis: tuple[date, date]) -> PortfolioRow:
    t, formats, record = context.t, context.formats, project.record
    health, before = context.analysis.health[project.id], month_ago(context, project)
    reason = health.reasons[0] if health.reasons else None
    milestone = next_milestone(project, context.analysis.statused[project.id])
    left = ""
    if milestone:
        calendar = context.analysis.plans[project.id].calendar
        days = calendar.working_days_later(context.as_of, milestone.day)
        key = "home.left" if milestone.day >= context.as_of else "home.past"
        left = counted(context, key, abs(days), day=day_of(context, milestone.day))
    return PortfolioRow(
        project=context.link(record),
        state=context.labels.value("project", "status", record.status) if record.status else "",
        health=health_status(context, health),
        why=short_reason(context, reason),
        rule=rule_anchor(context, reason.rule) if reason else None,
        progress=formats.percent(figures.progress),
        elapsed=t("home.elapsed", share=formats.percent(figures.elapsed)) if figures.elapsed is not None else "",
        progress_bar=pace_bar(context, figures),
        finish=finish_text(context, figures),
        due=t("home.due", day=day_of(context, record.due)) if record.due else "",
        finish_bar=finish_bar(context, figures, record.due, axis),
        finish_trend=finish_arrow(context, project, before),
        money=context.t("ui.not-shown") if context.hides(project, "money") else money_text(context, figures),
        used=t("home.used", share=formats.percent(figures.used)) if figures.used is not None else "",
        money_bar=money_bar(context, figures),
        high=figures.high,
        over=t("home.over", count=figures.over) if figures.over is not None else "",
        over_trend=risk_arrow(context, before, figures.over),
        milestone=context.link(milestone.task) if milestone else None,
        milestone_when=left,
    )


def short_reason(context: ViewContext, reason: Reason | None) -> str:
    """A few words for a table: `finish 6 working days after due`."""
    if reason is None:
        return context.t("home.why.none")
    key = reason_key(context, "home.why", reason)
    return counted(context, key, reason.amount or 0, percent=reason.percent) if key else ""


def day_of(context: ViewContext, day: date | None) -> str:
    """A short date; with its year where that is not the as-of day's."""
    if day is None or day.year == context.as_of.year:
        return context.formats.short(day)
    return context.formats.iso(day)


def pace_bar(context: ViewContext, figures: Vitals) -> Markup:
    """Progress against time: blue on pace, amber from 10 points behind, red from 20."""
    progress, elapsed = figures.progress, figures.elapsed
    lag = elapsed - progress if progress is not None and elapsed is not None else 0.0
    fill: Pace = "fill-b" if lag >= FAR_BEHIND else "fill-w" if lag >= BEHIND else "fill"
    label = context.t(
        "home.progress-label", progress=context.formats.percent(progress), elapsed=context.formats.percent(elapsed)
    )
    return progress_bar(progress, elapsed=elapsed, fill=fill, label=label)


def finish_text(context: ViewContext, figures: Vitals) -> str:
    """`9 Dec / 14 Dec`: the P50 and the P80 finish; the computed one where nothing is forecast."""
    if figures.p50 is None or figures.p50 == figures.p80:
        return day_of(context, figures.p50)
    return f"{day_of(context, figures.p50)} / {day_of(context, figures.p80)}"


def finish_bar(context: ViewContext, figures: Vitals, due: date | None, axis: tuple[date, date]) -> Markup:
    """P50 as a dot with a bar to P80, the due date dashed; red when neither is in time."""
    if figures.p50 is None or figures.p80 is None:
        return Markup()
    iso = context.formats.iso
    label = context.t("home.finish-label", p50=iso(figures.p50), p80=iso(figures.p80), due=iso(due))
    return forecast_range(p50=figures.p50, p80=figures.p80, due=due, axis=axis, label=label)


def money_bar(context: ViewContext, figures: Vitals) -> Markup:
    """Spent of approved, a tick at the elapsed time: amber from 90 %, red from 110 %."""
    used = figures.used
    if used is None:
        return Markup()
    fill: Pace = "fill-b" if used >= OVER_BUDGET else "fill-w" if used >= NEAR_BUDGET else "fill"
    label = context.t(
        "home.money-label", share=context.formats.percent(used), elapsed=context.formats.percent(figures.elapsed)
    )
    return progress_bar(used, elapsed=figures.elapsed, fill=fill, label=label)


def money_text(context: ViewContext, figures: Vitals) -> str:
    """`39.9 万 / 56.0 万元`; a dash for what is not known."""
    formats = context.formats
    if figures.spent is None and figures.approved is None:
        return "–"
    return f"{formats.big(figures.spent)} / {formats.money(figures.approved, figures.currency)}"


def portfolio_roadmap(context: ViewContext, projects: Sequence[Project]) -> tuple[Markup, Markup]:
    """The roadmap and its legend; both empty when no project has a plan."""
    t, day = context.t, context.formats.short
    lanes = tuple(_lane(context, project) for project in projects)
    if not any(lane.phases or lane.milestones or lane.forecast for lane in lanes):
        return Markup(), Markup()
    chart = roadmap(
        Roadmap(
            projects=lanes,
            label=t("home.roadmap-label"),
            axis=axis_words(context),
            today=context.as_of,
        )
    )
    keys = (
        ("phase-done", t("home.legend.done")),
        ("phase-current", t("home.legend.current")),
        ("phase-next", t("home.legend.next")),
        ("due-met", t("home.legend.due")),
        ("p80", t("home.legend.finish")),
        ("now", t("home.legend.now", day=day(context.as_of))),
    )
    return (chart, legend(keys)) if chart else (chart, Markup())


def _lane(context: ViewContext, project: Project) -> RoadProject:
    t, span, day = context.t, context.formats.span, context.formats.short
    plan, record = context.analysis.statused[project.id], project.record
    title, figures = context.title(record), vitals(context.analysis, project)
    finish = figures.p80
    phases = []
    for one in phase_spans(project, plan, context.as_of):
        name = context.title(one.phase)
        label = t("home.of", project=title, name=name, days=span(one.start, one.finish))
        state: PhaseState = "done" if one.done else "current" if one.begun else "next"
        phases.append(RoadPhase(name=name, start=one.start, finish=one.finish, label=label, state=state))
    marks = [
        RoadMilestone(
            name=context.title(one.task),
            day=one.day,
            date_text=day(one.day),
            label=t("home.of", project=title, name=context.title(one.task), days=day(one.day)),
            href=context.link(one.task).href,
        )
        for one in milestones(project, plan)
    ]
    return RoadProject(
        name=title,
        href=context.link(record).href.partition("#")[0],
        phases=tuple(phases),
        milestones=tuple(marks),
        due=record.due,
        due_label=t("home.due-label", project=title, day=context.formats.iso(record.due)),
        on_time=not (finish and record.due and finish > record.due),
        forecast=finish,
        forecast_label=t("home.computed-label", project=title, day=context.formats.iso(finish)),
    )
