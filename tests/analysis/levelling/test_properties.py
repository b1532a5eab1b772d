"""What holds for every problem: feasible schedules, honest bounds, the critical path without limits."""

from dataclasses import replace

import pytest
from analysis.levelling.instances import faults
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from milepost.analysis.levelling import solve as solving
from milepost.analysis.levelling.bound import lower_bound
from milepost.analysis.levelling.generation import parallel, serial
from milepost.analysis.levelling.justification import justified
from milepost.analysis.levelling.priority import RULES, keys_of
from milepost.analysis.levelling.problem import Demand, Job, Problem, Resource, Wait, earliest_starts
from milepost.analysis.levelling.solve import SolverUse, solve


@st.composite
def problems(draw):
    """Up to 8 jobs with lags of either sign, on up to 3 resources that are away now and then."""
    capacities = draw(st.lists(st.integers(1, 4), max_size=3))
    resources = tuple(
        Resource(
            id=f"r{number}",
            capacity=capacity,
            reduced=draw(st.dictionaries(st.integers(0, 25), st.integers(0, capacity), max_size=6)),
        )
        for number, capacity in enumerate(capacities)
    )
    jobs = []
    for number in range(draw(st.integers(0, 8))):
        earlier = st.integers(0, number - 1) if number else st.nothing()
        waits = draw(st.lists(st.builds(Wait, earlier, st.integers(-3, 6)), max_size=3)) if number else []
        demands = [Demand(r, draw(st.integers(0, one.capacity))) for r, one in enumerate(resources)]
        jobs.append(
            Job(
                id=f"j{number}",
                length=draw(st.integers(0, 5)),
                release=draw(st.integers(0, 6)),
                waits=tuple(waits),
                demands=tuple(demands),
            )
        )
    return Problem(jobs=tuple(jobs), resources=resources)


@given(problems(), st.sampled_from(sorted(RULES)), st.sampled_from([serial, parallel]))
def test_every_schedule_is_feasible_and_no_shorter_than_the_bound(problem, rule, scheme):
    starts = scheme(problem, keys_of(problem, rule))
    assert faults(problem, starts) == []
    after = justified(problem, starts)
    assert faults(problem, after) == []
    assert lower_bound(problem) <= problem.finish(after) <= problem.finish(starts)
    assert scheme(problem, keys_of(problem, rule)) == starts


@given(problems(), st.integers(1, 3))
def test_more_capacity_never_lengthens_the_bound(problem, more):
    richer = replace(
        problem,
        resources=tuple(
            one._replace(
                capacity=one.capacity + more, reduced={unit: there + more for unit, there in one.reduced.items()}
            )
            for one in problem.resources
        ),
    )
    assert lower_bound(richer) <= lower_bound(problem)


@given(problems(), st.sampled_from([serial, parallel]))
def test_without_limits_it_is_the_critical_path(problem, scheme):
    leads = any(wait.delay < 0 for job in problem.jobs for wait in job.waits)
    assume(scheme is serial or not leads)  # moment by moment nothing starts before its predecessor is placed
    free = Problem(jobs=tuple(job._replace(demands=()) for job in problem.jobs))
    for rule in RULES:
        assert scheme(free, keys_of(free, rule)) == earliest_starts(free)
    assert lower_bound(free) == free.finish(earliest_starts(free))
    assert solve(free).solver is SolverUse.NOT_NEEDED


@settings(max_examples=25, deadline=None)
@given(problems())
def test_the_solver_keeps_to_the_same_rules(problem):
    pytest.importorskip("ortools", reason="OR-tools is not installed")
    found = solve(problem)
    assert faults(problem, found.starts) == []
    assert found.bound <= found.finish <= solve(problem, exact=False).finish


def test_without_the_solver_the_heuristics_answer(monkeypatch):
    jobs = (
        Job(id="a", length=3, demands=(Demand(0, 1),)),
        Job(id="b", length=2, waits=(Wait(0, 0),), demands=(Demand(0, 1),)),
        Job(id="c", length=1, release=4),
    )
    problem = Problem(jobs=jobs, resources=(Resource(id="r", capacity=1, reduced={3: 0}),))
    monkeypatch.setattr(solving, "solver_available", lambda: False)
    monkeypatch.setattr(solving, "lower_bound", lambda _: 0)
    found = solve(problem)
    assert (found.solver, found.starts, found.finish) == (SolverUse.NOT_INSTALLED, (0, 4, 4), 6)


@pytest.mark.parametrize(
    ("jobs", "resources", "said"),
    [
        ((Job(id="a", length=-1),), (), "length of 'a'"),
        ((Job(id="a", length=1, demands=(Demand(0, 3),)),), (Resource(id="r", capacity=2),), "more of 'r'"),
        ((Job(id="a", length=1, waits=(Wait(0, 1),)),), (), "circle"),
        ((), (Resource(id="r", capacity=2, reduced={0: 3}),), "capacity of 'r'"),
    ],
)
def test_what_is_no_problem_is_refused(jobs, resources, said):
    with pytest.raises(ValueError, match=said):
        Problem(jobs=jobs, resources=resources)


def test_three_hundred_jobs_on_one_resource_stand_in_a_row():
    jobs = tuple(Job(id=str(n), length=1 + n % 3, demands=(Demand(0, 1),)) for n in range(300))
    problem = Problem(jobs=jobs, resources=(Resource(id="r", capacity=1),))
    found = solve(problem)
    assert faults(problem, found.starts) == []
    assert found.finish == found.bound == sum(job.length for job in jobs)
