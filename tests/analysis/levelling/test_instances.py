"""Real instances against their best known makespans; every schedule is judged apart from the code that made it."""

import json

import pytest
from analysis.levelling.instances import INSTANCES, faults, read

from milepost.analysis.levelling.bound import lower_bound
from milepost.analysis.levelling.exact import improve
from milepost.analysis.levelling.generation import parallel, serial
from milepost.analysis.levelling.justification import justified
from milepost.analysis.levelling.priority import RULES, keys_of
from milepost.analysis.levelling.problem import earliest_starts, latest_starts
from milepost.analysis.levelling.solve import SolverUse, solve


@pytest.fixture(scope="module")
def golden(cases):
    return json.loads((cases / "rcpsp" / "golden.json").read_text(encoding="utf-8"))["files"]


@pytest.fixture(params=INSTANCES)
def instance(request, cases, golden):
    return read(cases / "rcpsp" / f"{request.param}.sm"), golden[f"{request.param}.sm"]


def test_the_critical_path_is_the_known_one(instance):
    problem, known = instance
    early = earliest_starts(problem)
    assert problem.finish(early) == known["lower_bound_cpm"]
    late = latest_starts(problem, problem.finish(early))
    found = {
        job.id: [early[n], early[n] + job.length, late[n], late[n] + job.length, late[n] - early[n]]
        for n, job in enumerate(problem.jobs)
    }
    assert found == {name: row[:5] for name, row in known["tasks"].items()}


def test_the_known_schedule_has_no_faults_and_a_wrong_one_has(instance):
    problem, known = instance
    starts = tuple(known["best_starts"])
    assert faults(problem, starts) == []
    assert problem.finish(starts) == known["best_makespan"]
    assert faults(problem, earliest_starts(problem)), "the instance has to be tight"


@pytest.mark.parametrize("scheme", [serial, parallel])
@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_gives_a_feasible_schedule_and_justification_no_longer_one(instance, scheme, rule):
    problem, known = instance
    starts = scheme(problem, keys_of(problem, rule))
    assert faults(problem, starts) == []
    after = justified(problem, starts)
    assert faults(problem, after) == []
    assert known["bound"] <= problem.finish(after) <= problem.finish(starts)


def test_the_best_rule_comes_near_the_best_known_makespan(instance):
    problem, known = instance
    best = min(
        problem.finish(scheme(problem, keys_of(problem, rule))) for rule in RULES for scheme in (serial, parallel)
    )
    assert best <= 1.18 * known["best_makespan"]


def test_serial_by_latest_finish_gives_the_known_makespan(instance):
    problem, known = instance
    keys = keys_of(problem, "latest-finish")
    assert problem.finish(serial(problem, keys)) == known["serial_sgs_latest_finish"]


def test_the_bound_is_one(instance):
    problem, known = instance
    assert known["lower_bound_cpm"] <= lower_bound(problem) <= known["best_makespan"]


def test_the_heuristics_alone_stay_feasible_and_say_what_they_are(instance):
    problem, known = instance
    found = solve(problem, exact=False)
    assert faults(problem, found.starts) == []
    assert found.solver is SolverUse.NOT_ASKED
    assert found.finish == problem.finish(found.starts) <= 1.1 * known["best_makespan"]


def test_improved_it_is_optimal_where_that_is_proved_and_near_elsewhere(instance):
    pytest.importorskip("ortools", reason="OR-tools is not installed")
    problem, known = instance
    found = solve(problem)
    assert faults(problem, found.starts) == []
    assert found.finish == problem.finish(found.starts)
    assert found.bound <= known["best_makespan"]
    if known["proved_optimal"]:
        assert found.finish == known["best_makespan"]
        assert found.proved
    else:
        assert found.finish <= 1.05 * known["best_makespan"]


def test_the_solver_gives_the_same_answer_twice(cases):
    pytest.importorskip("ortools", reason="OR-tools is not installed")
    problem = read(cases / "rcpsp" / "sm_060_4.sm")
    start = solve(problem, exact=False)
    first = improve(problem, start.starts, start.bound, 0.1)
    assert improve(problem, start.starts, start.bound, 0.1) == first
    assert faults(problem, first.starts) == []
