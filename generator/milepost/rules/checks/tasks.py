"""Tasks of which nobody can say who does them, when they are done, or whether they were."""

import re
from collections.abc import Iterator
from itertools import pairwise

from milepost.analysis.plan_network import task_length
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.duration import Duration
from milepost.model.parts import ThreePointAmount, ThreePointDuration
from milepost.model.record import NamedRecord
from milepost.model.records.requirement import Requirement
from milepost.model.records.risk import Risk
from milepost.model.records.task import Task
from milepost.model.states import CLOSED
from milepost.model.text import Text, Translations
from milepost.rules.attempts import attempted
from milepost.rules.context import RuleContext
from milepost.rules.record_state import in_open_project
from milepost.rules.rule import rule
from milepost.rules.task_states import tasks_in

_VAGUE = re.compile(
    r"(it('s| is)? )?(all )?(done|ok(ay)?|finished|completed?|ready|works|good|fine|accepted|passes|passed)"
    r"|(已|全部)?(完成|做完|好了|可以|可用|通过|正常|没问题|没有问题)",
    re.IGNORECASE,
)
_LONGEST_VAGUE = 30
"""Most criteria say more and need no closer look."""
_POINTS = ("optimistic", "likely", "pessimistic")


@rule(Severity.ERROR)
def task_without_owner(context: RuleContext) -> Iterator[Diagnostic]:
    """A task that is nobody's."""
    for task, told in context.told("missing-field", Task, "owner"):
        yield context.finding("task-without-owner", task, instead_of=told)


@rule(Severity.ERROR)
def task_without_acceptance(context: RuleContext) -> Iterator[Diagnostic]:
    """A task of which nobody says when it is done."""
    for task, told in context.told("missing-field", Task, "acceptance"):
        yield context.finding("task-without-acceptance", task, instead_of=told)


@rule(Severity.WARNING)
def task_vague_acceptance(context: RuleContext) -> Iterator[Diagnostic]:
    """A criterion that says no more than that the task is done."""
    for task in context.all(Task):
        for index, criterion in enumerate(task.acceptance if task.status != "cancelled" else ()):
            said = _vague(criterion.text)
            if said:
                yield context.finding("task-vague-acceptance", task, "acceptance", index, said=said)


@rule(Severity.WARNING)
def requirement_without_task(context: RuleContext) -> Iterator[Diagnostic]:
    """A requirement that was agreed or delivered, and no task delivers it."""
    for requirement in context.all(Requirement):
        if requirement.status not in ("agreed", "delivered") or requirement.tasks:
            continue
        if not attempted(requirement, "tasks") and in_open_project(context.portal, requirement):
            yield context.finding("requirement-without-task", requirement)


@rule(Severity.ERROR)
def done_without_evidence(context: RuleContext) -> Iterator[Diagnostic]:
    """A task that is said to be done, and nothing shows it."""
    for task in tasks_in(context, "done"):
        if not task.evidence and not attempted(task, "evidence"):
            yield context.finding("done-without-evidence", task, "status")


@rule(Severity.ERROR)
def done_without_actuals(context: RuleContext) -> Iterator[Diagnostic]:
    """A task that is done, and nobody says from when to when it took; of a milestone its day is enough."""
    for task in tasks_in(context, "done"):
        if task.actual_finish and (task.actual_start or task.milestone):
            continue
        wanted = ("actual_finish",) if task.milestone else ("actual_start", "actual_finish")
        absent = [name for name in wanted if getattr(task, name) is None and not attempted(task, name)]
        if absent:
            yield context.finding("done-without-actuals", task, "status", fields=[f"`{name}`" for name in absent])


@rule(Severity.WARNING)
def done_with_open_acceptance(context: RuleContext) -> Iterator[Diagnostic]:
    """A task that is done while some of its criteria are not ticked; silent where the team ticks none."""
    for task in tasks_in(context, "done"):
        if not any(one.done or "done" in one.model_fields_set for one in task.acceptance):
            continue
        left = [index for index, one in enumerate(task.acceptance) if not one.done]
        if left:
            label = context.label(task, "status", text=message("rules.done-with-open-acceptance.label"))
            yield context.finding(
                "done-with-open-acceptance",
                task,
                "acceptance",
                left[0],
                labels=(label,),
                count=len(left),
                of=len(task.acceptance),
            )


@rule(Severity.WARNING, thresholds={"days": 10}, on_plans=True)
def task_too_large(context: RuleContext) -> Iterator[Diagnostic]:
    """An open task of more working days than can be kept in view; time that is only waited for does not count."""
    limit = context.threshold("task-too-large", "days")
    for plan in context.plans.values():
        for task in context.portal.projects[plan.project_id].all(Task).values():
            short = task.duration is not None and task.duration.days <= limit  # most are: nothing else is asked
            if short or task.status in CLOSED["tasks"]:
                continue
            length = task_length(task, plan.calendar)
            if length.days.amount > limit and not length.days.elapsed:
                field = "due" if length.source == "dates" else length.source
                yield context.finding("task-too-large", task, field, days=length.days.amount, limit=f"{limit:g}")


@rule(Severity.ERROR)
def estimate_order(context: RuleContext) -> Iterator[Diagnostic]:
    """Three points that are not optimistic ≤ likely ≤ pessimistic: of a task's length, a risk's delay or cost."""
    for task in context.all(Task):
        if task.estimate:
            yield from _out_of_order(context, task, "estimate", task.estimate)
    for risk in context.all(Risk):
        if risk.delay:
            yield from _out_of_order(context, risk, "delay", risk.delay)
        if risk.cost:
            yield from _out_of_order(context, risk, "cost", risk.cost)


@rule(Severity.WARNING)
def blocked_without_blocker(context: RuleContext) -> Iterator[Diagnostic]:
    """A blocked task that does not say by what."""
    for task in tasks_in(context, "blocked"):
        if not task.blocked_by and not attempted(task, "blocked_by"):
            yield context.finding("blocked-without-blocker", task, "status")


def _vague(text: Text | None) -> str:
    """The text, in the first language in which it says nothing; empty if it says something in all."""
    for one in text.values() if isinstance(text, Translations) else (text or "",):
        if len(one) <= _LONGEST_VAGUE and _VAGUE.fullmatch(one.strip(" .!。！")):
            return one
    return ""


def _out_of_order(
    context: RuleContext, record: NamedRecord, field: str, points: ThreePointDuration | ThreePointAmount
) -> Iterator[Diagnostic]:
    for before, after in pairwise(_POINTS):
        low, high = getattr(points, before), getattr(points, after)
        if low is None or high is None:
            continue
        if isinstance(low, Duration):
            wrong = low.elapsed == high.elapsed and high.days < low.days
        else:
            wrong = low.currency == high.currency and high.amount < low.amount
        if wrong:
            label = context.label(record, field, before, text=message("rules.estimate-order.label", point=before))
            yield context.finding(
                "estimate-order",
                record,
                field,
                after,
                labels=(label,),
                later=after,
                later_value=str(high),
                earlier=before,
                earlier_value=str(low),
            )
            return
