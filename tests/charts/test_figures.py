"""Charts show the counts they were given, as text, on any background."""

import json

import pandas as pd
import pytest

from consensus.charts import style
from consensus.charts.balance import BalanceRow, balance_alt, balance_bars, balance_table, fewest_rows
from consensus.charts.distributions import distribution_alt, question_distribution
from consensus.charts.participation import participation_alt, participation_flow
from consensus.charts.tally_bars import TallyBar, tally_alt, tally_bar, tally_table

VOTES = [TallyBar("Candidate A", 11, 2, 1, 0, 15, 11), TallyBar("Candidate B", 3, 9, 0, 1, 13, None)]
ANSWERS = pd.DataFrame({"label": ["Supports it", "Does not"], "n": [20, 6]})
STAGES = [("Invited", 28), ("Responded", 26), ("Attended", 15)]
COUNTRIES = [BalanceRow("Austria", 12, 10, 7), BalanceRow("Italy", 3, 2, 0), BalanceRow("Not known", 1, 0, 0)]
HOSTILE = "<b>bold</b> & <a href='javascript:alert(1)'>more</a>"
HOSTILE_SHOWN = "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;a"

CHARTS = {
    "tally": tally_bar(VOTES),
    "answers": question_distribution(ANSWERS, n_valid=26),
    "participation": participation_flow(STAGES),
    "balance": balance_bars(COUNTRIES),
}


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def shown(figure):
    return [annotation.text for annotation in figure.layout.annotations]


@pytest.mark.parametrize("figure", CHARTS.values(), ids=CHARTS.keys())
def test_a_chart_paints_no_background_and_cannot_be_zoomed(figure):
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange
    assert not style.CONFIG["displayModeBar"]


@pytest.mark.parametrize("figure", CHARTS.values(), ids=CHARTS.keys())
def test_rows_do_not_overlap_and_the_figure_is_high_enough(figure):
    height = figure.layout.yaxis.range[0]
    labels = [a.y for a in figure.layout.annotations if a.xref == "paper"]
    bars = list(figure.data[0].y)

    in_order = [y for pair in zip(labels, bars, strict=True) for y in pair]

    assert in_order == sorted(in_order)
    assert bars[-1] + style.BAR_HEIGHT / 2 < height <= figure.layout.height


def test_every_kind_of_answer_has_its_own_segment():
    figure = tally_bar(VOTES)

    segments = {trace.name: list(trace.x) for trace in figure.data}

    assert segments == {
        "Agree": [11, 3],
        "Disagree": [2, 9],
        "Abstain": [1, 0],
        "Cannot judge": [0, 1],
        "Not voted": [1, 0],
    }
    assert trace(figure, "Cannot judge").marker.pattern.shape == "/"
    assert figure.layout.xaxis.range[1] >= 15


def test_the_mark_stands_where_agreement_suffices():
    figure = tally_bar(VOTES)

    assert {(line.x0, line.x1) for line in figure.layout.shapes} == {(11, 11)}
    assert [text for text in shown(figure) if text.startswith("needs")] == ["needs 11"]


def test_an_answer_shows_its_count_and_its_share():
    figure = question_distribution(ANSWERS, n_valid=26)

    assert list(figure.data[1].x) == [20, 6]
    assert list(figure.data[1].text) == ["20 of 26 (76.9%)", "6 of 26 (23.1%)"]


def test_a_stage_shows_its_share_of_the_first():
    assert list(participation_flow(STAGES).data[1].text) == ["28", "26 (92.9%)", "15 (53.6%)"]


