"""How far projects and goals have come, against the time that has passed."""

from dataclasses import dataclass
from datetime import date, timedelta

from milepost.analysis.plans import Plan
from milepost.analysis.series import MetricSeries
from milepost.model.portal import Project
from milepost.model.records.goal import Goal
from milepost.model.records.task import Task


def task_progress(task: Task) -> float:
    """0 to 1: what is typed; 1 for finished work, else 0."""
    if task.status == "done":
        return 1.0
    return (task.progress or 0.0) / 100


def project_progress(project: Project, plan: Plan) -> float | None:
    """0 to 1: the tasks' progress weighted by their planned length in working days; None without tasks to weigh.

    Cancelled tasks and milestones do not count.
    """
    weighted = [
        (task_progress(task), _weight(plan, task))
        for task in project.all(Task).values()
        if task.status != "cancelled" and not task.milestone
    ]
    total = sum(weight for _, weight in weighted)
    return sum(progress * weight for progress, weight in weighted) / total if total else None


def elapsed_share(start: date | None, due: date | None, as_of: date) -> float | None:
    """0 to 1: the share of the calendar days from `start` to `due` that is over at the start of `as_of`."""
    if start is None or due is None or due < start:
        return None
    days = (due - start).days + 1
    return min(max((as_of - start).days / days, 0.0), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalProgress:
    """A goal against its metric.

    Attributes:
        current: the metric's newest complete value: of a daily count or ratio the mean of the last 7 days known.
        share: progress from the baseline to the target, 0 to 1; None when it cannot be said.
        elapsed: share of the goal's time that has passed, 0 to 1.
        behind: by how much progress lags behind time, in points of 0 to 1; None when it cannot be said.
    """

    current: float | None
    current_on: date | None
    share: float | None
    elapsed: float | None

    @property
    def behind(self) -> float | None:
        return None if self.share is None or self.elapsed is None else self.elapsed - self.share


def goal_progress(goal: Goal, series: MetricSeries | None, as_of: date) -> GoalProgress:
    """clamp((current − baseline) / (target − baseline)); a goal to maintain has reached 1 while it holds."""
    current, on = recent_value(series, as_of)
    share = None
    if current is not None and goal.baseline is not None and goal.target is not None:
        if goal.target != goal.baseline:
            share = min(max((current - goal.baseline) / (goal.target - goal.baseline), 0.0), 1.0)
        elif goal.direction == "maintain":
            share = 1.0
    return GoalProgress(current=current, current_on=on, share=share, elapsed=elapsed_share(goal.start, goal.due, as_of))


def recent_value(series: MetricSeries | None, as_of: date) -> tuple[float | None, date | None]:
    """The newest value, for a daily series the mean of the 7 days up to it, and its last day."""
    known = series.known(as_of) if series else ()
    if not known:
        return None, None
    last = known[-1]
    if last.period.start != last.period.end:
        return last.value, last.period.end
    week = [one for one in known[-7:] if last.period.start - one.period.start < timedelta(days=7)]
    upper = [one.numerator for one in week if one.numerator is not None and one.denominator]
    lower = [one.denominator for one in week if one.numerator is not None and one.denominator]
    if len(upper) == len(week):
        return sum(upper) / sum(lower), last.period.end
    values = [one.value for one in week if one.value is not None]
    return sum(values) / len(values), last.period.end


def _weight(plan: Plan, task: Task) -> int:
    placed = plan.of(task)
    return max(plan.calendar.working_days_between(placed.start, placed.finish), 1) if placed else 1
