"""Which tasks and risks move the finish most."""

import numpy as np
from numpy.typing import NDArray

from milepost.analysis.forecast.draws import Floats, Whole
from milepost.analysis.forecast.inputs import UncertainRisk
from milepost.analysis.forecast.result import RiskInfluence, TaskInfluence
from milepost.analysis.forecast.sampled_placement import Flags, SampledPlacement
from milepost.analysis.forecast.simulation import Batch, Simulation

_RARELY = 0.01
"""Share of the first batch below which a task drives the finish too rarely to be looked at."""


class Influences:
    """Collects, batch by batch, what is needed to tell how tasks and risks move the finish."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._finishes: list[Whole] = []
        self._days: dict[str, list[Whole]] = {}
        self._delays: list[list[Whole]] = [[] for _ in simulation.uncertain.risks]
        self._spared: list[list[Floats]] = [[] for _ in simulation.uncertain.risks]

    def add(self, batch: Batch, finish: Whole, driving: NDArray[np.int64]) -> None:
        """Takes a batch with its finish instants, and how often each activity drives the finish in it."""
        if not self._finishes:
            self._days = {
                one.task: []
                for one in self._simulation.uncertain.tasks
                if driving[one.node] >= _RARELY * batch.size and not one.days.certain
            }
        self._finishes.append(finish)
        for name, days in self._days.items():
            days.append(batch.tasks[name])
        for number, delays in enumerate(batch.risks):
            self._delays[number].append(delays)
            self._spared[number].append(_without(self._simulation, number, batch))

    def tasks(self) -> tuple[TaskInfluence, ...]:
        """The tasks, those that move the finish most first; those that hardly ever drive it are left out."""
        finish = self._finish()
        ranks = _ranks(finish)
        found = [_task(name, np.concatenate(days), finish, ranks) for name, days in self._days.items()]
        return tuple(sorted(found, key=lambda one: (one.best - one.worst, one.task)))

    def risks(self) -> tuple[RiskInfluence, ...]:
        """The risks, those that move the finish most first."""
        finish = self._finish()
        ranks = _ranks(finish)
        collected = zip(self._simulation.uncertain.risks, self._delays, self._spared, strict=True)
        found = [
            _risk(risk, np.concatenate(delays), np.concatenate(spared), (finish, ranks))
            for risk, delays, spared in collected
        ]
        return tuple(sorted(found, key=lambda one: (-abs(one.days), str(one.risk))))

    def _finish(self) -> Whole:
        return self._simulation.working_days(np.concatenate(self._finishes))


def _task(name: str, days: Whole, finish: Whole, ranks: Floats) -> TaskInfluence:
    order = np.argsort(days, kind="stable")
    tenth = max(len(order) // 10, 1)
    mean = finish.mean()
    return TaskInfluence(
        task=name,
        best=float(finish[order[:tenth]].mean() - mean),
        worst=float(finish[order[-tenth:]].mean() - mean),
        correlation=_correlation(_ranks(days), ranks),
    )


def _risk(risk: UncertainRisk, delays: Whole, spared: Floats, finishes: tuple[Whole, Floats]) -> RiskInfluence:
    finish, ranks = finishes
    occurs = delays != 0
    mean = finish.mean()
    return RiskInfluence(
        risk=risk.risk,
        probability=risk.probability,
        best=float((finish - spared).mean() - mean),
        worst=float(finish[occurs].mean() - mean) if occurs.any() else 0.0,
        days=float(spared.mean()),
        correlation=_correlation(_ranks(delays), ranks),
    )


def _without(simulation: Simulation, number: int, batch: Batch) -> Floats:
    """By how many working days the risk delays the finish in each sample: only where it occurs anything differs."""
    occurs = batch.risks[number] != 0
    found = np.zeros(batch.size)
    if occurs.any():
        risk = simulation.uncertain.risks[number]
        with_it, without_it = _finish(simulation, batch, occurs), _finish(simulation, batch, occurs, without=risk)
        found[occurs] = simulation.working_days(with_it) - simulation.working_days(without_it)
    return found


def _finish(simulation: Simulation, batch: Batch, only: Flags, without: UncertainRisk | None = None) -> Whole:
    """The instants of the project's finish in some of the samples."""
    found = simulation.play(batch, SampledPlacement.last, without=without, only=only)
    return np.broadcast_to(np.asarray(found, np.int32), (int(only.sum()),))


def _correlation(first: Floats, second: Floats) -> float:
    """The correlation of two rankings (Spearman 1904); 0 where one of the two does not vary."""
    if not first.std() or not second.std():
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: Whole) -> Floats:
    """Ranks of whole numbers, ties with their mean rank."""
    from_zero = values - values.min()
    counts = np.bincount(from_zero)
    of_value: Floats = np.cumsum(counts) - (counts - 1) / 2
    ranks: Floats = of_value[from_zero]
    return ranks
