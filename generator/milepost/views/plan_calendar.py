"""What a plan's dates rest on: its working calendar, and how far its holidays are known."""

from dataclasses import dataclass
from datetime import date, timedelta

from milepost.analysis.calendars import calendar_record
from milepost.model.portal import Project
from milepost.model.records.calendar import Calendar
from milepost.model.reference import Ref
from milepost.views.context import Anchor, ViewContext
from milepost.views.plan_facts import PlanFacts

_LONGEST = 3660


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarNote:
    """The calendar in words.

    Attributes:
        calendar: its name, linked where it is a record of its own.
        facts: weekend, data behind it, years beyond that data.
        holidays: the days off within the plan, weekends left out.
        makeup: the make-up days within the plan.
    """

    calendar: Anchor
    facts: tuple[str, ...]
    holidays: str
    makeup: str


def calendar_note(context: ViewContext, project: Project, facts: PlanFacts) -> CalendarNote:
    """The calendar of a project over the days of its plan."""
    record = calendar_record(context.portal, project)
    plan, t = facts.plan, context.t
    said = [t("plan.calendar-weekend", days=_weekend(context, plan.calendar.weekend))]
    if record and record.base == "cn":
        said.append(t("plan.calendar-base-cn"))
    elif record and record.base != "none":
        said.append(t("plan.calendar-base", country=record.base.upper()))
    first, last = plan.schedule.start, plan.schedule.finish
    if first and last:
        unknown = [year for year in range(first.year, last.year + 1) if not plan.calendar.covers(date(year, 12, 31))][
            :5
        ]
        if unknown:
            key = "plan.calendar-assumed" if plan.calendar.assume_weekdays else "plan.calendar-unknown"
            said.append(t(key, years=unknown))
    off, makeup = _special(context, facts)
    return CalendarNote(calendar=_name(context, project, record), facts=tuple(said), holidays=off, makeup=makeup)


def _name(context: ViewContext, project: Project, record: Calendar | None) -> Anchor:
    if record is None:
        return Anchor(text=context.t("plan.calendar-none"))
    if isinstance(project.record.calendar or context.portal.settings.calendar, Ref):
        return context.link(record)
    return Anchor(text=context.text(record.title) or context.t("plan.calendar-own"))


def _weekend(context: ViewContext, weekend: frozenset[int]) -> str:
    monday = date(2001, 1, 1)
    names = [context.formats.with_weekday(monday + timedelta(days=day)) for day in sorted(weekend)]
    zh = context.formats.zh
    words = [name.split(" ")[1] if zh else name.split(" ")[0] for name in names]
    return context.formats.join(words) or context.t("ui.none")


def _special(context: ViewContext, facts: PlanFacts) -> tuple[str, str]:
    """Names of days off with their spans, and the make-up days, from the plan's first to its last day."""
    plan, formats = facts.plan, context.formats
    first, last = plan.schedule.start, plan.schedule.finish
    if first is None or last is None or (last - first).days > _LONGEST:
        return "", ""
    runs: list[tuple[str, date, date]] = []
    makeup: list[date] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        name = plan.calendar.name_of(day)
        if plan.calendar.is_working(day):
            if day.weekday() in plan.calendar.weekend:
                makeup.append(day)
        elif name:
            word = name.zh if formats.zh else name.en
            if runs and runs[-1][0] == word and day - runs[-1][2] == timedelta(days=1):
                runs[-1] = (word, runs[-1][1], day)
            else:
                runs.append((word, day, day))
    off = [context.t("why.holiday", name=name, span=formats.span(start, end)) for name, start, end in runs]
    return formats.join(off), formats.join([formats.short(day) for day in makeup])
