"""Working calendars in words: who uses them, which years they know, which days are off or made up for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.calendars import calendar_of, calendar_record, work_calendar
from milepost.model.records.calendar import Calendar
from milepost.model.reference import Ref
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Status
from milepost.views.plurals import counted

_MOST_YEARS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day that differs from its week: a holiday on a weekday, or a make-up day on a weekend."""

    iso: str
    day: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """A year of a calendar: whether its holidays are known, working days, and the days that differ."""

    year: int
    covered: Status
    working_days: int
    make_up: tuple[SpecialDay, ...]
    holidays: tuple[SpecialDay, ...]
    off: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFacts:
    """A calendar, those who use it, and the years that plans touch."""

    title: Anchor
    used_by: tuple[Anchor, ...]
    base: str
    years: tuple[CalendarYear, ...]


def calendar_facts(context: ViewContext) -> tuple[CalendarFacts, ...]:
    """Every calendar record, and the calendars that projects or the settings write in place."""
    portal = context.portal
    years = _years(context)
    users: dict[int, list[Anchor]] = {}
    records: dict[int, tuple[Anchor, Calendar]] = {}
    for record in portal.all(Calendar).values():
        records[id(record)] = (context.link(record), record)
    for project in portal.projects.values():
        found = calendar_record(portal, project)
        if found is None:
            continue
        inline = project.record.calendar
        own = inline is not None and not isinstance(inline, Ref)
        title = context.t("about.calendar-of", title=context.title(project.record) if own else _portal_title(context))
        records.setdefault(id(found), (Anchor(text=title), found))
        users.setdefault(id(found), []).append(context.link(project.record))
    facts = [
        CalendarFacts(
            title=title,
            used_by=tuple(users.get(key, ())),
            base=context.labels.value("calendars", "base", record.base),
            years=tuple(_year(context, work_calendar(record), year) for year in years),
        )
        for key, (title, record) in records.items()
    ]
    if not facts and portal.projects:
        plain = calendar_of(portal)
        rows = tuple(_year(context, plain, year) for year in years)
        facts.append(CalendarFacts(title=Anchor(text=context.t("about.plain-weeks")), used_by=(), base="", years=rows))
    return tuple(facts)


def _portal_title(context: ViewContext) -> str:
    return context.text(context.portal.settings.title) or context.t("about.portal-wide")


def _years(context: ViewContext) -> tuple[int, ...]:
    """The years of the plans and of the as-of day."""
    days = {context.as_of.year}
    for plan in context.analysis.plans.values():
        start, finish = plan.schedule.start, plan.schedule.finish
        if start and finish:
            days.update(range(start.year, min(finish.year, start.year + _MOST_YEARS) + 1))
    return tuple(sorted(days))[:_MOST_YEARS]


def _year(context: ViewContext, calendar: WorkCalendar, year: int) -> CalendarYear:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if calendar.covers(first):
        covered = Status(state="good", word=context.t("about.covered"))
    elif calendar.assume_weekdays:
        covered = Status(state="info", word=context.t("about.assumed"))
    else:
        covered = Status(state="bad", word=context.t("about.not-covered"))
    special = list(_special(context, calendar, first, last))
    off = tuple(day for worked, day in special if not worked)
    return CalendarYear(
        year=year,
        covered=covered,
        working_days=calendar.working_days_between(first, last),
        make_up=tuple(day for worked, day in special if worked),
        holidays=off,
        off=counted(context, "about.holidays", len(off)),
    )


def _special(
    context: ViewContext, calendar: WorkCalendar, first: date, last: date
) -> Iterator[tuple[bool, SpecialDay]]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        worked = calendar.is_working(day)
        if worked is (day.weekday() in calendar.weekend):
            name = calendar.name_of(day)
            words = (name.zh if context.formats.zh else name.en) if name else ""
            shown = context.formats.with_weekday(day)
            yield worked, SpecialDay(iso=context.formats.iso(day), day=shown, name=words)
