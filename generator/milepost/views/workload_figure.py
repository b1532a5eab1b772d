"""The workload heat map: each person's weeks, from the one before the as-of day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from milepost.analysis.week import monday_of
from milepost.analysis.workload import WEEK, WeekLoad, demands_on, week_loads
from milepost.charts.heatmap import HeatCell, HeatRow, HeatTable, heat_table, level
from milepost.model.portal import Project
from milepost.model.records.person import Person
from milepost.views.context import Anchor, ViewContext

WEEKS = 12
_STEPS = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overload:
    """A person's week from the as-of day on with more work than time."""

    person: Anchor
    week: str
    text: str
    load: float | None
    tasks: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadFigure:
    """The heat map, and the weeks that are too full with the tasks that fill them."""

    project: str
    chart: Markup
    overloads: tuple[Overload, ...]


def workload_figure(context: ViewContext, project: Project, people: Sequence[Person]) -> WorkloadFigure | None:
    """None unless the plan has work for somebody in the weeks shown. Work of all projects counts."""
    plan = context.analysis.plans[project.id]
    now = context.analysis.statused[project.id].schedule
    mondays = _mondays(context.as_of, now.start, now.finish)
    rows, over = [], []
    for person in people:
        loads = week_loads(person, demands_on(context.analysis, person), plan.calendar, mondays)
        if not any(one.hours or one.leave_days for one in loads):
            continue
        anchor = context.link(person)
        rows.append(HeatRow(name=anchor.text, href=anchor.href, cells=tuple(_cell(one, context) for one in loads)))
        over += [overload_of(anchor, one, context) for one in loads if one.over and one.monday + WEEK > context.as_of]
    if not rows:
        return None
    table = HeatTable(
        corner=context.t("team.week-of"),
        columns=tuple(context.formats.short(monday) for monday in mondays),
        rows=tuple(rows),
        label=context.t("team.workload"),
    )
    return WorkloadFigure(project=project.id, chart=heat_table(table), overloads=tuple(over))


def _mondays(as_of: date, start: date | None, finish: date | None) -> tuple[date, ...]:
    """From the week before the as-of day, or the plan's first week where that is later, to its last; at most 12."""
    first = monday_of(as_of) - WEEK
    if start and finish:
        last = monday_of(finish)
        first = max(first, monday_of(start)) if start <= finish else first
        count = min(max((last - first).days // 7 + 1, 1), WEEKS)
        first = min(first, max(last - (count - 1) * WEEK, monday_of(start)))
        return tuple(first + number * WEEK for number in range(count))
    return tuple(first + number * WEEK for number in range(WEEKS))


def _cell(one: WeekLoad, context: ViewContext) -> HeatCell:
    title = _explained(one, context)
    if one.over:
        return HeatCell(text=_said(one, context), kind="over", title=title)
    if one.working_days == 0:
        return HeatCell(text="", title=context.t("team.no-working-day"))
    if one.leave_days:
        return HeatCell(text=_said(one, context), kind="leave", title=title)
    if not one.hours:
        return HeatCell(text=context.formats.percent(0), level=0, title=title)
    return HeatCell(text=_said(one, context), level=level(one.load or 0, _STEPS), title=title)


def _said(one: WeekLoad, context: ViewContext) -> str:
    """The load in percent; the word for leave in a week without any capacity."""
    return context.t("team.on-leave") if one.load is None else context.formats.percent(one.load)


def _explained(one: WeekLoad, context: ViewContext) -> str:
    """What the cell is made of: hours over capacity, leave, and the tasks."""
    number = context.formats.plain
    parts = [context.t("team.cell", hours=number(round(one.hours, 1)), capacity=number(round(one.capacity, 1)))]
    if one.leave_days:
        parts.append(context.t("team.cell-leave", count=one.leave_days))
    parts += [f"{context.title(task)} {number(round(hours, 1))} h" for task, hours in one.tasks[:8]]
    return context.t("team.between").join(parts)


def overload_of(person: Anchor, one: WeekLoad, context: ViewContext) -> Overload:
    """A week that is too full, with links to its tasks."""
    return Overload(
        person=person,
        week=context.formats.short(one.monday),
        text=_said(one, context),
        load=one.load,
        tasks=tuple(context.link(task) for task, _ in one.tasks),
    )
