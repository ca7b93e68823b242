"""What the numbers say of a round: who moved, who left, and never of so few that it tells who."""

import csv
import io

import pytest

from consensus.domain.delphi.stop_rule import StopRule
from consensus.services.delphi import analysis_files, delphi_results
from consensus.services.people import panel
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


def test_who_came_to_agree_is_set_against_who_left_off(delphi):
    [moved] = analysed(delphi, BEFORE, AFTER).movements

    # Of the upper third, 7 to 9: one came to it, nobody left it.
    assert (moved.turned.n_gained, moved.turned.n_lost, moved.turned.exact, moved.turned.p) == (1, 0, True, 1.0)


def test_an_item_that_gained_consensus_is_counted(delphi):
    found = analysed(delphi, [2, 2, 3, 3, 7, 8, 8, 9], [7, 7, 8, 8, 7, 8, 8, 9]).verdicts

    assert (found.n_items, found.gained, found.lost) == (1, ("1.2",), ())


def test_groups_are_compared_where_both_may_be_told_apart(delphi):
    ctx, process_id = delphi.ctx, delphi.built.process_id
    for name in [f"Surgeon {number}" for number in range(1, 6)]:
        delphi.built.members[name] = panel.add_member(
            ctx, process_id, panel.MemberDraft(name, stakeholder_group="surgeons")
        )
    round_id = delphi.open(delphi.built.second)
    delphi.rate_all(round_id, delphi.built.second, [2, 2, 2, 3, 3, 8, 8, 8])
    delphi.rate_all(round_id, delphi.built.second, {f"Surgeon {number}": 9 for number in range(1, 6)})
    delphi.end(round_id)

    [one] = delphi_results.get_analysis(ctx, round_id).groups
    # 5 and 3 of eight, 0 and 5 of five: 13 * (5*5 - 3*0)^2 / (8 * 5 * 5 * 8).
    assert one.found.chi_square == pytest.approx(13 * 625 / 1600)
    assert one.holm_p == one.found.p


def test_all_of_it_is_a_file_for_the_staff(delphi):
    analysed(delphi, BEFORE, AFTER)

    [row] = csv.DictReader(io.StringIO(analysis_file(delphi, 2)))
    assert (row["item"], row["n_pairs"], row["n_changed"]) == ("1.2", "8", "5")
    assert (row["n_came_to_agree"], row["mcnemar_p"], row["mcnemar_is"]) == ("1", "1.0", "exact")
    assert row["cochran_p"] == ""


def test_agreeing_over_three_rounds_is_tested_at_once(delphi):
    delphi.change(stop=StopRule(3, None, None))
    for choices in ([2, 2, 3, 8], [2, 8, 8, 8], [8, 8, 8, 8]):
        round_id = delphi.open(delphi.built.second)
        delphi.rate_all(round_id, delphi.built.second, choices)
        delphi.end(round_id)

    [moved] = delphi_results.get_analysis(delphi.ctx, round_id).movements
    # Columns 1, 3, 4; rows 1, 2, 2, 3: Q = 2 * (3 * 26 - 64) / (3 * 8 - 18).
    assert moved.cochran.q == pytest.approx(2 * (3 * 26 - 64) / (3 * 8 - 18))


def analysis_file(delphi, number):
    return analysis_files.export_analysis(delphi.ctx, delphi.built.process_id, number=number).content.decode(
        "utf-8-sig"
    )
