"""Dates that come in the wrong order, and lengths that nobody gave."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from milepost.analysis.plan_network import task_length
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.parts import Expectation, Period
from milepost.model.record import NamedRecord
from milepost.model.records.feedback import FeedbackItem
from milepost.model.records.person import Leave
from milepost.model.records.task import Task
from milepost.model.states import CLOSED
from milepost.rules.attempts import attempted
from milepost.rules.context import RuleContext
from milepost.rules.rule import rule

Path = tuple[str | int, ...]

_PAIRS: dict[str, tuple[tuple[str, str], ...]] = {
    "project": (("start", "due"),),
    "goals": (("start", "due"), ("baseline_date", "due")),
    "phases": (("start", "due"),),
    "tasks": (("start", "due"), ("actual_start", "actual_finish")),
    "iterations": (("start", "due"),),
    "campaigns": (("start", "due"),),
    "issues": (("raised_on", "due"),),
    "risks": (("identified_on", "reviewed_on"), ("identified_on", "next_review"), ("identified_on", "closed_on")),
    "gates": (("decided_on", "conditions_due"),),
    "decisions": (("on", "review_on"),),
    "compliance": (("done_on", "expires_on"),),
}
"""By collection: the field that comes first, and the one that may not lie before it.

Pairs in which the second may well lie before the first are left out: a release may come before its planned day,
a document may be reviewed after it expired.
"""


class _Range(NamedTuple):
    earlier: Path
    earlier_day: date | None
    later: Path
    later_day: date | None


@rule(Severity.ERROR)
def date_order(context: RuleContext) -> Iterator[Diagnostic]:
    """A finish before its start; of several starts that a date contradicts the first counts."""
    for record in context.portal.everything():
        told: set[Path] = set()
        for one in _ranges(record):
            if one.earlier_day and one.later_day and one.later_day < one.earlier_day and one.later not in told:
                told.add(one.later)
                earlier = _name(one.earlier)
                text = message("rules.date-order.earlier", field=earlier, date=one.earlier_day.isoformat())
                yield context.finding(
                    "date-order",
                    record,
                    *one.later,
                    labels=(context.label(record, *one.earlier, text=text),),
                    later=_name(one.later),
                    later_date=one.later_day.isoformat(),
                    earlier=earlier,
                    earlier_date=one.earlier_day.isoformat(),
                )


@rule(Severity.INFO, on_plans=True)
def task_duration_assumed(context: RuleContext) -> Iterator[Diagnostic]:
    """A task that is still to be done and of which nobody says how long it takes."""
    for plan in context.plans.values():
        for task in context.portal.projects[plan.project_id].all(Task).values():
            if task.status in CLOSED["tasks"] or task_length(task, plan.calendar).source != "assumed":
                continue
            # A length that does not fit, a misspelled name, dates in the wrong order, a task without any field:
            # all were reported already.
            if (
                task.model_fields_set - {task.body_field}
                and not attempted(task, *_LENGTHS)
                and not (task.start and task.due)
            ):
                yield context.finding("task-duration-assumed", task)


_LENGTHS = ("milestone", "duration", "effort", "estimate", "start", "due")


def _ranges(record: NamedRecord) -> Iterator[_Range]:
    for earlier, later in _PAIRS.get(record.collection, ()):
        first, last = getattr(record, earlier), getattr(record, later)
        if first and last and last < first:  # most records end here
            yield _Range((earlier,), first, (later,), last)
    for field in _fields_with_dates(type(record)):
        for path, part in _items(field, getattr(record, field)):
            if isinstance(part, (Period, Leave)):
                yield _Range((*path, "from"), part.from_, (*path, "to"), part.to)
            elif isinstance(part, FeedbackItem):
                yield _Range((*path, "received_on"), part.received_on, (*path, "replied_on"), part.replied_on)
            elif isinstance(part, Expectation) and isinstance(made_on := getattr(record, "on", None), date):
                yield _Range(("on",), made_on, (*path, "by"), part.by)


@cache
def _fields_with_dates(kind: type[NamedRecord]) -> tuple[str, ...]:
    return tuple(name for name in ("period", "leave", "expects", "items") if name in kind.model_fields)


def _items(field: str, value: Any) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, tuple):
        yield from (((field, index), part) for index, part in enumerate(value))
    elif value is not None:
        yield (field,), value


def _name(path: Path) -> str:
    return ".".join(part for part in path if isinstance(part, str))