@pytest.mark.parametrize(
    "figure",
    [
        tally_bar([TallyBar(HOSTILE, 1, 0, 0, 0, 1)]),
        question_distribution(pd.DataFrame({"label": [HOSTILE], "n": [1]}), n_valid=1),
        participation_flow([(HOSTILE, 1)]),
        balance_bars([BalanceRow(HOSTILE, 1, 1, 1)]),
    ],
    ids=CHARTS.keys(),
)
def test_typed_text_is_shown_as_text(figure):
    drawn = json.dumps(figure.to_plotly_json()["layout"]["annotations"]).replace("<br>", " ")

    assert HOSTILE_SHOWN in drawn
    assert "<" not in drawn


def test_long_labels_are_wrapped_for_a_phone():
    figure = question_distribution(pd.DataFrame({"label": ["word " * 40], "n": [1]}), n_valid=1)

    lines = shown(figure)[0].split("<br>")

    assert len(lines) > 3
    assert max(map(len, lines)) <= style.CHARACTERS_PER_LINE


@pytest.mark.parametrize(
    "figure",
    [
        tally_bar([]),
        tally_bar([TallyBar("Nobody may vote", 0, 0, 0, 0, 0, 0)]),
        question_distribution(ANSWERS.iloc[:0], n_valid=0),
        question_distribution(pd.DataFrame({"label": ["Yes"], "n": [0]}), n_valid=0),
        participation_flow([]),
        participation_flow([("Invited", 0), ("Responded", 0)]),
        balance_bars([]),
    ],
    ids=["no items", "no electorate", "no answers", "nobody answered", "no stages", "nobody invited", "no parts"],
)
def test_nothing_to_show_is_still_a_figure(figure):
    assert figure.layout.xaxis.range[1] > 0


def test_the_words_say_what_the_bars_show():
    assert tally_alt(VOTES) == (
        "Votes on 2 items. "
        "Candidate A: 11 agree, 2 disagree, 1 abstain, 0 cannot judge, 1 of 15 have not voted; "
        "11/13 (84.6%) of the valid votes agree; 11 have to agree. "
        "Candidate B: 3 agree, 9 disagree, 0 abstain, 1 cannot judge, 0 of 13 have not voted; "
        "3/12 (25.0%) of the valid votes agree."
    )
    assert distribution_alt(ANSWERS, n_valid=26) == (
        "Answers of 26 people: Supports it: 20/26 (76.9%); Does not: 6/26 (23.1%)."
    )
    assert participation_alt(STAGES) == (
        "Participation by stage: Invited: 28; Responded: 26 (92.9%); Attended: 15 (53.6%)."
    )


def test_the_table_holds_the_numbers_of_the_bars():
    table = tally_table(VOTES)

    assert list(table.columns) == ["Item", "Agree", "Disagree", "Abstain", "Cannot judge", "Not voted", "Needed"]
    assert table.iloc[0].tolist() == ["Candidate A", 11, 2, 1, 0, 1, 11]
    assert pd.isna(table.iloc[1]["Needed"])


def test_labels_can_take_the_colour_of_the_page():
    coloured = style.in_text_colour(CHARTS["tally"], "#1c2733")

    assert coloured.layout.font.color == "#1c2733"
    assert CHARTS["tally"].layout.font.color is None


def test_the_balance_of_a_panel_has_three_bars_for_each_part():
    figure = balance_bars(COUNTRIES)

    assert {bars.name: list(bars.x) for bars in figure.data} == {
        "On the panel": [12, 3, 1],
        "Responded": [10, 2, 0],
        "Attended": [7, 0, 0],
    }
    assert balance_table("Country", COUNTRIES).iloc[0].tolist() == ["Austria", 12, 10, 7]
    assert balance_alt("Country", COUNTRIES).startswith(
        "The panel by country. Austria: 12 on the panel, 10 responded, 7 attended; Italy"
    )


def test_of_many_parts_the_smallest_are_put_together_and_nobody_is_lost():
    rows = fewest_rows(COUNTRIES, 2)

    assert rows == (COUNTRIES[0], BalanceRow("2 others", 4, 2, 0))
    assert fewest_rows(COUNTRIES, 3) == tuple(COUNTRIES)
