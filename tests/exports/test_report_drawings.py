"""The pictures of a report are well-formed, true to their numbers, and say in words what they show."""

from xml.etree import ElementTree

import pytest

from consensus.exports.drawings.choice_columns import ChoiceRow, choice_columns, choice_words
from consensus.exports.drawings.flow_diagram import Stage, flow_diagram, flow_words
from consensus.exports.drawings.vote_bars import VoteRow, vote_bars, vote_words
from consensus.exports.printing import to_pngs

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [VoteRow("1.1", "<b>Give</b> & take", 12, 2, 1, 15, 12), VoteRow("1.2", "Wait", 0, 15, 0, 15)]


def test_a_bar_is_as_long_as_its_votes():
    picture = ElementTree.fromstring(vote_bars(ROWS).svg)

    widths = {
        kind: [float(r.get("width")) for r in picture.iter(f"{SVG}rect") if r.get("class") == kind]
        for kind in ("yes", "no", "other")
    }
    assert widths["yes"][0] / widths["no"][0] == pytest.approx(6, abs=0.01)
    assert widths["other"][0] * 2 == pytest.approx(widths["no"][0], abs=0.02)
    assert widths["yes"][1] == 0


def test_the_flow_names_every_stage_and_who_is_lost_before_it():
    stages = [Stage("Invited", 28), Stage("Attended", 15, ("from 9 institutions",), ("13 of 28 did not attend",))]

    words = ["".join(t.itertext()) for t in ElementTree.fromstring(flow_diagram(stages).svg).iter(f"{SVG}text")]
    assert words == ["Invited: 28", "13 of 28 did not attend", "Attended: 15", "from 9 institutions"]
    assert flow_words(stages) == (
        "Flow of participation. Invited: 28. Attended: 15 (from 9 institutions); 13 of 28 did not attend."
    )


def test_bars_say_in_words_what_they_show():
    assert vote_words(ROWS) == (
        "Bars of the votes. 1.1: 12 agree, 2 disagree, 1 neither, of 15; 12 needed. "
        "1.2: 0 agree, 15 disagree, 0 neither, of 15."
    )


def test_pictures_can_be_drawn_as_pixels():
    pngs = to_pngs([vote_bars(ROWS).svg, flow_diagram([Stage("Invited", 1)]).svg], dots_per_inch=72)

    assert [png[:8] for png in pngs] == [b"\x89PNG\r\n\x1a\n"] * 2


SCALED = [
    ChoiceRow("2.1", "<b>Rate</b> it", (("1", 4), ("2", 0), ("Cannot judge", 2)), 3),
    ChoiceRow("2.2", "And this", (("1", 0), ("2", 8), ("Cannot judge", 0))),
]


def test_a_column_is_as_high_as_its_answers_beside_those_of_every_row():
    picture = ElementTree.fromstring(choice_columns(SCALED).svg)

    heights = [float(one.get("height")) for one in picture.iter(f"{SVG}rect")]
    assert heights == [pytest.approx(30 * n / 8) for n in (4, 0, 2, 0, 8, 0)]
    words = ["".join(one.itertext()) for one in picture.iter(f"{SVG}text")]
    assert words[:6] == ["2.1", "<b>Rate</b> it", "4", "1", "0", "2"]


def test_columns_say_in_words_what_they_show():
    assert choice_words(SCALED) == (
        "Columns of the answers. 2.1: 1 4, 2 0, Cannot judge 2; missing 3. 2.2: 1 0, 2 8, Cannot judge 0."
    )


def test_long_words_of_the_flow_go_on_below_and_stay_in_their_box():
    long = "beside 12 patient representatives without a vote of their own"
    stages = [Stage("Invited", 28), Stage("Attended", 15, (long,), ("9 without an answer on the record",))]

    svg = flow_diagram(stages).svg

    words = ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]
    assert words[1:3] == ["9 without an answer on the", "record"]
    assert " ".join(words[4:]) == long
    assert max(map(len, words)) <= 35
