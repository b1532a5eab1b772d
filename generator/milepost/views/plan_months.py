"""The plan as a calendar: what finishes and what is due on each day of the months ahead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from milepost.model.portal import Project
from milepost.model.records.gate import Gate
from milepost.views.addresses import address_of
from milepost.views.context import Anchor, ViewContext
from milepost.views.plan_facts import PlanFacts

EntryKind = Literal["milestone", "finish", "start", "deadline", "gate", "due"]
_MONTHS = 4
_PER_DAY = 6
_DAY = timedelta(days=1)
_ORDER: tuple[EntryKind, ...] = ("due", "milestone", "gate", "deadline", "finish", "start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something on a day."""

    kind: EntryKind
    word: str
    what: Anchor
    critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of a month; `number` is 0 outside of it, `note` names a holiday or make-up day."""

    number: int = 0
    name: str = ""
    state: Literal["", "off", "makeup"] = ""
    note: str = ""
    today: bool = False
    entries: tuple[Entry, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month in weeks that begin on Monday."""

    title: str
    weeks: tuple[tuple[Day, ...], ...]


def plan_months(context: ViewContext, project: Project, facts: PlanFacts) -> tuple[Month, ...]:
    """The months from the as-of day to the last thing that happens, four at most; of a plan that is over its last."""
    events: dict[date, list[Entry]] = {}
    for day, entry in _events(context, project, facts):
        events.setdefault(day, []).append(entry)
    if not events:
        return ()
    last = max(events)
    first = min(context.as_of, last).replace(day=1)
    months = [first]
    while _next(months[-1]) <= last and len(months) < _MONTHS:
        months.append(_next(months[-1]))
    return tuple(_month(context, facts, one, events) for one in months)


def weekdays(context: ViewContext) -> tuple[str, ...]:
    """The names of the days of a week, Monday first."""
    names = (context.formats.with_weekday(date(2001, 1, 1) + number * _DAY) for number in range(7))
    return tuple(name.split(" ")[1] if context.formats.zh else name.split(" ")[0] for name in names)


def _events(context: ViewContext, project: Project, facts: PlanFacts) -> Iterator[tuple[date, Entry]]:
    def entry(kind: EntryKind, what: Anchor, *, critical: bool = False) -> Entry:
        return Entry(kind=kind, word=context.t(f"plan.month-{kind}"), what=what, critical=critical)

    for one in facts.tasks():
        what, place = context.link(one.task), one.place
        if place and one.task.milestone:
            yield place.finish, entry("milestone", what, critical=one.critical)
        elif place and one.open:
            yield place.finish, entry("finish", what, critical=one.critical)
            if place.start >= context.as_of and place.start != place.finish:
                yield place.start, entry("start", what, critical=one.critical)
        if one.open and one.task.due:
            yield one.task.due, entry("deadline", what)
    for gate in project.all(Gate).values():
        if gate.due:
            yield gate.due, entry("gate", Anchor(text=context.title(gate), href=context.href(address_of(gate))))
    if project.record.due:
        yield project.record.due, entry("due", context.link(project.record))


def _month(context: ViewContext, facts: PlanFacts, first: date, events: dict[date, list[Entry]]) -> Month:
    days = [Day()] * first.weekday()
    day = first
    while day.month == first.month:
        days.append(_day(context, facts, day, events.get(day, [])))
        if day == date.max:
            break
        day += _DAY
    days += [Day()] * (-len(days) % 7)
    weeks = tuple(tuple(days[start : start + 7]) for start in range(0, len(days), 7))
    return Month(title=context.formats.month_of_year(first), weeks=weeks)


def _day(context: ViewContext, facts: PlanFacts, day: date, entries: list[Entry]) -> Day:
    calendar = facts.plan.calendar
    working, named = calendar.is_working(day), calendar.name_of(day)
    makeup = working and day.weekday() in calendar.weekend
    note = ""
    if makeup:
        note = context.t("plan.make-up-short")
    elif named and not working:
        note = named.zh if context.formats.zh else named.en
    ordered = sorted(entries, key=lambda one: _ORDER.index(one.kind))
    return Day(
        number=day.day,
        name=context.formats.with_weekday(day),
        state="makeup" if makeup else "" if working else "off",
        note=note,
        today=day == context.as_of,
        entries=tuple(ordered[:_PER_DAY]),
        more=max(len(ordered) - _PER_DAY, 0),
    )


def _next(month: date) -> date:
    if (month.year, month.month) == (date.max.year, 12):
        return date.max
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
