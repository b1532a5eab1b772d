"""A project's state by dimension: schedule, cost, risk, metrics, scope, team, each with the fact that decided it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from milepost.analysis.analysis import Analysis
from milepost.analysis.attention import AttentionItem
from milepost.analysis.budget import NEAR_BUDGET, OVER_BUDGET, Totals, approval, line_totals, overspent_lines, total
from milepost.analysis.health import untreated
from milepost.analysis.metric_standing import standing
from milepost.analysis.progress import recent_value
from milepost.analysis.risk import is_open, over_appetite, threats
from milepost.model.portal import Project
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.change_request import ChangeRequest
from milepost.model.records.iteration import Iteration
from milepost.model.records.metric import Metric
from milepost.model.records.requirement import Requirement
from milepost.model.records.role import Role

Name = Literal["schedule", "cost", "risk", "metrics", "scope", "team"]
Level = Literal["good", "warn", "bad", "none"]
LOW_PULSE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A dimension's state; `reason` names the fact in words of the catalogue, `count` fills it."""

    name: Name
    level: Level
    reason: str
    count: int = 0


def dimensions(analysis: Analysis, project: Project, items: tuple[AttentionItem, ...]) -> tuple[Dimension, ...]:
    """All six, in a fixed order; `items` is what needs attention in the project."""
    return (
        _schedule(analysis, project, items),
        _cost(analysis, project),
        _risk(analysis, project, items),
        _metrics(analysis, project, items),
        _scope(project),
        _team(project, items),
    )


def _schedule(analysis: Analysis, project: Project, items: tuple[AttentionItem, ...]) -> Dimension:
    plan, due, found = analysis.statused[project.id], project.record.due, analysis.forecast(project.id)
    finish = found.finish.p80 if found else plan.schedule.finish
    if finish is None:
        return Dimension(name="schedule", level="none", reason="no-plan")
    if due and finish > due:
        late = plan.calendar.working_days_later(due, finish)
        return Dimension(name="schedule", level="bad", reason="late-finish", count=late)
    overdue = [item for item in items if item.kind == "task-overdue"]
    critical = sum(item.severe for item in items if item.kind in ("task-overdue", "task-blocked"))
    if critical:
        return Dimension(name="schedule", level="bad", reason="critical-tasks", count=critical)
    blocked = sum(item.kind == "task-blocked" for item in items)
    if overdue or blocked:
        return Dimension(name="schedule", level="warn", reason="late-tasks", count=len(overdue) + blocked)
    return Dimension(name="schedule", level="good", reason="in-time")


def _cost(analysis: Analysis, project: Project) -> Dimension:
    default = project.record.currency or analysis.portal.settings.currency or ""
    if analysis.withholds_sums(project.id, "money"):
        return Dimension(name="cost", level="none", reason="not-shown")
    agreed = approval(project, default)
    if agreed is None or not agreed.approved:
        return Dimension(name="cost", level="none", reason="no-budget")
    sums = total(line_totals(line, default) for line in project.all(BudgetLine).values())
    share = sums.get(agreed.currency, Totals()).actual / agreed.approved
    overspent = len(overspent_lines(project, default))
    level: Level = "bad" if share >= OVER_BUDGET else "warn" if share >= NEAR_BUDGET else "good"
    if level == "good" and agreed.mismatch > 0:
        over = round(agreed.planned / agreed.approved * 100)
        return Dimension(name="cost", level="warn", reason="planned-over", count=over)
    if level == "good" and overspent:
        return Dimension(name="cost", level="warn", reason="line-over", count=overspent)
    return Dimension(name="cost", level=level, reason="spent", count=round(share * 100))


def _risk(analysis: Analysis, project: Project, items: tuple[AttentionItem, ...]) -> Dimension:
    risks = threats(project)
    if not risks:
        return Dimension(name="risk", level="none", reason="no-risk")
    alone = sum(untreated(risk) for risk in risks)
    if alone:
        return Dimension(name="risk", level="bad", reason="untreated", count=alone)
    over = over_appetite(project, analysis.portal.settings.risk_matrix)
    if over:
        return Dimension(name="risk", level="bad", reason="over-appetite", count=len(over))
    stale = sum(item.kind == "risk-review-overdue" for item in items)
    if stale:
        return Dimension(name="risk", level="warn", reason="review", count=stale)
    return Dimension(name="risk", level="good", reason="within", count=sum(is_open(risk) for risk in risks))


def _metrics(analysis: Analysis, project: Project, items: tuple[AttentionItem, ...]) -> Dimension:
    colours = list(metric_levels(analysis, project))
    if not colours:
        return Dimension(name="metrics", level="none", reason="no-metric")
    bad = colours.count("bad")
    if bad:
        return Dimension(name="metrics", level="bad", reason="beyond", count=bad)
    behind = sum(item.kind == "goal-behind-pace" for item in items)
    stale = sum(item.kind == "metric-stale" for item in items)
    for reason, count in (("behind", behind), ("amber", colours.count("warn")), ("stale", stale)):
        if count:
            return Dimension(name="metrics", level="warn", reason=reason, count=count)
    return Dimension(name="metrics", level="good", reason="fine", count=len(colours))


def metric_levels(analysis: Analysis, project: Project) -> Iterator[Level]:
    """The level of each metric that has data: by its thresholds, good where it has none."""
    for metric in project.all(Metric).values():
        value, _ = recent_value(analysis.series.get(metric.key), analysis.as_of)
        if value is not None:
            levels: dict[str, Level] = {"off-target": "bad", "tolerable": "warn"}
            yield levels.get(standing(metric, value), "good")


def _scope(project: Project) -> Dimension:
    wanted = [one for one in project.all(Requirement).values() if one.status != "dropped"]
    if not wanted:
        return Dimension(name="scope", level="none", reason="no-requirement")
    pending = sum(one.decision == "submitted" for one in project.all(ChangeRequest).values())
    if pending:
        return Dimension(name="scope", level="warn", reason="change", count=pending)
    bare = sum(one.status == "agreed" and not one.tasks for one in wanted)
    if bare:
        return Dimension(name="scope", level="warn", reason="bare", count=bare)
    return Dimension(name="scope", level="good", reason="covered", count=len(wanted))


def _team(project: Project, items: tuple[AttentionItem, ...]) -> Dimension:
    if not project.all(Role) and not project.all(Iteration):
        return Dimension(name="team", level="none", reason="no-team")
    rated = [one for one in project.all(Iteration).values() if one.pulse is not None]
    latest = max(rated, key=lambda one: (one.due or one.start or date.min, one.id), default=None)
    late = sum(item.kind == "action-overdue" for item in items)
    empty = sum(not role.people for role in project.all(Role).values())
    if latest and latest.pulse is not None and latest.pulse <= LOW_PULSE:
        return Dimension(name="team", level="bad" if latest.pulse == 1 else "warn", reason="pulse", count=latest.pulse)
    if empty:
        return Dimension(name="team", level="warn", reason="empty-role", count=empty)
    if late:
        return Dimension(name="team", level="warn", reason="action", count=late)
    return Dimension(name="team", level="good", reason="manned")
