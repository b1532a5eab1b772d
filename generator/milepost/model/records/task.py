"""Tasks."""

from typing import ClassVar, Literal

from milepost.model.duration import Length, PersonDays
from milepost.model.field_types import Boolean, Date, Many, Percent, Share, String
from milepost.model.link import TaskLink
from milepost.model.parts import Acceptance, PlannedCost, ThreePointDuration
from milepost.model.record import Item, Record, expected
from milepost.model.reference import BlockerRef, GoalRef, IterationRef, PersonRef, PhaseRef, ReleaseRef, ThemeRef
from milepost.model.text import Text


class Assignee(Item):
    """Somebody who works on a task."""

    person: PersonRef | None = expected()
    """Who."""
    share: Share = 1.0
    """Share of the working time, 0 to 1."""


class Task(Record):
    """A piece of work, or a milestone."""

    collection: ClassVar[str] = "tasks"
    singular: ClassVar[str] = "task"

    phase: PhaseRef | None = None
    """The phase that it belongs to."""
    owner: PersonRef | None = expected()
    """The one person accountable for it."""
    assignees: Many[Assignee] = ()
    """Who works on it, with which share of their time."""
    status: Literal["backlog", "todo", "in_progress", "blocked", "in_review", "done", "cancelled"] = "backlog"
    """Where it stands."""
    start: Date | None = None
    """Not before this day."""
    due: Date | None = None
    """Deadline."""
    duration: Length | None = None
    """Length in working days, or elapsed days."""
    effort: PersonDays | None = None
    """Work in person-days; its length follows from the shares."""
    estimate: ThreePointDuration | None = None
    """Three-point estimate of its length."""
    after: Many[TaskLink] = ()
    """What it waits for."""
    before: Many[TaskLink] = ()
    """What waits for it; without `after` it is placed as late as possible."""
    milestone: Boolean = False
    """Whether it is a point in time that takes none."""
    acceptance: Many[Acceptance] = expected(())
    """What has to hold for it to count as done."""
    evidence: Many[String] = ()
    """Addresses or paths that prove it is done."""
    actual_start: Date | None = None
    """When work began."""
    actual_finish: Date | None = None
    """When work ended."""
    progress: Percent | None = None
    """Percent complete."""
    remaining: Length | None = None
    """Length of the work that is left."""
    blocked_by: Many[BlockerRef] = ()
    """The tasks or issues that block it."""
    blocked_since: Date | None = None
    """Since when it is blocked."""
    goal: GoalRef | None = None
    """The goal that it serves."""
    iteration: IterationRef | None = None
    """The iteration that it is planned in."""
    release: ReleaseRef | None = None
    """The release that ships it."""
    theme: ThemeRef | None = None
    """The feedback theme that it answers."""
    priority: Literal["low", "medium", "high", "urgent"] | None = None
    """How pressing it is."""
    cost: PlannedCost | None = None
    """Planned and actual cost."""
    reopen_reason: Text | None = None
    """Why finished work was taken up again."""
