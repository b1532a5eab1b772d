"""Moments of three-point estimates."""

import pytest

from milepost.analysis.forecast.three_point import ThreePoint, in_order, pert, triangular


def test_golden():
    assert pert(ThreePoint(4, 6, 14)) == (7, pytest.approx(2.7778, abs=5e-5))
    assert triangular(ThreePoint(4, 6, 14)) == (8, pytest.approx(4.6667, abs=5e-5))


def test_a_certain_value_has_no_variance():
    assert pert(ThreePoint(3, 3, 3)) == (3, 0)
    assert triangular(ThreePoint(3, 3, 3)) == (3, 0)


def test_values_out_of_order_enclose_the_likely_one():
    assert in_order(9, 5, 2) == (5, 5, 5)
    assert in_order(2, 5, 9) == (2, 5, 9)
