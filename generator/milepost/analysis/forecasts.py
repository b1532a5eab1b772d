"""The forecasts of all projects, each computed when it is first asked for."""

from milepost.analysis.analysis import Analysis
from milepost.analysis.forecast.forecast import forecast, simulation_of
from milepost.analysis.forecast.influence import influences
from milepost.analysis.forecast.result import Forecast, RiskInfluence, TaskInfluence
from milepost.analysis.forecast.simulation import Simulation
from milepost.model.portal import Project


def forecast_of(analysis: Analysis, project: Project) -> Forecast | None:
    """The forecast from the statused schedule on; None where there is nothing open, or the plan is not computable."""
    return analysis.once(
        ("forecast", project.id),
        lambda: forecast(analysis.portal, project, analysis.statused[project.id], _simulation(analysis, project)),
    )


def influences_on(analysis: Analysis, project: Project) -> tuple[tuple[TaskInfluence, ...], tuple[RiskInfluence, ...]]:
    """Which tasks and risks move the finish of that forecast most."""
    found, simulation = forecast_of(analysis, project), _simulation(analysis, project)
    if found is None or simulation is None:
        return (), ()
    return analysis.once(("influences", project.id), lambda: influences(simulation, found.criticality))


def _simulation(analysis: Analysis, project: Project) -> Simulation | None:
    return analysis.once(
        ("simulation", project.id), lambda: simulation_of(analysis.portal, project, analysis.statused[project.id])
    )
