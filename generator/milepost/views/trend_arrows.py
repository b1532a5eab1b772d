"""Whether a project gets better: what changed in four weeks, as arrows, from git."""

from datetime import timedelta

from milepost.analysis.calendars import calendar_of
from milepost.analysis.trends.point import TrendPoint
from milepost.model.portal import Project
from milepost.views.context import ViewContext
from milepost.views.metric_values import Delta
from milepost.views.plurals import counted

SPAN = timedelta(days=28)


def month_ago(context: ViewContext, project: Project) -> TrendPoint | None:
    """The project's state four weeks before the as-of day; None where the history does not reach back so far."""
    trend = (context.analysis.trends or {}).get(project.id)
    past = [one for one in trend.points if one.day <= context.as_of - SPAN] if trend else []
    return past[-1] if past and past[-1].known else None


def finish_arrow(context: ViewContext, project: Project, before: TrendPoint | None) -> Delta | None:
    """By how many working days the promised finish moved; None where it did not, or is not known."""
    now = context.analysis.statused[project.id].schedule.finish
    if before is None or before.finish is None or now is None or now == before.finish:
        return None
    days = calendar_of(context.portal, project).working_days_later(before.finish, now)
    text = counted(context, "trends.arrow-days", days, days=context.formats.signed(days))
    return Delta(way="up" if days > 0 else "down", state="bad" if days > 0 else "good", text=text)


def risk_arrow(context: ViewContext, before: TrendPoint | None, over: int | None) -> Delta | None:
    """How many more threats are above the appetite; None where as many are, or none is set."""
    change = over - before.over_appetite if before and over is not None else 0
    if not change:
        return None
    text = context.t("trends.arrow-count", count=context.formats.signed(change))
    return Delta(way="up" if change > 0 else "down", state="bad" if change > 0 else "good", text=text)
