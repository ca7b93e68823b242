"""Adjusting p values of many tests."""

import pytest

from consensus.tally.multiplicity import holm


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_a_test_that_was_not_defined_does_not_count_as_one():
    assert holm([0.02, None, 0.03]) == pytest.approx([0.04, None, 0.04], nan_ok=True)


def test_an_adjusted_value_is_never_above_one():
    assert holm([0.6, 0.7]) == (1.0, 1.0)
