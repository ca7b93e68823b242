"""Charts of ratings: what is drawn are the numbers that were given, in words, as a table and in the figure."""

import json
import random
from fractions import Fraction
from itertools import pairwise

import pandas as pd
import pytest

from consensus.charts import style
from consensus.charts.agreement_bars import RatedItem, agreement_alt, agreement_bars, agreement_table
from consensus.charts.colours import point_colours, text_on
from consensus.charts.group_comparison import (
    GroupLocation,
    group_comparison,
    group_comparison_alt,
    group_comparison_table,
)
from consensus.charts.heat_map import Strip, heat_map, heat_map_alt, heat_map_table
from consensus.charts.movement import Movement, movement_alt, movement_chart, movement_table
from consensus.charts.pass_chance import pass_chance_alt, pass_chance_chart, pass_chance_table
from consensus.charts.rating_distribution import (
    rating_distribution,
    rating_distribution_alt,
    rating_distribution_table,
)
from consensus.charts.threshold import ItemShare, threshold_alt, threshold_chart, threshold_table

HOSTILE = "<b>bold</b> & more"
RATED = [RatedItem("Offer it", (1, 0, 1, 2, 6), 2, 4), RatedItem("Stop it", (6, 2, 1, 1, 0), 2, 4)]
COUNTS = pd.DataFrame({"rating": range(1, 6), "n_panelists": [0, 1, 2, 4, 3]})
MOVES = [Movement("Offer it", 5, 7.5), Movement("Stop it", 4, 2), Movement("Wait", None, 3)]
GROUPS = [GroupLocation("Surgeons", 8, 7, 6, 8.5), GroupLocation("Patients", 0)]
STRIPS = [Strip("Offer it", (5, None, 3, 4)), Strip("Stop it", (1, 2, None, None))]
SHARES = [
    ItemShare("Offer it", 13, 15, True, (0.62, 0.96)),
    ItemShare("Stop it", 3, 15, False),
    ItemShare("?", 0, 0, False),
]
PLAN = pd.DataFrame(
    {"n": [5, 10, 15], "needed": [4, 8, 12], "chance": [0.9, 0.93, 0.95], "false_chance": [0.3, 0.2, 0.1]}
)

CHARTS = {
    "agreement": agreement_bars(RATED),
    "distribution": rating_distribution(COUNTS, own_rating=4, median=4, quartiles=(3, 5)),
    "movement": movement_chart(MOVES, points=9),
    "groups": group_comparison(GROUPS, points=9),
    "heat map": heat_map(STRIPS, points=5, low_to=2, high_from=4),
    "threshold": threshold_chart(SHARES, Fraction(4, 5)),
    "planning": pass_chance_chart(PLAN, power=0.8),
}


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


@pytest.mark.parametrize("figure", CHARTS.values(), ids=CHARTS.keys())
def test_a_chart_paints_no_background_cannot_be_zoomed_and_is_plain_json(figure):
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange
    assert figure.layout.height < 600
    assert json.loads(figure.to_json())["data"]


def test_segments_are_shares_that_begin_where_the_one_before_ends():
    figure = agreement_bars(RATED)

    first = [(segment.base[0], segment.x[0]) for segment in figure.data]

    # 1 of 10 on the low side and half of the 1 in the middle lie left of zero.
    assert first[0] == pytest.approx((-0.15, 0.1))
    assert [width for _, width in first] == pytest.approx([0.1, 0.0, 0.1, 0.2, 0.6])
    assert all(a + w == pytest.approx(b) for (a, w), (b, _) in pairwise(first))
    assert [segment.customdata[1] for segment in figure.data] == [6, 2, 1, 1, 0]


def test_the_sides_of_a_scale_differ_in_hue_and_its_ends_are_the_darkest():
    colours = point_colours(9, 3, 7)

    assert len(set(colours)) == 7
    assert (colours[0], colours[8]) == (style.DISAGREE, style.AGREE)
    assert (text_on(colours[0]), text_on(colours[4])) == (style.ON_DARK_FILL, style.ON_LIGHT_FILL)


