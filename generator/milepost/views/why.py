"""Why a task is where it is: what drives its place, as sentences with links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from milepost.analysis.audience.redaction import NOT_SHOWN
from milepost.analysis.plans import Plan
from milepost.analysis.schedule.instants import day_of
from milepost.analysis.schedule.layout import Side, TypedLink
from milepost.analysis.schedule.network import Activity
from milepost.analysis.schedule.result import Driver, DriverKind
from milepost.model.portal import Project
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.model.reference import Ref, parse_key
from milepost.views.context import Anchor, ViewContext

Sentence = tuple[Anchor, ...]
"""A sentence as pieces, some of which are links."""

_LONGEST_GAP = timedelta(days=60)
_MARK = re.compile("\ue000(.*?)\ue001")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep:
    """A task on the way from a fixed date: when it is, and why it is there."""

    task: Anchor
    start: date
    finish: date
    why: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True)
class Why:
    """Explains the places of one project's tasks."""

    context: ViewContext
    project: Project
    plan: Plan

    def sentences(self, task: str) -> tuple[Sentence, ...]:
        """What fixes the place of a task, several in a tie: its own links, those of its phases, then typed dates."""
        if task not in self.plan.schedule.activities:
            return ()
        drivers = sorted(self.plan.schedule.drivers.get(task, ()), key=lambda one: _rank(task, one))
        found: dict[str, Sentence] = {}
        for driver in drivers:
            for sentence in self._sentence(task, driver):
                # A phase's link that leads to the same task says nothing new.
                found.setdefault(driver.activity or plain(sentence), sentence)
        return (*found.values(), *self._leave(task), *self._days_off_inside(task))

    def chain(self, task: str) -> tuple[str, ...]:
        """The tasks of this project that lead to one, from a fixed date on; the first driver counts in a tie."""
        found = [task]
        seen = {task}
        while True:
            drivers = self.plan.schedule.drivers.get(found[-1], ())
            ids = (one.activity for one in drivers if one.activity in self.plan.schedule.activities)
            step = next((one for one in ids if one and one not in seen), None)
            if step is None:
                return tuple(reversed(found))
            found.append(step)
            seen.add(step)

    def steps(self, task: str) -> tuple[ChainStep, ...]:
        """The same with dates and sentences."""
        placed = self.plan.schedule.activities
        return tuple(
            ChainStep(
                task=self.anchor(one), start=placed[one].start, finish=placed[one].finish, why=self.sentences(one)
            )
            for one in self.chain(task)
        )

    def anchor(self, activity: str) -> Anchor:
        """The link to a task or phase by the id that the network uses: another project's by its absolute reference."""
        if activity == NOT_SHOWN.id:
            return self.context.not_shown
        own = self.project.all(Task).get(activity) or self.project.all(Phase).get(activity)
        found = own or (self.context.portal.get(parse_key(activity)) if ":" in activity else None)
        return self.context.link(found) if found else Anchor(text=activity)

    def holidays(self, first: date, last: date) -> str:
        """The named days off from first to last, both included, as `National Day (1–7 Oct)`; empty for none."""
        calendar, formats = self.plan.calendar, self.context.formats
        found: dict[str, list[date]] = {}
        day = first
        while day <= last and day - first <= _LONGEST_GAP:
            name = calendar.name_of(day)
            if name and not calendar.is_working(day):
                found.setdefault(name.zh if formats.zh else name.en, []).append(day)
            day += timedelta(days=1)
        return formats.join(
            [
                self.context.t("why.holiday", name=name, span=formats.span(days[0], days[-1]))
                for name, days in found.items()
            ]
        )

    def _leave(self, task: str) -> Iterator[Sentence]:
        """By how much leave moves the task, and whose it is."""
        own = self.plan.schedule.activities[task]
        if own.without_leave is None:
            return
        start, finish = map(day_of, own.without_leave)
        days = self.plan.calendar.working_days_later(finish, own.finish)
        inside = [
            self.context.formats.span(first, last)
            for first, last in self._activities[task].away
            if first <= own.finish and last >= min(start, own.start)
        ]
        record = self.project.all(Task)[task]
        people: list[Ref | None] = [one.person for one in record.assignees if one.person] or [record.owner]
        for person in people[:1]:
            yield self._said(
                "leave" if len(people) == 1 else "leave-of-all",
                person=self.context.person(person),
                spans=self.context.formats.join(inside),
                days=self._working_days(days),
            )

    def _days_off_inside(self, task: str) -> Iterator[Sentence]:
        """The named days off that the task's work skips."""
        own, recorded = self.plan.schedule.activities[task], self._activities[task].recorded
        if own.finished or self._activities[task].length.elapsed:
            return
        first = self.plan.network.as_of if recorded and self.plan.network.as_of else own.start
        names = self.holidays(first, own.finish)
        if names:
            yield self._said("days-off", names=names)

    @cached_property
    def _activities(self) -> dict[str, Activity]:
        return {one.id: one for one in self.plan.network.activities}

    def _working_days(self, count: int) -> str:
        return self.context.t("why.one-working-days" if count == 1 else "ui.working-days", count=count)

    def _sentence(self, task: str, driver: Driver) -> Iterator[Sentence]:
        formats, own = self.context.formats, self.plan.schedule.activities[task]
        if driver.kind is DriverKind.ACTUAL_START:
            recorded = self._activities[task].recorded
            left = recorded.remaining if recorded else 0
            yield self._said("actual-start", day=formats.short(driver.day), left=self._working_days(left))
        elif driver.kind in (DriverKind.ACTUAL_FINISH, DriverKind.AS_OF):
            yield self._said(driver.kind.value, day=formats.short(driver.day)) + self._gap(driver.day, own.start)
        elif driver.kind is DriverKind.PROJECT_START:
            yield self._said("project-start", day=formats.short(driver.day)) + self._gap(driver.day, own.start)
        elif driver.kind is DriverKind.START and driver.owner == task:
            yield self._said("start-own", day=formats.short(driver.day)) + self._gap(driver.day, own.start)
        elif driver.kind is DriverKind.START and driver.owner:
            said = self._said("start-phase", day=formats.short(driver.day), phase=self.anchor(driver.owner))
            yield said + self._gap(driver.day, own.start)
        elif driver.link and driver.activity:
            yield self._link(task, driver.kind, driver.activity, driver.link)

    def _link(self, task: str, kind: DriverKind, activity: str, typed: TypedLink) -> Sentence:
        link = typed.link
        place = self._place(activity)
        late = kind is DriverKind.LATE
        from_start = link.type.to_finish is False if late else link.type.from_start
        day = place[0] if from_start and place else place[1] if place else None
        said = self._said(
            f"{'late' if late else 'after'}-{link.type.value}",
            task=self.anchor(activity),
            day=self.context.formats.short(day),
        )
        if link.lag.amount:
            unit = "elapsed-days" if link.lag.elapsed else "working-days"
            count = abs(link.lag.amount)
            days = self.context.t(f"why.one-{unit}" if count == 1 else f"ui.{unit}", count=count)
            said += self._said("lag" if link.lag.amount > 0 else "lead", lag=days)
        own = self.plan.schedule.activities[task]
        if not late and not link.type.to_finish and not link.lag.amount:
            said += self._gap(day + timedelta(days=1) if day and not from_start else day, own.start)
        return said + self._through_phases(task, activity, typed)

    def _through_phases(self, task: str, activity: str, typed: TypedLink) -> Sentence:
        """How a link between phases concerns this task."""
        ends = {typed.owner, typed.link.target}
        if ends <= {task, activity}:
            return ()
        key = "phase-after" if typed.side is Side.AFTER else "phase-before"
        return self._said(key, owner=self.anchor(typed.owner), target=self.anchor(typed.link.target))

    def _gap(self, first: date | None, start: date) -> Sentence:
        names = self.holidays(first, start - timedelta(days=1)) if first and first < start else ""
        return self._said("gap", names=names) if names else ()

    def _place(self, activity: str) -> tuple[date, date] | None:
        own = self.plan.schedule.activities.get(activity)
        if own:
            return own.start, own.finish
        fixed = self.plan.network.fixed.get(activity)
        return (day_of(fixed.start_at), day_of(fixed.finish_at)) if fixed else None

    def _said(self, key: str, **params: str | Anchor) -> Sentence:
        links = {name: one for name, one in params.items() if isinstance(one, Anchor)}
        marked = {name: f"\ue000{name}\ue001" if name in links else one for name, one in params.items()}
        pieces = _MARK.split(self.context.t(f"why.{key}", **marked))
        return tuple(links[piece] if number % 2 else Anchor(text=piece) for number, piece in enumerate(pieces) if piece)


def plain(sentence: Sentence) -> str:
    """The sentence without its links."""
    return "".join(piece.text for piece in sentence)


def _rank(task: str, driver: Driver) -> int:
    if driver.link:
        return 0 if task in (driver.link.owner, driver.link.link.target) else 1
    return 2
