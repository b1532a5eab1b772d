"""Plays a project through many times: draws lengths and risks, and places everything anew."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np

from milepost.analysis.day_index import OutsideCalendarError
from milepost.analysis.forecast.draws import (
    BATCH,
    Whole,
    beta_pert,
    occurrences,
    risk_stream,
    task_stream,
    whole_days,
)
from milepost.analysis.forecast.inputs import UncertainRisk, UncertainTask, Uncertainty
from milepost.analysis.forecast.sampled_line import SampledLine, Values
from milepost.analysis.forecast.sampled_placement import Flags, SampledPlacement
from milepost.analysis.plans import Plan
from milepost.analysis.schedule.instants import BeforeWindowError, TimeLine
from milepost.analysis.schedule.layout import NodeKind
from milepost.analysis.schedule.placing import Placement, personal_lines

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Samples that are computed together: the days drawn for each task, and for each risk (0 where it stays away)."""

    number: int
    size: int
    tasks: Mapping[str, Whole]
    risks: tuple[Whole, ...]


class Simulation:
    """A project's plan and what varies in it; every question replays the same draws.

    Raises:
        OutsideCalendarError: some sample reaches past year 9999.
    """

    def __init__(self, plan: Plan, uncertain: Uncertainty, *, samples: int, seed: int) -> None:
        assert plan.schedule.placement is not None
        self.placement: Placement = plan.schedule.placement
        self.uncertain = uncertain
        self.samples = samples
        self.seed = seed
        self._calendar = plan.calendar
        low, high = self.placement.line.window
        self._window = (low, high)
        self._lines = self._make_lines()

    def batches(self) -> Iterator[Batch]:
        """The draws, batch by batch."""
        for number, first in enumerate(range(0, self.samples, BATCH)):
            size = min(BATCH, self.samples - first)
            yield Batch(
                number=number,
                size=size,
                tasks={one.task: self.days_of(one, number, size) for one in self.uncertain.tasks},
                risks=tuple(self._delay(one, number, size) for one in self.uncertain.risks),
            )

    def days_of(self, task: UncertainTask, number: int, size: int) -> Whole:
        """The days drawn for one task in one batch."""
        numbers = task_stream(self.seed, task.task, number)
        return whole_days(numbers, beta_pert(numbers, task.days, size))

    def play(
        self,
        batch: Batch,
        read: Callable[[SampledPlacement], T],
        *,
        without: UncertainRisk | None = None,
        only: Flags | None = None,
    ) -> T:
        """Places everything in a batch, and gives what `read` finds there.

        Without one of the risks if it is asked for, and in `only` some of the samples.
        """
        lengths: dict[int, Values] = {one.node: _some(batch.tasks[one.task], only) for one in self.uncertain.tasks}
        delays: dict[int, Values] = {}
        for risk, days in zip(self.uncertain.risks, batch.risks, strict=True):
            for node in risk.nodes if risk is not without else ():
                drawn = _some(days, only)
                if self.placement.layout.units[node] == NodeKind.INSTANT:
                    delays[node] = delays.get(node, 0) + np.maximum(drawn, 0)
                else:
                    lengths[node] = np.maximum(lengths.get(node, self.placement.layout.lengths[node]) + drawn, 0)
        return self.placed(lengths, delays, read)

    def placed(
        self, lengths: Mapping[int, Values], delays: Mapping[int, Values], read: Callable[[SampledPlacement], T]
    ) -> T:
        """What `read` finds where all is placed with the given lengths and delays by node."""
        while True:
            line, personal = self._lines
            placement = SampledPlacement(
                layout=self.placement.layout,
                order=self.placement.order,
                line=line,
                personal=personal,
                lengths=lengths,
                delays=delays,
            )
            try:
                return read(placement.run())
            except (IndexError, BeforeWindowError):
                self._widen()

    def working_days(self, instants: Whole) -> Whole:
        """Working days done at instants, counted from a day that is the same for all who ask at the same time."""
        found: Whole = self._lines[0].done(instants)
        return found

    def _widen(self) -> None:
        low, high = self._window
        if (low, high) == (1, date.max.toordinal()):
            raise OutsideCalendarError("the forecast reaches past year 9999")
        span = high - low
        self._window = (max(low - span, 1), min(high + 2 * span, date.max.toordinal()))
        self._lines = self._make_lines()

    def _make_lines(self) -> tuple[SampledLine, Mapping[int, SampledLine]]:
        line = TimeLine.of(self._calendar, *self._window)
        own: dict[int, SampledLine] = {}
        made: dict[int, SampledLine] = {}
        for node, personal in personal_lines(self.placement.layout, line).items():
            if id(personal) not in made:
                made[id(personal)] = SampledLine(personal)
            own[node] = made[id(personal)]
        return SampledLine(line), own

    def _delay(self, risk: UncertainRisk, number: int, size: int) -> Whole:
        numbers = risk_stream(self.seed, risk.risk, number)
        occurs = occurrences(numbers, risk.probability, size)
        return np.where(occurs, whole_days(numbers, beta_pert(numbers, risk.delay, size)), 0).astype(np.int32)


def _some(values: Whole, only: Flags | None) -> Whole:
    return values if only is None else values[only]
