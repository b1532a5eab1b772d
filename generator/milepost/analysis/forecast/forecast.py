"""Computes the forecast of a project from its statused schedule."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial, reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.analysis.day_index import OutsideCalendarError
from milepost.analysis.forecast.cost import cost_forecast
from milepost.analysis.forecast.draws import Whole
from milepost.analysis.forecast.influence import Influences
from milepost.analysis.forecast.inputs import Uncertainty, uncertainty
from milepost.analysis.forecast.memory import LastResults
from milepost.analysis.forecast.pert_finish import pert_finish
from milepost.analysis.forecast.result import PERCENTILES, Finish, Forecast
from milepost.analysis.forecast.sampled_line import Values
from milepost.analysis.forecast.sampled_placement import SampledPlacement
from milepost.analysis.forecast.simulation import Simulation
from milepost.analysis.plans import Plan
from milepost.analysis.releases import Shipment, open_shipments
from milepost.model.portal import Portal, Project
from milepost.model.records.task import Task
from milepost.model.settings import ForecastSettings

Ordinals = NDArray[np.int32]
Shipments = Mapping[str, Shipment]
_LAST = LastResults["Forecast | None"](most=200)


def forecast(portal: Portal, project: Project, statused: Plan) -> Forecast | None:
    """The forecast of a project.

    None where its plan is not computable, where nothing is open, and where some sample reaches past year 9999.
    """
    settings = portal.settings.forecast
    if not statused.computable or statused.schedule.finish is None:
        return None
    if all(one.finished for one in statused.schedule.activities.values()):
        return None
    uncertain = uncertainty(portal, project, statused, settings.spread)
    shipments = open_shipments(portal, project)
    inputs = (statused.network, uncertain, settings, project.record.due, shipments)
    found = _LAST.get(project.id, inputs, partial(_computed, project, statused, uncertain, settings, shipments))
    if found is None:
        return None
    currency = project.record.currency or portal.settings.currency or ""
    cost = cost_forecast(portal, project, currency, samples=settings.samples, seed=settings.seed)
    return replace(found, cost=cost)


def _computed(
    project: Project, statused: Plan, uncertain: Uncertainty, settings: ForecastSettings, shipments: Shipments
) -> Forecast | None:
    simulation = Simulation(statused, uncertain, samples=settings.samples, seed=settings.seed)
    try:
        return _played(project, statused, simulation, settings, shipments)
    except OutsideCalendarError:
        return None


def _played(
    project: Project, statused: Plan, simulation: Simulation, settings: ForecastSettings, shipments: Shipments
) -> Forecast:
    milestones = _open_milestones(project, statused)
    shipped = _shipped(statused, shipments)
    look = partial(_look, [*([node] for node in milestones.values()), *shipped.values()])
    influences, played = Influences(simulation), []
    for batch in simulation.batches():
        seen = simulation.play(batch, partial(look, batch.size))
        influences.add(batch, seen.finish, seen.driving)
        played.append(seen)
    ordinals = np.concatenate([one.finish for one in played]) >> 1
    driving = np.sum([one.driving for one in played], axis=0)
    tasks = simulation.uncertain.tasks
    places = statused.schedule.activities
    assert statused.schedule.finish is not None
    estimated = sum(one.estimated for one in tasks)
    return Forecast(
        samples=simulation.samples,
        seed=simulation.seed,
        spread=settings.spread,
        finish=_finish(ordinals, project.record.due),
        planned=statused.schedule.finish,
        days=_shares(ordinals),
        milestones={
            name: _finish(np.concatenate([one.groups[number] for one in played]), places[name].due)
            for number, name in enumerate(milestones)
        },
        releases={
            name: _finish(np.concatenate([one.groups[number] for one in played]), shipments[name].planned_on)
            for number, name in enumerate(shipped, start=len(milestones))
        },
        criticality={
            activity.id: float(count) / simulation.samples
            for activity, count in zip(statused.network.activities, driving, strict=True)
            if not places[activity.id].finished
        },
        tasks=influences.tasks(),
        risks=influences.risks(),
        pert=pert_finish(statused, simulation.uncertain),
        estimated=estimated,
        assumed=len(tasks) - estimated,
        drawn_risks=len(simulation.uncertain.risks),
        silent_risks=simulation.uncertain.silent_risks,
    )


class _Seen(NamedTuple):
    """What is kept of a batch: finish instants, the last day of each group, how often each activity drives the finish.

    A group is a milestone, or the open tasks of a release.
    """

    finish: Whole
    groups: list[Ordinals]
    driving: NDArray[np.int64]


def _look(groups: list[list[int]], size: int, placed: SampledPlacement) -> _Seen:
    last = placed.last()
    return _Seen(
        finish=np.broadcast_to(np.asarray(last, np.int32), (size,)),
        groups=[_days(reduce(np.maximum, map(placed.finish, nodes)), size) for nodes in groups],
        driving=np.array([np.count_nonzero(one) for one in placed.critical(placed.line.done(last), size)]),
    )


def _open_milestones(project: Project, statused: Plan) -> dict[str, int]:
    """The nodes that hold the places of milestones still to come, by id."""
    placement, tasks = statused.schedule.placement, project.all(Task)
    assert placement is not None
    return {
        activity.id: placement.layout.place[node]
        for node, activity in enumerate(statused.network.activities)
        if tasks[activity.id].milestone and not statused.schedule.activities[activity.id].finished
    }


def _shipped(statused: Plan, shipments: Shipments) -> dict[str, list[int]]:
    """The nodes that hold the places of each release's open tasks, by the release's id."""
    placement = statused.schedule.placement
    assert placement is not None
    nodes = {one.id: placement.layout.place[node] for node, one in enumerate(statused.network.activities)}
    found = {name: [nodes[task] for task in one.open_tasks if task in nodes] for name, one in shipments.items()}
    return {name: own for name, own in found.items() if own}


def _days(instant: Values, size: int) -> Ordinals:
    return np.broadcast_to(np.asarray(instant, np.int32) >> 1, (size,))


def _finish(ordinals: Ordinals, due: date | None) -> Finish:
    found = np.quantile(ordinals, [one / 100 for one in PERCENTILES], method="inverted_cdf")
    return Finish(
        percentiles={one: date.fromordinal(int(day)) for one, day in zip(PERCENTILES, found, strict=True)},
        due=due,
        chance=float(np.mean(ordinals <= due.toordinal())) if due else None,
    )


def _shares(ordinals: Ordinals) -> dict[date, float]:
    days, counts = np.unique(ordinals, return_counts=True)
    return {date.fromordinal(int(day)): int(count) / len(ordinals) for day, count in zip(days, counts, strict=True)}
