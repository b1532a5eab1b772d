"""Whether a project is all right, and which rule decided it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from milepost.analysis.forecast.result import Forecast
from milepost.analysis.metric_standing import allowed_age
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What decided: a rule, the record it is about, and a number if it has one: days late, score, % of due work.

    Of a finish also the day, and by which share of the samples in percent it is reached, if it is forecast.
    """

    rule: str
    record: Ref | None = None
    amount: int | None = None
    day: date | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A project's colour and all reasons of that colour, the weightiest first; green has none."""

    colour: Colour
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HealthFacts:
    """What decides besides the records. Without a forecast the finish of the statused schedule stands for it."""

    planned: Plan
    statused: Plan
    forecast: Forecast | None
    series: Mapping[Ref, MetricSeries]
    performance: Performance | None

    def finish(self, percent: int) -> date | None:
        """The day by which that share of the samples has finished."""
        return self.forecast.finish.percentiles[percent] if self.forecast else self.statused.schedule.finish


def project_health(portal: Portal, project: Project, facts: HealthFacts, as_of: date) -> Health:
    """Red, amber or green."""
    red = [
        *_late_finish(project, facts, 80),
        *_overdue_critical(project, facts, as_of),
        *_untreated_risks(project),
        *_work_behind(project, facts.performance, FAR_BEHIND),
    ]
    if red:
        return Health(colour="red", reasons=tuple(red))
    amber = [
        *_late_finish(project, facts, 50),
        *_work_behind(project, facts.performance, BEHIND),
        *_stale_core_metrics(portal, project, facts.series, as_of),
    ]
    return Health(colour="amber" if amber else "green", reasons=tuple(amber))


def overdue_days(task: Task, plan: Plan, as_of: date) -> int:
    """Working days since the task should have been finished, by its deadline, else by the plan; 0 if it is not late.

    Nothing is late in a plan without any date.
    """
    placed = plan.of(task) if plan.network.dated else None
    due = task.due or (placed.finish if placed else None)
    if task.status not in OPEN_TASK_STATES or due is None or due >= as_of:
        return 0
    return max(plan.calendar.working_days_later(due, as_of) - (1 if plan.calendar.is_working(as_of) else 0), 1)


def untreated(risk: Risk) -> bool:
    """An open risk of 15 and more without response, owner or next review."""
    return high_risk(risk) and not (risk.response and risk.owner and risk.next_review)


def high_risk(risk: Risk, least: float = HIGH_RISK) -> bool:
    """An open threat whose inherent score is `least` or more."""
    return not risk.opportunity and risk.status in OPEN_RISK_STATES and (risk.score or 0) >= least


def stale_days(metric: Metric, series: MetricSeries | None, as_of: date) -> int | None:
    """Days by which the newest value is older than the metric's freshness allows; None when it is fresh."""
    latest = series.latest(as_of) if series else None
    allowed = allowed_age(metric)
    if latest is None:
        return None
    age = (as_of - latest.period.end).days
    return age - allowed if age > allowed else None


def _late_finish(project: Project, facts: HealthFacts, percent: int) -> list[Reason]:
    due, finish = project.record.due, facts.finish(percent)
    if due is None or finish is None or finish <= due:
        return []
    return [
        Reason(
            rule="deadline-at-risk",
            record=project.record.key,
            amount=facts.statused.calendar.working_days_later(due, finish),
            day=finish,
            percent=percent if facts.forecast else None,
        )
    ]


def _overdue_critical(project: Project, facts: HealthFacts, as_of: date) -> list[Reason]:
    found = []
    for task in project.all(Task).values():
        placed = facts.statused.of(task)
        days = overdue_days(task, facts.planned, as_of) if placed and placed.critical else 0
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


def _stale_core_metrics(
    portal: Portal, project: Project, series: Mapping[Ref, MetricSeries], as_of: date
) -> list[Reason]:
    found = []
    for metric in (*project.all(Metric).values(), *portal.all(Metric).values()):
        days = stale_days(metric, series.get(metric.key), as_of) if metric.role in CORE_ROLES else None
        if days is not None:
            found.append(Reason(rule="metric-stale", record=metric.key, amount=days))
    return found