def test_the_own_rating_is_told_by_a_word_and_not_by_colour_alone():
    figure = rating_distribution(COUNTS, own_rating=4, median=3.5, quartiles=(3, 5))

    columns = figure.data[0]
    assert list(columns.y) == [0, 1, 2, 4, 3]
    assert list(columns.text) == ["", "1", "2", "4<br><b>you</b>", "3"]
    assert list(trace(figure, "Median").x) == [3.5]
    assert list(trace(figure, "Quartiles").x) == [3, 5]


def test_without_a_median_no_mark_is_drawn():
    assert len(rating_distribution(COUNTS).data) == 1


def test_a_dumbbell_joins_the_medians_of_the_two_rounds():
    figure = movement_chart(MOVES, points=9, names=("Round 1", "Round 2"))

    assert list(trace(figure, "Round 1").x) == [5, 4, None]
    assert list(trace(figure, "Round 2").x) == [7.5, 2, 3]
    assert list(figure.data[0].x) == [5, 7.5, None, 4, 2, None]
    assert trace(figure, "Round 1").marker.symbol != trace(figure, "Round 2").marker.symbol


def test_a_group_is_drawn_from_quartile_to_quartile():
    figure = group_comparison(GROUPS, points=9)

    bars = trace(figure, "Quartiles")
    assert (bars.base[0], bars.x[0]) == (6, 2.5)
    assert bars.x[1] is None
    assert list(trace(figure, "Median").x) == [7, None]


def test_without_shuffling_no_place_of_the_heat_map_belongs_to_a_person():
    figure = heat_map(STRIPS, points=5, low_to=2, high_from=4)

    assert [list(row) for row in figure.data[0].z] == [[3, 4, 5, None], [None] * 4, [1, 2, None, None]]


def test_with_shuffling_places_are_dealt_anew_and_alike_for_all_items():
    strips = [Strip(label, tuple(range(1, 10))) for label in "ab"]

    first, again = (
        heat_map(strips, points=9, low_to=3, high_from=7, shuffle=random.Random(i)).data[0].z for i in (1, 2)
    )

    assert list(first[0]) == list(first[2])
    assert sorted(first[0]) == list(range(1, 10))
    assert list(first[0]) != list(again[0])


def test_consensus_and_none_differ_in_shape_and_stand_at_their_shares():
    figure = threshold_chart(SHARES, Fraction(4, 5))

    reached, missed = trace(figure, "Consensus"), trace(figure, "No consensus")
    assert list(reached.x) == [13 / 15]
    assert list(missed.x) == [3 / 15]
    assert reached.marker.symbol != missed.marker.symbol
    assert {line.x0 for line in figure.layout.shapes if line.line.width == 3} == {0.8}
    assert list(trace(figure, "Interval").x) == [0.62, 0.96, None]


def test_the_chances_of_a_plan_are_drawn_as_they_are():
    figure = pass_chance_chart(PLAN, power=0.8)

    assert list(trace(figure, "Should pass").y) == [0.9, 0.93, 0.95]
    assert list(trace(figure, "Should not pass").y) == [0.3, 0.2, 0.1]
    assert figure.layout.shapes[0].y0 == 0.8
    assert list(figure.layout.xaxis.tickvals) == [5, 6, 8, 10, 12, 14]


