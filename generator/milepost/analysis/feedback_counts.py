"""What feedback adds up to: items by theme, in a theme's window, per week or month, and how soon they are answered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.day_index import OutsideCalendarError
from milepost.model.duration import Duration
from milepost.model.portal import Portal, Project
from milepost.model.records.feedback import FeedbackItem
from milepost.model.records.theme import Theme
from milepost.model.reference import Ref

WEEK = timedelta(days=7)
MOST_WEEKS = 30
"""Up to so many weeks the course is shown by week, else by month."""
MANY_ITEMS = 5
SEVERE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Items received in the period that starts on `start`."""

    start: date
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Items per week (`every` 7, from Monday) or per month (`every` 31), without a hole from the first to the last."""

    every: int
    counts: tuple[Count, ...]


def by_theme(portal: Portal, project: Project, items: Iterable[FeedbackItem]) -> dict[Ref, list[FeedbackItem]]:
    """The items of each theme by its key; an item with several themes counts for each, once."""
    found: dict[Ref, list[FeedbackItem]] = {theme.key: [] for theme in project.all(Theme).values()}
    for item in items:
        themes = (portal.find(ref, Theme, project.id) for ref in item.theme)
        for key in dict.fromkeys(theme.key for theme in themes if theme):
            found.setdefault(key, []).append(item)
    return found


def in_window(items: Iterable[FeedbackItem], window: Duration | None, as_of: date, calendar: WorkCalendar) -> int:
    """Items received within the window back from `as_of`; all of them without a window."""
    if window is None:
        return sum(1 for _ in items)
    try:
        first = (
            as_of - timedelta(days=window.days) if window.elapsed else calendar.add_working_days(as_of, -window.days)
        )
    except (OutsideCalendarError, OverflowError):  # a window that begins before the first day there is
        first = date.min
    return sum(item.received_on is not None and first <= item.received_on < as_of for item in items)


def course(items: Iterable[FeedbackItem]) -> Course | None:
    """The number of items by the day they were received; None where none has one."""
    days = [item.received_on for item in items if item.received_on]
    if not days:
        return None
    first, last = min(days), max(days)
    if (last - first).days <= MOST_WEEKS * 7:
        monday = first - timedelta(days=first.weekday())
        weeks = Counter((day - monday).days // 7 for day in days)
        number = (last - monday).days // 7 + 1
        return Course(
            every=7, counts=tuple(Count(start=monday + week * WEEK, items=weeks[week]) for week in range(number))
        )
    months = Counter(day.year * 12 + day.month - 1 for day in days)
    span = range(min(months), max(months) + 1)
    return Course(
        every=31, counts=tuple(Count(start=date(month // 12, month % 12 + 1, 1), items=months[month]) for month in span)
    )


def reply_days(item: FeedbackItem) -> int | None:
    """Calendar days from receiving to replying; None without either, or where the reply came first."""
    if item.received_on is None or item.replied_on is None or item.replied_on < item.received_on:
        return None
    return (item.replied_on - item.received_on).days


def median_reply(items: Iterable[FeedbackItem]) -> float | None:
    """The median of the reply times, in calendar days."""
    known = [days for item in items if (days := reply_days(item)) is not None]
    return float(median(known)) if known else None


def needs_action(
    theme: Theme, items: Sequence[FeedbackItem], *, many: float = MANY_ITEMS, severe: float = SEVERE
) -> bool:
    """An open theme of many items or a severe one that no task answers."""
    heavy = len(items) >= many or (theme.severity or 0) >= severe
    return heavy and not theme.actions and theme.status not in ("declined", "verified", "shipped")


def is_answered(item: FeedbackItem) -> bool:
    """Whether somebody replied, also where the day is not known."""
    return item.replied_on is not None or item.reply is not None


def is_waiting(item: FeedbackItem, before: date, *, for_theme: bool) -> bool:
    """Whether an item that came in before a day has no theme, or no reply; one without a day never waits."""
    if item.received_on is None or item.received_on >= before:
        return False
    return not item.theme if for_theme else not is_answered(item)
