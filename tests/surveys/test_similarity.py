"""Texts that look alike: in any language, in any order, with the words that say why."""

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.similarity import SAME, TextSpace

ENGLISH = [
    "The pump is too expensive for our hospital.",
    "Pumps are expensive, and our hospital cannot pay.",
    "Nurses need training to refill it.",
    "Our nurses have had no training.",
    "Patients live far away.",
]
GERMAN = [
    "Die Pumpe ist viel zu teuer.",
    "Solche Pumpen sind zu teuer.",
    "Den Pflegekräften fehlt eine Schulung.",
    "Schulungen der Pflegekräfte fehlen.",
    "Lange Anfahrt",
]
JAPANESE = ["費用が高すぎる", "費用が高すぎます", "看護師の研修が足りない", "看護師の研修が必要", "遠い"]


def grouped(texts):
    return [{texts[member] for member in group.members} for group in TextSpace(texts).groups()]


@pytest.mark.parametrize("texts", [ENGLISH, GERMAN, JAPANESE], ids=["English", "German", "Japanese"])
def test_what_says_the_same_is_grouped_and_what_stands_alone_is_left_out(texts):
    assert sorted(map(sorted, grouped(texts))) == sorted([sorted(texts[:2]), sorted(texts[2:4])])


def test_a_group_says_by_which_words():
    by_words = {group.shared for group in TextSpace(ENGLISH).groups()}

    assert any("expensive" in shared for shared in by_words)
    assert any("nurses" in shared and "training" in shared for shared in by_words)


def test_the_nearest_come_first_with_the_words_they_share_and_without_the_seeds():
    near = TextSpace([*ENGLISH, "Training of nurses costs time."]).nearest([2], range(6))

    assert {one.member for one in near} == {3, 5}
    assert [one.closeness for one in near] == sorted((one.closeness for one in near), reverse=True)
    assert all(set(one.shared) & {"nurses", "training"} for one in near)


def test_statements_that_say_nearly_the_same_are_pairs():
    texts = ["Pumps should be offered first.", "Pumps should be offered as the first step.", "Nurses are trained."]

    ((first, second),) = TextSpace(texts).pairs(same=0.5)

    assert (first, second.member) == (0, 1)
    assert second.closeness >= 0.5
    assert TextSpace(["The very same.", "The very same."]).pairs(same=SAME)[0][1].closeness == pytest.approx(1)


@pytest.mark.parametrize("texts", [[], [""], ["", " "], ["?!", "…"], ["a"], ["one"]], ids=repr)
def test_where_there_is_nothing_to_compare_nothing_is_suggested(texts):
    space = TextSpace(texts)

    assert space.groups() == ()
    assert space.nearest(range(len(texts)), range(len(texts))) == ()
    assert space.pairs() == ()


def test_only_those_asked_for_are_grouped():
    assert TextSpace(ENGLISH).groups([0, 2, 3]) == TextSpace(ENGLISH).groups([2, 3])


def test_what_it_computes_with_is_loaded_by_one_thread_and_only_once_it_is_asked_for():
    program = """
import sys
from consensus.services.surveys import coding_board
from surveys.similarity import TextSpace, load_early
before = "sklearn" in sys.modules
threads = {load_early(), load_early()}
TextSpace(["A pump", "The pump"]).groups()
print(before, len(threads), any(thread.is_alive() for thread in threads), "sklearn.cluster" in sys.modules)
"""

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert said.split() == ["False", "1", "False", "True"]


WORDS = st.sampled_from(["cost", "pump", "nurse", "travel", "far", "training", "hospital"])
TEXTS = st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=12, unique=True)


@settings(max_examples=25, deadline=None)
@given(TEXTS, st.randoms())
def test_the_order_of_the_texts_tells_nothing(texts, rng: random.Random):
    shuffled = rng.sample(texts, len(texts))

    assert sorted(map(sorted, grouped(shuffled))) == sorted(map(sorted, grouped(texts)))


@settings(max_examples=25, deadline=None)
@given(TEXTS)
def test_nobody_is_in_two_groups_and_no_group_has_one_member(texts):
    groups = TextSpace(texts).groups()

    members = [member for group in groups for member in group.members]
    assert len(members) == len(set(members))
    assert all(len(group.members) > 1 for group in groups)
