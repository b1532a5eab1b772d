"""A computed schedule: dates, floats and what fixes each of them, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple

from milepost.analysis.schedule.instants import day_of
from milepost.analysis.schedule.layout import IgnoredLink, TypedLink
from milepost.analysis.schedule.placing import Placement


class DriverKind(Enum):
    """What fixes the place of an activity."""

    PROJECT_START = "project-start"
    START = "start"  # a typed `start`, the activity's own or a phase's
    LINK = "link"  # another activity that it waits for
    LATE = "late"  # placed late: another activity that it stands before
    ACTUAL_FINISH = "actual-finish"  # it is finished
    ACTUAL_START = "actual-start"  # it is begun: so only what is left of it is placed
    AS_OF = "as-of"  # work that is left is done from that day on


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One thing that fixes the place of an activity; in a tie there are several.

    Attributes:
        kind: what it is.
        day: the date, for all but links.
        owner: the activity or phase whose `start` it is.
        activity: the activity at the other end of the link; for a link with a phase, the one that decides it.
        link: the link as typed, maybe at a phase around the activity.
    """

    kind: DriverKind
    day: date | None = None
    owner: str | None = None
    activity: str | None = None
    link: TypedLink | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClampedLag:
    """A negative lag that would have pulled an activity before the date that it may not start before."""

    activity: str
    link: TypedLink


class ScheduledActivity(NamedTuple):
    """Where an activity is, and how much it can move.

    Attributes:
        id: the activity's id.
        start_at: start instant (see `instants`).
        finish_at: finish instant.
        total_float: working days that it can finish later without moving the project's finish.
        free_float: working days that it can finish later without moving any successor.
        due: the earliest `due` among its own, its phases' and the project's.
        due_float: working days that it can finish later with every `due` on its way still met, its own and those of
            all that depends on it; negative when one is missed; None when there is none.
        late: whether it is placed late.
        finished: whether its dates are those recorded of finished work, which has no float.
        without_leave: its start and finish instant if nobody who works on it were away; None where that is no other
            place.
    """

    id: str
    start_at: int
    finish_at: int
    total_float: int
    free_float: int
    due: date | None
    due_float: int | None
    late: bool
    finished: bool = False
    without_leave: tuple[int, int] | None = None

    @property
    def start(self) -> date:
        """First day; of a milestone the day on which it is shown."""
        return day_of(self.start_at)

    @property
    def finish(self) -> date:
        """Last day, inclusive; of a milestone the day on which it is shown."""
        return day_of(self.finish_at)

    @property
    def critical(self) -> bool:
        return self.total_float == 0 and not self.finished


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The schedule of one project.

    Attributes:
        activities: by id, in the network's order.
        start_at: the first start of all; None when there are no activities.
        finish_at: the last finish of all; None when there are no activities.
        drivers: what fixes the place of each activity, by id; worked out when it is asked for.
        placement: the nodes that it was computed from, for computations that go on from there.
        ignored: links that could not be followed.
        clamped: negative lags that did not count in full.
    """

    activities: Mapping[str, ScheduledActivity]
    start_at: int | None
    finish_at: int | None
    drivers: Mapping[str, tuple[Driver, ...]] = field(default_factory=dict, compare=False, repr=False)
    placement: Placement | None = field(default=None, compare=False, repr=False)
    ignored: tuple[IgnoredLink, ...] = ()
    clamped: tuple[ClampedLag, ...] = ()

    @property
    def start(self) -> date | None:
        return None if self.start_at is None else day_of(self.start_at)

    @property
    def finish(self) -> date | None:
        return None if self.finish_at is None else day_of(self.finish_at)
