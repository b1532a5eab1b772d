"""Improves a schedule with the CP-SAT solver of OR-tools, an optional package that only this module knows."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from milepost.analysis.levelling.problem import Problem, Resource, Starts, earliest_starts, latest_starts

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

EFFORT = 2.0
"""Deterministic units of work that the solver may take, about three seconds each: the same answer on every machine."""


class Improved(NamedTuple):
    """The solver's schedule and the finish below which it has proved that there is none."""

    starts: Starts
    bound: int


def solver_available() -> bool:
    """Whether OR-tools is installed."""
    return find_spec("ortools") is not None


def improve(problem: Problem, starts: Starts, bound: int, effort: float = EFFORT) -> Improved:
    """The shortest schedule found from a feasible one on, within an effort; one worker and a fixed seed."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - optional, and slow to load

    model = cp_model.CpModel()
    variables, finish = _stated(model, problem, starts, bound)
    for variable, start in zip(variables, starts, strict=True):
        model.add_hint(variable, start)
    model.minimize(finish)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = effort
    solver.parameters.interleave_search = True
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Improved(starts, bound)
    return Improved(tuple(solver.value(one) for one in variables), max(bound, round(solver.best_objective_bound)))


def _stated(model: "CpModel", problem: Problem, starts: Starts, bound: int) -> tuple[list[Any], Any]:
    """The model: a start variable a job between what the critical path leaves, and the finish."""
    horizon = problem.finish(starts)
    earliest, latest = earliest_starts(problem), latest_starts(problem, horizon)
    variables = [
        model.new_int_var(low, high, job.id) for low, high, job in zip(earliest, latest, problem.jobs, strict=True)
    ]
    finish = model.new_int_var(bound, horizon, "finish")
    for number, job in enumerate(problem.jobs):
        model.add(finish >= variables[number] + job.length)
        for wait in job.waits:
            model.add(variables[number] >= variables[wait.job] + wait.delay)
    for number, resource in enumerate(problem.resources):
        intervals, amounts = [], []
        for index, job in enumerate(problem.jobs):
            for of, amount in job.demands:
                if of == number and amount and job.length:
                    intervals.append(model.new_fixed_size_interval_var(variables[index], job.length, ""))
                    amounts.append(amount)
        if not intervals:
            continue
        for first, length, taken in _absences(resource, horizon):
            intervals.append(model.new_fixed_size_interval_var(first, length, ""))
            amounts.append(taken)
        model.add_cumulative(intervals, amounts, resource.capacity)
    return variables, finish


def _absences(resource: Resource, horizon: int) -> Iterator[tuple[int, int, int]]:
    """What is missing from the capacity: first unit, units in a row, amount."""
    run: tuple[int, int, int] | None = None
    for unit in sorted(unit for unit in resource.reduced if 0 <= unit < horizon):
        taken = resource.capacity - resource.reduced[unit]
        if run and run[0] + run[1] == unit and run[2] == taken:
            run = (run[0], run[1] + 1, taken)
            continue
        if run:
            yield run
        run = (unit, 1, taken)
    if run:
        yield run
