"""Random draws."""

import numpy as np
import pytest

from milepost.analysis.forecast.draws import beta_pert, occurrences, risk_stream, task_stream, whole_days
from milepost.analysis.forecast.three_point import ThreePoint, pert
from milepost.model.reference import Ref


def test_the_same_seed_draws_the_same_and_every_stream_its_own():
    first = task_stream(7, "a", 0).random(5)
    assert (first == task_stream(7, "a", 0).random(5)).all()
    for other in (
        task_stream(8, "a", 0),
        task_stream(7, "b", 0),
        task_stream(7, "a", 1),
        risk_stream(7, Ref("", "", "a"), 0),
    ):
        assert (first != other.random(5)).all()


@pytest.mark.parametrize(
    "estimate", [ThreePoint(4, 6, 14), ThreePoint(0, 0, 10), ThreePoint(1, 9, 9), ThreePoint(-5, -2, -1)]
)
def test_draws_have_the_moments_of_pert_and_stay_within_the_estimate(estimate):
    drawn = beta_pert(task_stream(1, "x", 0), estimate, 200_000)
    assert drawn.mean() == pytest.approx(pert(estimate).mean, abs=0.02)
    assert estimate.optimistic <= drawn.min()
    assert drawn.max() <= estimate.pessimistic


def test_a_certain_length_is_drawn_as_it_is():
    assert set(beta_pert(task_stream(1, "x", 0), ThreePoint(3, 3, 3), 100)) == {3.0}


def test_rounding_keeps_the_mean_and_leaves_whole_days_alone():
    numbers = task_stream(1, "x", 0)
    assert whole_days(numbers, np.full(200_000, 1.2)).mean() == pytest.approx(1.2, abs=0.01)
    assert set(whole_days(numbers, np.full(1000, 5.0))) == {5}


def test_a_risk_occurs_as_often_as_its_probability_says():
    assert occurrences(risk_stream(1, Ref("p", "risks", "r"), 0), 0.3, 200_000).mean() == pytest.approx(0.3, abs=0.01)
