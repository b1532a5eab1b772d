"""What a schedule is computed from: activities, phases, links and their calendar, free of any file format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple

from milepost.analysis.calendar import WorkCalendar


class LinkType(Enum):
    """Which end of the predecessor holds which end of the successor, in that order."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"

    def __init__(self, ends: str) -> None:
        self.from_start = ends[0] == "S"
        self.to_finish = ends[1] == "F"


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A number of days: working days, or every calendar day if elapsed. Only a lag may be negative."""

    amount: int = 0
    elapsed: bool = False


class Link(NamedTuple):
    """One end of a link; its field (`after` or `before`) and owner tell the other end."""

    target: str
    type: LinkType = LinkType.FS
    lag: Days = Days()


class Recorded(NamedTuple):
    """What has really happened to an activity. Finished, it stays where it was; begun, only `remaining` is placed."""

    start: date
    finish: date | None = None
    remaining: int = 0
    """What is left, in the unit of the activity's length."""


Away = tuple[tuple[date, date], ...]
"""Spans of days, both ends included."""


class Activity(NamedTuple):
    """A task with its typed dates. A milestone, or one of length 0, takes no time.

    On the days of `away` nobody works on it: working days of its length skip them.
    """

    id: str
    length: Days = Days(amount=1)
    milestone: bool = False
    start: date | None = None
    due: date | None = None
    phase: str | None = None
    after: tuple[Link, ...] = ()
    before: tuple[Link, ...] = ()
    away: Away = ()
    recorded: Recorded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseNode:
    """A phase: what it types holds for every activity in it, at any depth."""

    id: str
    parent: str | None = None
    start: date | None = None
    due: date | None = None
    after: tuple[Link, ...] = ()
    before: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedActivity:
    """A task of another project, with the instants (see `instants`) that its own schedule gives it."""

    start_at: int
    finish_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """One project's activities and phases; ids are unique among both. Activities start no earlier than `start`.

    Where nothing is `dated`, `start` is made up: only lengths and the order of things count.
    With `as_of` the network is statused: what is not finished is done on that day or later.
    `fixed` holds what links name outside the project, by the id as the links write it.

    Raises:
        ValueError: an id is used twice, a length is negative, or what takes no time is begun without being finished.
    """

    activities: tuple[Activity, ...]
    start: date
    calendar: WorkCalendar
    phases: tuple[PhaseNode, ...] = ()
    due: date | None = None
    dated: bool = True
    as_of: date | None = None
    fixed: Mapping[str, FixedActivity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids: set[str] = set()
        for one in [*(activity.id for activity in self.activities), *(phase.id for phase in self.phases)]:
            if one in ids:
                raise ValueError(f"two activities or phases have the id {one!r}")
            ids.add(one)
        for activity in self.activities:
            if activity.length.amount < 0:
                raise ValueError(f"the length of {activity.id!r} is negative")
            begun = activity.recorded and not activity.recorded.finish
            if begun and (activity.milestone or not activity.length.amount):
                raise ValueError(f"{activity.id!r} takes no time and so has no middle")
