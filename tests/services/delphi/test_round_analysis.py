"""What the numbers say of a round: who moved, who left, and never of so few that it tells who."""

import pytest

from consensus.services.delphi import delphi_results
from tests.services.delphi.delphi_people import RATERS

BEFORE = [2, 2, 3, 3, 7, 8, 8, 9]
AFTER = [7, 6, 5, 4, 7, 8, 8, 8]


def analysed(delphi, before, after):
    for choices in (before, after):
        round_id = delphi.open(delphi.built.second)
        delphi.rate_all(round_id, delphi.built.second, choices)
        delphi.end(round_id)
    return delphi_results.get_analysis(delphi.ctx, round_id)


def test_movement_is_described_with_its_tests(delphi):
    [moved] = analysed(delphi, BEFORE, AFTER).movements

    assert (moved.comparison.n_pairs, moved.comparison.n_changed) == (8, 5)
    assert (moved.median_before, moved.median_after) == (5.0, 7.0)
    assert moved.bowker_p == pytest.approx(0.4159, abs=1e-4)
    assert 0 < moved.weighted_kappa < 1
    assert 0 < moved.wilcoxon_p < 1


def test_those_who_left_are_compared_with_those_who_stayed(delphi):
    found = analysed(delphi, BEFORE, dict(zip(RATERS[:5], AFTER, strict=False)))

    [item] = found.attrition
    assert (item.found.n_retained, item.found.n_lost) == (5, 3)
    assert (item.found.median_retained, item.found.median_lost) == (3.0, 8.0)
    assert [(one.n_before, one.n_retained) for one in found.retention] == [(8, 5)]
    assert found.completers.n == 5


def test_of_few_who_left_nothing_is_told(delphi):
    found = analysed(delphi, BEFORE, dict(zip(RATERS[:7], AFTER, strict=False)))

    assert found.attrition[0].found is None


def test_completers_alone_may_change_a_verdict(delphi):
    staying = RATERS[:3]
    first = delphi.open(delphi.built.second)
    delphi.rate_all(first, delphi.built.second, dict(zip(staying, [8, 2, 5], strict=True)))
    delphi.end(first)
    second = delphi.open(delphi.built.second)
    delphi.rate_all(second, delphi.built.second, {name: 8 if name in staying else 2 for name in RATERS})
    delphi.end(second)

    found = delphi_results.get_analysis(delphi.ctx, second).completers
    assert (found.n, found.changed) == (3, ("1.2",))
