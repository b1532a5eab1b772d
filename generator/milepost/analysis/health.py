"""Whether a project is all right, and which rule decided it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from milepost.analysis.performance import Performance
from milepost.analysis.plans import Plan
from milepost.analysis.series import MetricSeries
from milepost.model.portal import Portal, Project
from milepost.model.records.metric import Metric
from milepost.model.records.risk import Risk
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.states import OPEN_RISK_STATES, OPEN_TASK_STATES

Colour = Literal["red", "amber", "green"]
HIGH_RISK = 15
CORE_ROLES = ("visits", "retention", "conversion")
BEHIND, FAR_BEHIND = Decimal("0.95"), Decimal("0.85")
"""Schedule performance (SPI) below which a project is amber, and red."""
DEFAULT_FRESHNESS = {"day": 3, "week": 10, "month": 40}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What decided: a rule, the record it is about, and a number if it has one: days late, score, % of due work."""

    rule: str
    record: Ref | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A project's colour and all reasons of that colour, the weightiest first; green has none."""

    colour: Colour
    reasons: tuple[Reason, ...] = ()


def project_health(  # noqa: PLR0913, PLR0917 - all that may decide
    portal: Portal,
    project: Project,
    plan: Plan,
    series: dict[Ref, MetricSeries],
    as_of: date,
    performance: Performance | None,
) -> Health:
    """Red, amber or green. The computed finish stands for the forecast's P50 and P80."""
    red = [
        *_late_finish(project, plan),
        *_overdue_critical(project, plan, as_of),
        *_untreated_risks(project),
        *_work_behind(project, performance, FAR_BEHIND),
    ]
    if red:
        return Health(colour="red", reasons=tuple(red))
    amber = [*_work_behind(project, performance, BEHIND), *_stale_core_metrics(portal, project, series, as_of)]
    return Health(colour="amber" if amber else "green", reasons=tuple(amber))


def overdue_days(task: Task, plan: Plan, as_of: date) -> int:
    """Working days since the task should have been finished, by its deadline, else by the plan; 0 if it is not late."""
    placed = plan.of(task)
    due = task.due or (placed.finish if placed else None)
    if task.status not in OPEN_TASK_STATES or due is None or due >= as_of:
        return 0
    return max(plan.calendar.working_days_later(due, as_of) - (1 if plan.calendar.is_working(as_of) else 0), 1)


def untreated(risk: Risk) -> bool:
    """An open risk of 15 and more without response, owner or next review."""
    return (
        not risk.opportunity
        and risk.status in OPEN_RISK_STATES
        and (risk.score or 0) >= HIGH_RISK
        and not (risk.response and risk.owner and risk.next_review)
    )


def stale_days(metric: Metric, series: MetricSeries | None, as_of: date) -> int | None:
    """Days by which the newest value is older than the metric's freshness allows; None when it is fresh."""
    latest = series.latest(as_of) if series else None
    allowed = metric.freshness.days if metric.freshness else DEFAULT_FRESHNESS.get(metric.cadence or "day", 3)
    if latest is None:
        return None
    age = (as_of - latest.period.end).days
    return age - allowed if age > allowed else None


def _late_finish(project: Project, plan: Plan) -> list[Reason]:
    due, finish = project.record.due, plan.schedule.finish
    if due is None or finish is None or finish <= due:
        return []
    return [
        Reason(rule="deadline-at-risk", record=project.record.key, amount=plan.calendar.working_days_later(due, finish))
    ]


def _overdue_critical(project: Project, plan: Plan, as_of: date) -> list[Reason]:
    found = []
    for task in project.all(Task).values():
        placed = plan.of(task)
        days = overdue_days(task, plan, as_of) if placed and placed.critical else 0
        if days:
            found.append(Reason(rule="task-overdue", record=task.key, amount=days))
    return sorted(found, key=lambda reason: -(reason.amount or 0))


def _untreated_risks(project: Project) -> list[Reason]:
    risks = sorted(
        (risk for risk in project.all(Risk).values() if untreated(risk)), key=lambda risk: -(risk.score or 0)
    )
    return [Reason(rule="high-risk-untreated", record=risk.key, amount=risk.score) for risk in risks]


def _work_behind(project: Project, performance: Performance | None, limit: Decimal) -> list[Reason]:
    """Less than a share of the work that is due is done. The number is rounded down, so that it is below the limit."""
    spi = performance.total.spi if performance else None
    if spi is None or spi >= limit:
        return []
    return [Reason(rule="cost-performance", record=project.record.key, amount=int(spi * 100))]


def _stale_core_metrics(portal: Portal, project: Project, series: dict[Ref, MetricSeries], as_of: date) -> list[Reason]:
    found = []
    for metric in (*project.all(Metric).values(), *portal.all(Metric).values()):
        days = stale_days(metric, series.get(metric.key), as_of) if metric.role in CORE_ROLES else None
        if days is not None:
            found.append(Reason(rule="metric-stale", record=metric.key, amount=days))
    return found
