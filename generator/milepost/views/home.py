"""The portfolio home: how all projects do, what needs somebody, what changed, what comes next."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from milepost.analysis.activity import WEEK, last_day, recent_commits, week_of, zone_of
from milepost.analysis.agenda import AHEAD, portal_agenda
from milepost.analysis.attention import portal_attention
from milepost.model.portal import Project
from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric
from milepost.views.activity import CommitDay, FeedLine, commit_days, event_lines, history_note, window_text
from milepost.views.agenda import AgendaLine, agenda_lines
from milepost.views.answer import portfolio_answer
from milepost.views.attention import AttentionLine, attention_lines
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Details, Head, details, head
from milepost.views.goal_rows import GoalRow, goal_rows
from milepost.views.metric_rows import MetricRow, core_metrics, metric_rows
from milepost.views.portfolio import PortfolioRow, portfolio_roadmap, portfolio_rows

_ATTENTION, _EVENTS, _COMMITS, _AGENDA, _METRICS = 8, 8, 8, 12, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; `more_…` say how many lines a list leaves out."""

    head: Head
    rows: tuple[PortfolioRow, ...]
    roadmap: Markup
    legend: Markup
    attention: tuple[AttentionLine, ...]
    attention_rest: tuple[AttentionLine, ...]
    events: tuple[FeedLine, ...]
    days: tuple[CommitDay, ...]
    window: str
    history_note: str
    agenda: tuple[AgendaLine, ...]
    agenda_rest: tuple[AgendaLine, ...]
    ahead: int
    core: tuple[tuple[Anchor, tuple[MetricRow, ...]], ...]
    goals: tuple[GoalRow, ...]
    goal_records: tuple[Details, ...]
    metrics: tuple[MetricRow, ...]
    metric_records: tuple[Details, ...]


def view(context: ViewContext) -> View:
    """The view model of the page."""
    portal, history = context.portal, context.analysis.history
    projects = sorted(portal.projects.values(), key=lambda one: _order(context, one))
    roadmap, legend = portfolio_roadmap(context, [one for one in projects if one.record.status != "closed"])
    lines = attention_lines(context, portal_attention(context.analysis), with_project=True)
    coming = agenda_lines(context, portal_agenda(context.analysis), with_project=True)
    zone = zone_of(portal)
    commits = recent_commits(history.commits, last_day(history, context.as_of, zone), zone)
    goals, metrics = portal.all(Goal).values(), portal.all(Metric).values()
    own = head(context, context.t("ui.home"), answer=portfolio_answer(context))
    active = sum(one.record.status == "active" for one in projects)
    return View(
        head=replace(own, meta=((context.t("home.active"), Anchor(text=str(active))), *own.meta)),
        rows=portfolio_rows(context, projects),
        roadmap=roadmap,
        legend=legend,
        attention=lines[:_ATTENTION],
        attention_rest=lines[_ATTENTION:],
        events=event_lines(context, week_of(projects, context.as_of))[:_EVENTS],
        days=commit_days(context, commits, portal.projects, _COMMITS),
        window=window_text(context, WEEK),
        history_note=history_note(context),
        agenda=coming[:_AGENDA],
        agenda_rest=coming[_AGENDA:],
        ahead=AHEAD,
        core=tuple(
            (context.link(one.record), metric_rows(context, core_metrics(one)[:_METRICS]))
            for one in projects
            if one.all(Metric) and one.record.status != "closed"
        ),
        goals=goal_rows(context, goals),
        goal_records=tuple(details(one, context) for one in goals),
        metrics=metric_rows(context, metrics),
        metric_records=tuple(details(one, context) for one in metrics),
    )


def _order(context: ViewContext, project: Project) -> tuple[int, int, str]:
    """Active projects first, closed ones last; the worst health first; then by id."""
    states, colours = ("active", "on_hold", "proposed", "closed"), ("red", "amber", "green")
    status = project.record.status
    health = colours.index(context.analysis.health[project.id].colour)
    return (states.index(status) if status in states else 1, health, project.id)