def test_the_words_say_what_is_drawn():
    assert agreement_alt(RATED).startswith("Ratings of 2 items. Offer it: 1–2: 1, 3: 1, 4–5: 8 of 10 (80.0%).")
    assert rating_distribution_alt(COUNTS, own_rating=4, median=4, quartiles=(3, 5)) == (
        "Ratings of 10 people: 2: 1/10 (10.0%); 3: 2/10 (20.0%); 4: 4/10 (40.0%); 5: 3/10 (30.0%). "
        "The median is 4. The middle half lies from 3 to 5. Your own rating is 4."
    )
    assert movement_alt(MOVES) == (
        "Medians of 3 items, Before and After. Offer it: from 5 to 7.5, up by 2.5. Stop it: from 4 to 2, down by 2. "
        "Wait: not rated in both rounds."
    )
    assert group_comparison_alt(GROUPS) == (
        "Ratings of 2 groups. Surgeons: 8 rated, median 7, quartiles 6 to 8.5. Patients: nobody rated."
    )
    assert heat_map_alt(STRIPS) == (
        "Ratings of 2 items. Offer it: 1 times 3, 1 times 4, 1 times 5, 1 missing. "
        "Stop it: 1 times 1, 1 times 2, 2 missing."
    )
    assert threshold_alt(SHARES, Fraction(4, 5)) == (
        "1 of 3 items reached consensus at 80%. Offer it: 13/15 (86.7%) agree, consensus. "
        "Stop it: 3/15 (20.0%) agree, no consensus. ?: no valid votes, no consensus."
    )
    assert pass_chance_alt(PLAN.iloc[:1]) == "Chance to pass by panel size: 5 people: 90.0% (should not pass: 30.0%)."


def test_the_tables_hold_the_numbers_of_the_charts():
    assert agreement_table(RATED).iloc[0].tolist() == ["Offer it", 10, 1, 0, 1, 2, 6]
    assert rating_distribution_table(COUNTS)["People"].tolist() == [0, 1, 2, 4, 3]
    assert movement_table(MOVES)["Shift"].tolist()[:2] == [2.5, -2]
    assert movement_table(MOVES)["Shift"].isna().tolist() == [False, False, True]
    assert group_comparison_table(GROUPS).iloc[0].tolist() == ["Surgeons", 8, 7, 6, 8.5]
    assert heat_map_table(STRIPS, points=5).iloc[1].tolist() == ["Stop it", 1, 1, 0, 0, 0, 2]
    assert threshold_table(SHARES)["Consensus"].tolist() == ["yes", "no", "no"]
    assert pass_chance_table(PLAN).columns.tolist() == ["People", "Must agree", "Should pass", "Should not pass"]


@pytest.mark.parametrize(
    "figure",
    [
        agreement_bars([RatedItem(HOSTILE, (0, 1, 0), 1, 3)]),
        movement_chart([Movement(HOSTILE, 1, 2)], points=5, names=(HOSTILE, "After")),
        group_comparison([GroupLocation(HOSTILE, 1, 1, 1, 1)], points=5),
        heat_map([Strip(HOSTILE, (1,))], points=5, low_to=2, high_from=4),
        threshold_chart([ItemShare(HOSTILE, 1, 1, True)], Fraction(4, 5)),
        rating_distribution(COUNTS, labels=[HOSTILE] * 5),
    ],
    ids=["agreement", "movement", "groups", "heat map", "threshold", "distribution"],
)
def test_typed_text_is_shown_as_text(figure):
    drawn = figure.to_json().replace("<br>", " ").replace("<extra></extra>", "")

    assert "&lt;b&gt;bold" in drawn or "\\u0026lt;b\\u0026gt;bold" in drawn
    assert "<b>bold" not in drawn
    assert "\\u003cb\\u003ebold" not in drawn


@pytest.mark.parametrize(
    "figure",
    [
        agreement_bars([]),
        agreement_bars([RatedItem("Nobody rated", (0, 0, 0), 1, 3)]),
        rating_distribution(COUNTS.iloc[:0]),
        movement_chart([], points=9),
        group_comparison([], points=9),
        heat_map([], points=9, low_to=3, high_from=7),
        threshold_chart([], Fraction(1, 2)),
        pass_chance_chart(PLAN.iloc[:0]),
    ],
    ids=["no items", "no ratings", "no points", "no moves", "no groups", "no strips", "no shares", "no sizes"],
)
def test_nothing_to_show_is_still_a_figure(figure):
    low, high = figure.layout.xaxis.range
    assert low < high
    assert figure.layout.height > 0
