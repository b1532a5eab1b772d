"""A project's Overview: a status report of one page."""

from dataclasses import dataclass, replace

from milepost.analysis.activity import WEEK, last_day, recent_commits, touching, week_of, zone_of
from milepost.analysis.attention import AttentionItem, attention_of
from milepost.analysis.dimensions import Dimension, dimensions
from milepost.analysis.risk import is_open, threats
from milepost.analysis.vitals import milestones, vitals
from milepost.model.portal import Project
from milepost.model.records.goal import Goal
from milepost.model.states import CLOSED
from milepost.views.activity import CommitDay, FeedLine, commit_days, event_lines, history_note, window_text
from milepost.views.addresses import PAGE_OF, project_page
from milepost.views.answer import project_answer
from milepost.views.attention import AttentionLine, attention_lines
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Details, Head, RecordGroup, Status, details, head, record_groups
from milepost.views.goal_rows import GoalRow, goal_rows
from milepost.views.kpis import Kpi, kpis
from milepost.views.metric_rows import MetricRow, core_metrics, metric_rows
from milepost.views.milestone_rows import MilestoneRow, milestone_rows
from milepost.views.plurals import counted
from milepost.views.record_states import record_status

_DECISIONS = ("decision-pending", "change-pending", "gate-due")
_GOALS, _RISKS, _METRICS, _EVENTS, _COMMITS, _SHOWN = 8, 5, 6, 5, 3, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionRow:
    """A dimension's state and the fact that decided it."""

    name: str
    status: Status
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    """An open threat: inherent and residual score, state, owner."""

    what: Anchor
    inherent: str
    residual: str
    status: Status
    owner: Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; `to_…` lead to the pages with everything."""

    head: Head
    summary: str
    kpis: tuple[Kpi, ...]
    dimensions: tuple[DimensionRow, ...]
    goals: tuple[GoalRow, ...]
    milestones: tuple[MilestoneRow, ...]
    metrics: tuple[MetricRow, ...]
    decisions: tuple[AttentionLine, ...]
    decisions_rest: tuple[AttentionLine, ...]
    attention: tuple[AttentionLine, ...]
    attention_rest: tuple[AttentionLine, ...]
    risks: tuple[RiskRow, ...]
    events: tuple[FeedLine, ...]
    days: tuple[CommitDay, ...]
    window: str
    history_note: str
    record: Details
    others: tuple[RecordGroup, ...]
    """Records of types that no other page shows."""
    to: dict[str, Anchor]


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    analysis, record = context.analysis, project.record
    items = attention_of(analysis, project)
    found = [_dimension(context, one) for one in dimensions(analysis, project, items)]
    states = tuple(Status(state=row.status.state, word=row.name, tip=row.why) for row in found)
    own = head(context, context.title(record), answer=project_answer(context, project, dimensions=states))
    zone = zone_of(context.portal)
    commits = recent_commits(
        touching(analysis.history.commits, project.id), last_day(analysis.history, context.as_of, zone), zone
    )
    plan = analysis.statused[project.id]
    to_decide = attention_lines(context, [item for item in items if _to_decide(item)])
    others = attention_lines(context, [item for item in items if item.kind not in _DECISIONS])
    return View(
        head=replace(own, meta=(*_meta(context, project), *own.meta)),
        summary=context.text(record.summary),
        kpis=kpis(context, project, vitals(analysis, project)),
        dimensions=tuple(found),
        goals=goal_rows(context, _goals(project)),
        milestones=milestone_rows(context, milestones(project, plan), plan),
        metrics=metric_rows(context, core_metrics(project)[:_METRICS]),
        decisions=to_decide[:_SHOWN],
        decisions_rest=to_decide[_SHOWN:],
        attention=others[:_SHOWN],
        attention_rest=others[_SHOWN:],
        risks=tuple(_risks(context, project)),
        events=event_lines(context, week_of([project], context.as_of))[:_EVENTS],
        days=commit_days(context, commits, [project.id], _COMMITS),
        window=window_text(context, WEEK),
        history_note=history_note(context),
        record=details(record, context),
        others=record_groups(context, project, sorted(project.collections.keys() - PAGE_OF.keys())),
        to={
            name: Anchor(text=context.t(f"ui.page.{name}"), href=context.href(project_page(project.id, f"{name}/")))
            for name in ("goals", "plan", "metrics", "meetings", "risks", "changes")
        },
    )


def _meta(context: ViewContext, project: Project) -> list[tuple[str, Anchor]]:
    record, meta = project.record, []
    if record.status:
        meta.append(("", Anchor(text=context.labels.value("project", "status", record.status))))
    for field, ref in (("sponsor", record.sponsor), ("owner", record.owner)):
        if ref:
            meta.append((context.labels.field("project", field), context.person(ref)))
    if record.start or record.due:
        span = context.t("overview.span", start=context.formats.iso(record.start), due=context.formats.iso(record.due))
        meta.append(("", Anchor(text=span)))
    return meta


def _dimension(context: ViewContext, one: Dimension) -> DimensionRow:
    why = counted(context, f"overview.why.{one.reason}", one.count or 0)
    word = context.t(f"overview.level.{one.level}")
    return DimensionRow(
        name=context.t(f"overview.dimension.{one.name}"), status=Status(state=one.level, word=word), why=why
    )


def _to_decide(item: AttentionItem) -> bool:
    return item.kind in _DECISIONS


def _goals(project: Project) -> list[Goal]:
    """Open goals, short-term ones first, each by its due date."""
    found = [goal for goal in project.all(Goal).values() if goal.status not in CLOSED["goals"]]
    far = "9999"
    found.sort(key=lambda goal: (goal.horizon == "long", goal.due.isoformat() if goal.due else far, goal.id))
    return found[:_GOALS]


def _risks(context: ViewContext, project: Project) -> list[RiskRow]:
    return [
        RiskRow(
            what=context.link(risk),
            inherent=str(risk.score or "–"),
            residual=str(risk.residual_score or "–"),
            status=record_status(risk, context),
            owner=context.person(risk.owner),
        )
        for risk in [one for one in threats(project) if is_open(one)][:_RISKS]
    ]
