"""What is levelled: jobs of whole units of time that wait for each other and share renewable resources.

The resource-constrained project scheduling problem with minimal time lags and capacities that may change in time
(Brucker et al., European Journal of Operational Research 112, 1999: PS | temp-min | Cmax).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from milepost.analysis.graph import topological_order

_ALWAYS_THERE: Mapping[int, int] = MappingProxyType({})


class Wait(NamedTuple):
    """Start no earlier than `delay` units after the start of another job; links of all four types come down to it."""

    job: int
    delay: int


class Demand(NamedTuple):
    """How much of a resource a job takes in each unit of its time."""

    resource: int
    amount: int


class Job(NamedTuple):
    """Uninterrupted work of `length` units, not before `release`; one of length 0 takes nothing."""

    id: str
    length: int
    release: int = 0
    waits: tuple[Wait, ...] = ()
    demands: tuple[Demand, ...] = ()


class Resource(NamedTuple):
    """A capacity a unit of time, but for the units in `reduced`, where it is what stands there."""

    id: str
    capacity: int
    reduced: Mapping[int, int] = _ALWAYS_THERE


Starts = tuple[int, ...]
"""The start of each job, in units of time."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Jobs and resources, each named by its position.

    Raises:
        ValueError: a length or amount is negative, a job asks for more than there ever is, or jobs wait in a circle.
    """

    jobs: tuple[Job, ...]
    resources: tuple[Resource, ...] = ()
    order: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """The jobs, each after those that it waits for."""

    def __post_init__(self) -> None:
        for job in self.jobs:
            if job.length < 0:
                raise ValueError(f"the length of {job.id!r} is negative")
            for resource, amount in job.demands:
                if not 0 <= amount <= self.resources[resource].capacity:
                    raise ValueError(f"{job.id!r} asks for more of {self.resources[resource].id!r} than there is")
        for one in self.resources:
            if any(not 0 <= amount <= one.capacity for amount in one.reduced.values()):
                raise ValueError(f"the capacity of {one.id!r} is reduced to more than it is, or below zero")
        order = topological_order([[wait.job for wait in waits] for waits in self.followers])
        if order is None:
            raise ValueError("jobs wait for each other in a circle")
        object.__setattr__(self, "order", tuple(order))

    @cached_property
    def followers(self) -> tuple[tuple[Wait, ...], ...]:
        """For each job those that wait for it, with their delays."""
        found: list[list[Wait]] = [[] for _ in self.jobs]
        for number, job in enumerate(self.jobs):
            for wait in job.waits:
                found[wait.job].append(Wait(number, wait.delay))
        return tuple(map(tuple, found))

    def finish(self, starts: Sequence[int]) -> int:
        """When the last job is over."""
        return max((start + job.length for start, job in zip(starts, self.jobs, strict=True)), default=0)

    def ready_at(self, number: int, starts: Sequence[int]) -> int:
        """The earliest start of a job that its release and the jobs it waits for allow."""
        job = self.jobs[number]
        return max([job.release, *(starts[wait.job] + wait.delay for wait in job.waits)])


def earliest_starts(problem: Problem) -> Starts:
    """The forward pass of the critical-path method: as if there were enough of every resource."""
    starts = [0] * len(problem.jobs)
    for number in problem.order:
        starts[number] = problem.ready_at(number, starts)
    return tuple(starts)


def latest_starts(problem: Problem, finish: int) -> Starts:
    """The backward pass from a finish of all jobs."""
    starts = [finish - job.length for job in problem.jobs]
    for number in reversed(problem.order):
        starts[number] = min([starts[number], *(starts[w.job] - w.delay for w in problem.followers[number])])
    return tuple(starts)
