"""Which tasks and risks move the finish most."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from milepost.analysis.day_index import OutsideCalendarError
from milepost.analysis.forecast.draws import Floats, Whole
from milepost.analysis.forecast.inputs import UncertainRisk, UncertainTask
from milepost.analysis.forecast.result import RiskInfluence, TaskInfluence
from milepost.analysis.forecast.sampled_placement import Flags, SampledPlacement
from milepost.analysis.forecast.simulation import Batch, Simulation

_RARELY = 0.01
"""Share of the samples below which a task drives the finish too rarely to be looked at."""


def influences(
    simulation: Simulation, criticality: Mapping[str, float]
) -> tuple[tuple[TaskInfluence, ...], tuple[RiskInfluence, ...]]:
    """Tasks and risks, those that move the finish most first; tasks that hardly ever drive it are left out."""
    looked_at = [
        one for one in simulation.uncertain.tasks if criticality.get(one.task, 0) >= _RARELY and not one.days.certain
    ]
    try:
        seen = [_look(simulation, batch, looked_at) for batch in simulation.batches()]
        finish = simulation.working_days(np.concatenate([one.finish for one in seen]))
    except OutsideCalendarError:
        return (), ()
    tasks = [
        _task(one.task, np.concatenate([batch.days[number] for batch in seen]), finish)
        for number, one in enumerate(looked_at)
    ]
    risks = [
        _risk(
            one,
            np.concatenate([batch.delays[number] for batch in seen]),
            np.concatenate([batch.spared[number] for batch in seen]),
            finish,
        )
        for number, one in enumerate(simulation.uncertain.risks)
    ]
    return (
        tuple(sorted(tasks, key=lambda one: (one.best - one.worst, one.task))),
        tuple(sorted(risks, key=lambda one: (-abs(one.days), str(one.risk)))),
    )


class _Seen(NamedTuple):
    """What is kept of a batch: finish instants, days of the tasks looked at, each risk's delays and their effect."""

    finish: Whole
    days: tuple[Whole, ...]
    delays: tuple[Whole, ...]
    spared: tuple[Floats, ...]


def _look(simulation: Simulation, batch: Batch, tasks: Sequence[UncertainTask]) -> _Seen:
    return _Seen(
        finish=_finish(simulation, batch),
        days=tuple(batch.tasks[one.task] for one in tasks),
        delays=batch.risks,
        spared=tuple(_without(simulation, number, batch) for number in range(len(batch.risks))),
    )


def _task(name: str, days: Whole, finish: Floats) -> TaskInfluence:
    order = np.argsort(days, kind="stable")
    tenth = max(len(order) // 10, 1)
    mean = finish.mean()
    return TaskInfluence(
        task=name,
        best=float(finish[order[:tenth]].mean() - mean),
        worst=float(finish[order[-tenth:]].mean() - mean),
        correlation=_rank_correlation(days, finish),
    )


def _risk(risk: UncertainRisk, delays: Whole, spared: Floats, finish: Floats) -> RiskInfluence:
    occurs = delays != 0
    mean = finish.mean()
    return RiskInfluence(
        risk=risk.risk,
        probability=risk.probability,
        best=float((finish - spared).mean() - mean),
        worst=float(finish[occurs].mean() - mean) if occurs.any() else 0.0,
        days=float(spared.mean()),
        correlation=_rank_correlation(delays, finish),
    )


def _without(simulation: Simulation, number: int, batch: Batch) -> Floats:
    """By how many working days the risk delays the finish in each sample: only where it occurs anything differs."""
    occurs = batch.risks[number] != 0
    found = np.zeros(batch.size)
    if occurs.any():
        risk = simulation.uncertain.risks[number]
        with_it, without_it = (
            _finish(simulation, batch, only=occurs),
            _finish(simulation, batch, only=occurs, without=risk),
        )
        found[occurs] = simulation.working_days(with_it) - simulation.working_days(without_it)
    return found


def _finish(
    simulation: Simulation, batch: Batch, *, without: UncertainRisk | None = None, only: Flags | None = None
) -> Whole:
    """The instants of the project's finish."""
    size = batch.size if only is None else int(only.sum())
    found = simulation.play(batch, SampledPlacement.last, without=without, only=only)
    return np.broadcast_to(np.asarray(found, np.int32), (size,))


def _rank_correlation(one: Whole, other: Floats) -> float:
    """Spearman's coefficient, ties with their mean rank; 0 where one of the two does not vary."""
    first, second = _ranks(one), _ranks(other)
    if not first.std() or not second.std():
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: Whole | Floats) -> Floats:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = np.cumsum(counts) - (counts - 1) / 2
    return ranks[inverse]
