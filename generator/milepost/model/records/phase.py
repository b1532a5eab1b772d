"""Phases."""

from typing import ClassVar, Literal

from milepost.model.field_types import Boolean, Date, Many
from milepost.model.link import TaskLink
from milepost.model.parts import Acceptance
from milepost.model.record import Record
from milepost.model.reference import PhaseRef


class Phase(Record):
    """A stage of the project; its dates and links hold for every task in it, at any depth."""

    collection: ClassVar[str] = "phases"
    singular: ClassVar[str] = "phase"

    start: Date | None = None
    """Not before, for every task in it."""
    due: Date | None = None
    """Deadline of every task in it."""
    after: Many[TaskLink] = ()
    """What every task in it waits for."""
    before: Many[TaskLink] = ()
    """What waits for every task in it."""
    parent: PhaseRef | None = None
    """The phase around it."""
    stage: Literal["requirements", "planning", "team", "build", "launch", "operate"] | None = None
    """Which stage of the method it belongs to."""
    entry_criteria: Many[Acceptance] = ()
    """What has to hold before it starts."""
    exit_criteria: Many[Acceptance] = ()
    """What has to hold before it ends."""
    parallel: Boolean = False
    """Whether it may overlap with its neighbours."""
