"""The Gantt of a project, or of one of its phases, from its computed plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from milepost.analysis.schedule.layout import TypedLink
from milepost.analysis.schedule.network import Activity, Link, PhaseNode
from milepost.charts.gantt import gantt
from milepost.charts.gantt_model import (
    BarTone,
    GanttChart,
    GanttLine,
    GanttLink,
    GanttPhase,
    GanttTask,
    GanttWords,
    NamedDays,
    walk,
)
from milepost.model.portal import Project
from milepost.views.addresses import address_of
from milepost.views.chart_words import axis_words
from milepost.views.context import ViewContext
from milepost.views.plan_facts import PhaseFacts, PlanFacts, TaskFacts
from milepost.views.plurals import counted
from milepost.views.why import Why, plain

MOST_ROWS = 500
"""Tasks up to which each has a row; a longer plan shows its phases alone."""
_LONGEST_CALENDAR = 3660
"""Days up to which rest days are worked out; on a longer axis none would be seen."""
_MARGIN = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gantt:
    """The chart, and whether it shows phases alone because there are too many tasks."""

    chart: Markup
    phases_only: bool
    has_makeup_days: bool


def gantt_of(context: ViewContext, project: Project, facts: PlanFacts, only: PhaseFacts | None = None) -> Gantt:
    """The Gantt of the whole plan, or of the phase `only`; its chart is empty when nothing has a date."""
    shown = tuple(only.all_tasks()) if only else tuple(facts.tasks())
    drawing = _Drawing(context=context, project=project, facts=facts, phases_only=len(shown) > MOST_ROWS)
    rows: tuple[GanttTask | GanttPhase, ...]
    if only:
        rows = (drawing.phase(only),)
    else:
        loose = () if drawing.phases_only else tuple(drawing.task(one) for one in facts.loose)
        rows = (*(drawing.phase(one) for one in facts.phases), *loose)
    chart = drawing.chart(rows)
    return Gantt(chart=gantt(chart), phases_only=drawing.phases_only, has_makeup_days=bool(chart.makeup_days))


@dataclass(frozen=True, kw_only=True)
class _Drawing:
    context: ViewContext
    project: Project
    facts: PlanFacts
    phases_only: bool

    def chart(self, rows: tuple[GanttTask | GanttPhase, ...]) -> GanttChart:
        context, t, due = self.context, self.context.t, self.project.record.due
        off, makeup, names = self._calendar(rows)
        return GanttChart(
            rows=rows,
            words=GanttWords(
                label=t("plan.gantt-label", project=context.title(self.project.record)),
                task=context.labels.type("tasks"),
                owner=context.labels.field("tasks", "owner"),
                total_float=t("plan.float"),
                today=t("plan.today"),
                axis=axis_words(context),
            ),
            links=() if self.phases_only else tuple(self._links()),
            today=context.as_of,
            forecast=self._p80(),
            due=GanttLine(day=due, text=t("plan.due-on", day=context.formats.short(due))) if due else None,
            off_days=off,
            makeup_days=makeup,
            day_names=names,
        )

    def _p80(self) -> GanttLine | None:
        forecast = self.context.analysis.forecast(self.project.id)
        if forecast is None:
            return None
        day = forecast.finish.p80
        return GanttLine(day=day, text=f"P80 {self.context.formats.short(day)}")

    def phase(self, facts: PhaseFacts) -> GanttPhase:
        context = self.context
        share = context.formats.percent(facts.progress)
        rows: list[GanttTask | GanttPhase] = [self.phase(one) for one in facts.phases]
        if not self.phases_only:
            rows = [*(self.task(one) for one in facts.tasks), *rows]
        return GanttPhase(
            id=facts.phase.id,
            name=context.title(facts.phase),
            label=context.t(
                "plan.phase-label",
                phase=context.title(facts.phase),
                span=context.formats.span(facts.start, facts.finish),
                progress=share,
            ),
            start=facts.start,
            finish=facts.finish,
            rows=tuple(rows),
            href=context.href(address_of(facts.phase)),
            note="" if facts.progress is None else share,
        )

    def task(self, facts: TaskFacts) -> GanttTask:
        context, task, place = self.context, facts.task, facts.place
        calendar = self.facts.plan.calendar
        float_finish = None
        if place and facts.open and place.total_float > 0 and not task.milestone:
            float_finish = calendar.add_working_days(place.finish, place.total_float)
        note, tone = self._note(facts)
        return GanttTask(
            id=task.id,
            name=context.title(task),
            href=context.href(address_of(task)),
            label=self._label(facts),
            start=place.start if place else None,
            finish=place.finish if place else None,
            tone=_tone(facts),
            milestone=task.milestone or bool(place and not facts.length.days.amount),
            morning=facts.at_morning,
            baseline=self._baseline(facts),
            progress=facts.progress,
            owner=context.person(task.owner).text if task.owner else "",
            float_text=str(place.total_float) if place and facts.open else "",
            date_text=context.formats.short(place.finish) if place and task.milestone else "",
            note=note,
            note_tone="bad" if tone == "bad" else "warn" if tone else "",
            float_finish=float_finish,
            deadline=task.due if place else None,
            deadline_missed=bool(task.due and place and place.finish > task.due and facts.open),
        )

    def _baseline(self, facts: TaskFacts) -> tuple[date, date] | None:
        """Where it was at the project's baseline; where the project has none, where it is planned today."""
        baseline = self.context.analysis.baselines.get(self.project.id)
        then = baseline.of(facts.task) if baseline and baseline.plan else facts.planned
        return (then.start, then.finish) if then else None

    def _note(self, facts: TaskFacts) -> tuple[str, str]:
        if facts.task.status == "blocked":
            days = facts.blocked_days
            return (counted(self.context, "plan.blocked-for", days) if days else self._status(facts)), "bad"
        if facts.overdue:
            return counted(self.context, "plan.overdue-by", facts.overdue), "warn"
        return "", ""

    def _status(self, facts: TaskFacts) -> str:
        return self.context.labels.value("tasks", "status", facts.task.status)

    def _label(self, facts: TaskFacts) -> str:
        context, t, place, task = self.context, self.context.t, facts.place, facts.task
        if place is None:
            return f"{context.title(task)}, {self._status(facts)}"
        parts = [context.title(task), context.formats.span(place.start, place.finish), self._status(facts)]
        if facts.progress and facts.open:
            parts.append(context.formats.percent(facts.progress))
        if facts.open:
            parts.append(t("plan.float-of", count=place.total_float))
            if place.due and place.due_float is not None:
                until = context.formats.number(place.due_float)
                parts.append(t("plan.due-float-of", day=context.formats.short(place.due), count=until))
        if facts.planned and (facts.planned.start, facts.planned.finish) != (place.start, place.finish):
            parts.append(t("plan.planned-of", span=context.formats.span(facts.planned.start, facts.planned.finish)))
        why = Why(context=context, project=self.project, plan=self.facts.plan).sentences(task.id)
        between = "；" if context.formats.zh else "; "
        return between.join([context.formats.join(parts), *(plain(one) for one in why[:1])])

    def _links(self) -> Iterator[GanttLink]:
        schedule = self.facts.plan.schedule
        driving: set[TypedLink] = set()
        for activity in schedule.activities.values():
            if activity.critical:
                driving |= {
                    one.link
                    for one in schedule.drivers.get(activity.id, ())
                    if one.link and (other := schedule.activities.get(one.activity or "")) and other.critical
                }
        critical = {(one.owner, one.side.value, one.position) for one in driving}
        network = self.facts.plan.network
        owners: tuple[Activity | PhaseNode, ...] = (*network.activities, *network.phases)
        for owner in owners:
            for position, link in enumerate(owner.after):
                yield _link(link.target, owner.id, link, (owner.id, "after", position) in critical)
            for position, link in enumerate(owner.before):
                yield _link(owner.id, link.target, link, (owner.id, "before", position) in critical)

    def _calendar(
        self, rows: tuple[GanttTask | GanttPhase, ...]
    ) -> tuple[frozenset[date], frozenset[date], tuple[NamedDays, ...]]:
        """Rest days, make-up days and the names of both, over the dates of the rows and a little more."""
        days = [day for row in walk(rows) for day in (row.start, row.finish) if day]
        days += [row.float_finish for row in walk(rows) if isinstance(row, GanttTask) and row.float_finish]
        days += [self.project.record.due] if self.project.record.due else []
        if not days or (max(days) - min(days)).days > _LONGEST_CALENDAR:
            return frozenset(), frozenset(), ()
        around = _MARGIN + (max(days) - min(days)) // 10
        first = min(days) - min(around, min(days) - date.min)
        last = max(days) + min(around, date.max - max(days))
        calendar = self.facts.plan.calendar
        every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        off = frozenset(day for day in every if not calendar.is_working(day))
        makeup = frozenset(day for day in every if day not in off and day.weekday() in calendar.weekend)
        names: list[NamedDays] = []
        for day in every:
            named = calendar.name_of(day) if day in off else None
            if day in makeup:
                names.append(NamedDays(start=day, finish=day, name=self.context.t("plan.make-up-short")))
            elif named:
                name = named.zh if self.context.formats.zh else named.en
                if names and names[-1].name == name and day - names[-1].finish == timedelta(days=1):
                    names[-1] = NamedDays(start=names[-1].start, finish=day, name=name)
                else:
                    names.append(NamedDays(start=day, finish=day, name=name))
        return off, makeup, tuple(names)


def _tone(facts: TaskFacts) -> BarTone:
    if facts.task.status == "done":
        return "done"
    if facts.task.status == "cancelled":
        return "cancelled"
    return "critical" if facts.critical else "float"


def _link(source: str, target: str, link: Link, critical: bool) -> GanttLink:
    return GanttLink(source=source, target=target, kind=link.type.value, critical=critical)
