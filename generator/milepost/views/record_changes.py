"""What a commit did to records, in words: `due 12 Oct → 19 Oct, +5 working days`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.calendars import calendar_of
from milepost.analysis.plan_diff.record_changes import changed_fields
from milepost.exports.plan_diff.words import ChangeWords, apart
from milepost.history.record_history import RecordStep
from milepost.model.parts import Criterion
from milepost.model.record import Item, NamedRecord, fields_of
from milepost.rules.masking import masked
from milepost.views.context import Anchor, ViewContext
from milepost.views.formats import MINUS
from milepost.views.record_fields import item_label
from milepost.views.tables import day_text

_MOST_RECORDS, _MOST_FIELDS = 40, 6
_PLAN_DATES = ("start", "due", "planned_on", "next_review")
"""Dates of the plan: how far they moved is said in working days."""
_LENGTHS = ("duration", "effort")
_DAYS = re.compile(r"(\d+(?:\.\d+)?)(e?d)")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A field that changed; empty texts are for what was or is not given."""

    name: str
    before: str
    after: str
    delta: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record that a commit added, removed or changed; `more` counts the fields that are left out."""

    what: Anchor
    collection: str
    type: str
    kind: Literal["added", "removed", "changed", "renamed"]
    verb: str
    fields: tuple[FieldLine, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLines:
    """What a commit did; `more` counts the records that are left out."""

    records: tuple[RecordLine, ...]
    more: int = 0


NOTHING_DONE = RecordLines(records=())


def record_lines(context: ViewContext, projects: Iterable[str]) -> Mapping[str, RecordLines]:
    """By commit what it did to the records of some projects; nothing where the history cannot be told."""
    found: dict[str, list[RecordStep]] = {}
    trends = context.analysis.trends or {}
    for name in projects:
        for step in trends[name].steps if name in trends else ():
            found.setdefault(step.commit.sha, []).extend(step.records)
    return {sha: _lines(context, records) for sha, records in found.items()}


def _lines(context: ViewContext, records: list[RecordStep]) -> RecordLines:
    told = [line for one in records[:_MOST_RECORDS] if (line := _line(context, one))]
    return RecordLines(records=tuple(told), more=max(len(records) - _MOST_RECORDS, 0))


def _line(context: ViewContext, step: RecordStep) -> RecordLine | None:
    record = step.after or step.before
    if record is None:
        return None
    kind: Literal["added", "removed", "changed", "renamed"] = "changed"
    if step.before is None or step.after is None:
        kind = "added" if step.before is None else "removed"
    elif step.was:
        kind = "renamed"
    fields = _fields(context, step.before, step.after) if step.before and step.after else []
    today = context.portal.get(step.key)
    return RecordLine(
        what=context.link(today) if today else Anchor(text=masked(context.text(record.title)) or record.id),
        collection=record.collection,
        type=context.labels.type(record.collection),
        kind=kind,
        verb=context.t(f"changes.did.{kind}"),
        fields=tuple(fields[:_MOST_FIELDS]),
        more=max(len(fields) - _MOST_FIELDS, 0),
    )


def _fields(context: ViewContext, before: NamedRecord, after: NamedRecord) -> list[FieldLine]:
    say = ChangeWords(words=context.words)
    calendar = calendar_of(context.portal, context.portal.projects.get(after.project_id))
    return [
        FieldLine(
            name=say.field(after.collection, name),
            before=_value(context, say, type(after), name, old),
            after=_value(context, say, type(after), name, new),
            delta=_moved(context, calendar, old, new) if name in _PLAN_DATES else "",
        )
        for name, sides in changed_fields(before, after, {}).items()
        if name != "was"
        for old, new in [apart(*sides)]
    ]


def _value(context: ViewContext, say: ChangeWords, owner: type[Item], name: str, value: Any) -> str:
    """A value as readers know it; what must not be shown is masked: nobody can take it out of the past."""
    if value is None or value == []:
        return ""
    inside = _item_in(owner, name)
    if inside and isinstance(value, list):
        return "; ".join(_value(context, say, owner, name, one) for one in value)
    if inside and inside is not Criterion and isinstance(value, dict):
        parts = (
            (item_label(inside, key, context), _value(context, say, inside, key, one)) for key, one in value.items()
        )
        return " · ".join(map(" ".join, parts))
    if isinstance(value, str):
        group = owner.collection if issubclass(owner, NamedRecord) else f"items.{owner.__name__}"
        word = context.words.find(f"model.values.{group}.{name}.{value}") if "." not in value else None
        if isinstance(word, str):
            return word
        day = _day(value)
        if day:
            return day_text(day, context)
        length = _DAYS.fullmatch(value)
        if length and name in _LENGTHS:
            return context.t("ui.elapsed-days" if length[2] == "ed" else "ui.working-days", count=length[1])
        if _COMMIT.fullmatch(value):
            return value[:7]
    return masked(say.value(value))


@cache
def _item_in(owner: type[Item], name: str) -> type[Item] | None:
    return next((spec.item for spec in fields_of(owner) if spec.name == name), None)


def _moved(context: ViewContext, calendar: WorkCalendar, before: Any, after: Any) -> str:
    old, new = _day(before), _day(after)
    if old is None or new is None:
        return ""
    days = calendar.working_days_later(old, new)
    return ChangeWords(words=context.words).counted("days", days).replace("-", MINUS) if days else ""


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-01-01") else None
    except ValueError:
        return None
