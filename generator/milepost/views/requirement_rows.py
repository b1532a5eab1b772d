"""Requirements and personas as rows: who needs what, what has to hold, the tasks that deliver it."""

from collections.abc import Iterable
from dataclasses import dataclass

from milepost.model.records.goal import Goal
from milepost.model.records.persona import Persona
from milepost.model.records.requirement import Requirement
from milepost.model.records.task import Task
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Details, State, Status, details
from milepost.views.record_states import record_status


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A line of an acceptance list."""

    text: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A task that delivers a requirement; no state where the reference leads nowhere."""

    link: Anchor
    status: Status | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementRow:
    """A requirement; `met` of its `criteria` hold, `done` of its `tasks` are done."""

    link: Anchor
    project: Anchor
    need: str
    persona: Anchor | None
    priority: str
    goal: Anchor | None
    owner: Anchor | None
    status: Status
    criteria: tuple[Criterion, ...]
    met: int
    tasks: tuple[TaskLine, ...]
    done: int
    record: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonaRow:
    """A persona with its requirements; `delivered` of them are."""

    link: Anchor
    needs: tuple[str, ...]
    segment: str
    metric: Anchor | None
    requirements: tuple[Anchor, ...]
    delivered: int
    record: Details


def requirement_rows(context: ViewContext, requirements: Iterable[Requirement]) -> tuple[RequirementRow, ...]:
    """One row each, in the order given."""
    return tuple(_requirement(context, one) for one in requirements)


def persona_rows(
    context: ViewContext, personas: Iterable[Persona], requirements: Iterable[Requirement]
) -> tuple[PersonaRow, ...]:
    """One row each; a requirement counts for the persona that it names."""
    known = list(requirements)
    return tuple(_persona(context, one, known) for one in personas)


def _requirement(context: ViewContext, one: Requirement) -> RequirementRow:
    home = one.project_id
    criteria = tuple(
        Criterion(text=context.text(part.text), state="good" if part.done else "none") for part in one.acceptance
    )
    tasks = tuple(
        _task(context, context.link_to(ref, ("tasks",), home), context.portal.find(ref, Task, home))
        for ref in one.tasks
    )
    project = context.project_of(one)
    return RequirementRow(
        link=context.link(one),
        project=context.link(project.record if project else None),
        need=context.text(one.need),
        persona=context.link_to(one.persona, ("personas",), home) if one.persona else None,
        priority=context.labels.value("requirements", "priority", one.priority) if one.priority else "",
        goal=context.link_to(one.goal, (Goal.collection,), home) if one.goal else None,
        owner=context.person(one.owner) if one.owner else None,
        status=record_status(one, context),
        criteria=criteria,
        met=sum(part.done for part in one.acceptance),
        tasks=tasks,
        done=sum(line.status is not None and line.status.state == "good" for line in tasks),
        record=details(one, context),
    )


def _task(context: ViewContext, link: Anchor, task: Task | None) -> TaskLine:
    return TaskLine(link=link, status=record_status(task, context) if task else None)


def _persona(context: ViewContext, one: Persona, requirements: list[Requirement]) -> PersonaRow:
    own = [need for need in requirements if context.portal.find(need.persona, Persona, need.project_id) is one]
    return PersonaRow(
        link=context.link(one),
        needs=tuple(context.text(need) for need in one.needs),
        segment=context.text(one.segment),
        metric=context.link_to(one.metric, ("metrics",), one.project_id) if one.metric else None,
        requirements=tuple(context.link(need) for need in own),
        delivered=sum(need.status == "delivered" for need in own),
        record=details(one, context),
    )
