"""Where the computed plan is not what was typed: lags cut short, days that the calendar does not know."""

from collections.abc import Iterator

from milepost.analysis.plans import Plan
from milepost.analysis.schedule.layout import TypedLink
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.model.records.task import Task
from milepost.rules.context import RuleContext
from milepost.rules.rule import rule
from milepost.rules.written_links import written


@rule(Severity.INFO, on_plans=True)
def rounded_value(context: RuleContext) -> Iterator[Diagnostic]:
    """Negative lags that would have begun a task before its earliest start; the loader speaks of hours."""
    for plan in context.plans.values():
        told: set[TypedLink] = set()
        for clamped in plan.schedule.clamped:
            if clamped.link in told:
                continue
            told.add(clamped.link)
            link = written(context.portal, plan.project_id, clamped.link)
            task = context.portal.projects[plan.project_id].all(Task)[clamped.activity]
            yield context.finding(
                "rounded-value",
                link.record,
                *link.path,
                variant="clamped",
                link=clamped.link.link.target,
                task=task.id,
                start=plan.schedule.activities[task.id].start.isoformat(),
            )


@rule(Severity.ERROR, on_plans=True)
def calendar_not_covered(context: RuleContext) -> Iterator[Diagnostic]:
    """A plan with days in years whose holidays the calendar does not know."""
    for plan in context.plans.values():
        project = context.portal.projects[plan.project_id].record
        if plan.out_of_range:
            yield context.finding("calendar-not-covered", project, variant="endless")
        elif plan.uncovered:
            years = ", ".join(map(str, plan.uncovered))
            location = context.at(project, "calendar") if project.calendar else None
            day = _last_day(plan)
            yield context.finding("calendar-not-covered", project, location=location, day=day, years=years)


def _last_day(plan: Plan) -> str:
    """The last day in a year that is not covered."""
    days = {day for one in plan.schedule.activities.values() for day in (one.start, one.finish)}
    return max(day for day in days if day.year in plan.uncovered).isoformat()
