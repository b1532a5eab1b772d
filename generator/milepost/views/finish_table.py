"""When a project, its milestones and its releases finish: planned, as things stand, forecast, against their days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from milepost.analysis.forecast.result import Finish, Forecast
from milepost.analysis.plans import Plan
from milepost.analysis.releases import open_shipments
from milepost.charts.bars import forecast_range
from milepost.model.portal import Project
from milepost.model.records.release import Release
from milepost.views.context import Anchor, ViewContext
from milepost.views.deadlines import against_due
from milepost.views.forecast_figures import chance_text, day_or_range
from milepost.views.frame import Status
from milepost.views.plan_facts import PlanFacts
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, Table, day_cell

MOST_ROWS = 40
"""Milestones up to which all are shown."""
_ROOM = timedelta(days=4)
"""Days after the last mark on the axis of finishes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finishing:
    """What finishes: planned, as things stand, and forecast; `over` is its state once it is finished."""

    what: Anchor
    planned: date | None
    now: date
    due: date | None
    own: bool
    forecast: Finish | None
    over: Status | None = None

    def days(self) -> Iterator[date]:
        """Every day that is marked."""
        yield from (day for day in (self.now, self.due) if day)
        yield from self.forecast.percentiles.values() if self.forecast else ()


def finish_table(context: ViewContext, project: Project, facts: PlanFacts, forecast: Forecast | None) -> Table:
    """The project, its milestones and releases on their way: planned, statused and forecast finish against their day.

    Of many milestones those that are due or still open are shown, the first ones first.
    """
    t, plan = context.t, facts.plan
    found = [
        _Finishing(
            what=context.link(one.task),
            planned=one.planned.finish if one.planned else None,
            now=one.place.finish,
            due=one.place.due,
            own=one.place.due is not None and one.place.due == one.task.due,
            forecast=forecast.milestones.get(one.task.id) if forecast else None,
            over=None if one.open else record_status(one.task, context),
        )
        for one in sorted(facts.tasks(), key=lambda one: one.place.finish_at if one.place else 0)
        if one.task.milestone and one.place
    ]
    if len(found) > MOST_ROWS:
        found = sorted(found, key=lambda one: (one.own is False, one.over is not None, one.now))[:MOST_ROWS]
        found.sort(key=lambda one: one.now)
    found += _releases(context, project, facts, forecast)
    if plan.schedule.finish:
        whole = _Finishing(
            what=Anchor(text=t("forecast.whole-project")),
            planned=facts.planned.schedule.finish,
            now=plan.schedule.finish,
            due=project.record.due,
            own=True,
            forecast=forecast.finish if forecast else None,
        )
        found.insert(0, whole)
    days = [
        day
        for one in found
        for day in (one.now, one.due, *(one.forecast.percentiles.values() if one.forecast else ()))
        if day
    ]
    days += [plan.schedule.start] if plan.schedule.start else []
    axis = (min(days), max(days) + _ROOM) if days else None
    return Table(
        label=t("forecast.finish"),
        columns=(
            Column(label=t("forecast.what")),
            Column(label=t("forecast.planned"), number=True, tip=t("forecast.planned-tip")),
            Column(label=t("forecast.computed"), number=True, tip=t("forecast.computed-tip")),
            Column(label=t("forecast.p50-p80"), number=True, tip=t("forecast.p50-p80-tip")),
            Column(label=context.labels.field("tasks", "due"), number=True, tip=t("plan.due-tip")),
            Column(label=t("forecast.chance-column"), number=True, tip=t("forecast.chance-tip")),
            Column(label=t("forecast.state"), bare=True),
            Column(label=t("forecast.mark"), full=True, bare=True),
        ),
        rows=tuple(_finish_row(context, plan, one, axis) for one in found),
    )


def _releases(
    context: ViewContext, project: Project, facts: PlanFacts, forecast: Forecast | None
) -> Iterator[_Finishing]:
    """Releases that wait for open tasks; they finish with the last of those."""
    for name, shipment in open_shipments(context.portal, project).items():
        release = project.all(Release)[name]
        planned, now = (
            [place.finish for task in shipment.open_tasks if (place := plan.schedule.activities.get(task))]
            for plan in (facts.planned, facts.plan)
        )
        if now:
            yield _Finishing(
                what=context.link(release),
                planned=max(planned, default=None),
                now=max(now),
                due=release.planned_on,
                own=True,
                forecast=forecast.releases.get(name) if forecast else None,
            )


def _finish_row(context: ViewContext, plan: Plan, one: _Finishing, axis: tuple[date, date] | None) -> Row:
    p50, p80 = (one.forecast.p50, one.forecast.p80) if one.forecast else (one.now, one.now)
    late = plan.calendar.working_days_later(one.due, p80) if one.due else None
    inherited = "" if one.own or not one.due else context.t("forecast.inherited")
    shown = Markup()
    if axis:
        said = f"{one.what.text}: {day_or_range(context, p50, p80)}"
        shown = forecast_range(p50=p50, p80=p80, due=one.due, axis=axis, label=said)
    return Row(
        head=Cell(links=(one.what,)),
        cells=(
            day_cell(one.planned, context),
            day_cell(one.now, context),
            Cell(text=day_or_range(context, p50, p80)) if one.forecast else Cell(),
            day_cell(one.due, context, sub=inherited),
            Cell(text=chance_text(context, one.forecast)) if one.forecast and one.forecast.due else Cell(),
            Cell(status=one.over or against_due(context, one.due, late)),
            Cell(chart=shown),
        ),
        muted=one.over is not None,
    )
