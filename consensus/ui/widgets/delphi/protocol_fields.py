"""The inputs of each part of a protocol: each draws its own and gives the protocol as they say."""

from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

import streamlit as st

from consensus.domain.delphi.feedback_plan import FeedbackPlan
from consensus.domain.delphi.protocol import MOST_DAYS, MOST_PETITIONERS, Protocol
from consensus.domain.delphi.stop_rule import MOST_ROUNDS, StopRule
from consensus.domain.delphi.terms import Carry, Entry, GroupsShown, ItemOrder, Pace, ReasonTrigger
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.ui.widgets.beginning.tailoring_fields import GROUPS
from consensus.ui.widgets.meeting.secrecy_words import SECRECY

Word = TypeVar("Word", Carry, Entry, ItemOrder)

_SHOWN = {
    "own_rating": "Their own rating",
    "distribution": "How many chose each point",
    "median": "Median",
    "quartiles": "Quartiles",
    "words": "Where they stand, in words",
    "comments": "Comments without names",
}
_TRIGGERS = {ReasonTrigger.OUTSIDE_BAND: "Outside the middle half", ReasonTrigger.CATEGORY_CROSSED: "In another third"}
_TALLIES = {TallyMode.SEALED: "Who is missing, no numbers", TallyMode.LIVE: "The numbers, not who is missing"}


def rounds(before: Protocol, key: str) -> Protocol:
    """With rounds or without; how many, how long each is open, and what ends them sooner."""
    if _pace(before, key) is Pace.REAL_TIME:
        deadline = st.number_input("Days until the deadline", 1, MOST_DAYS, before.days_of(1), key=f"{key}.deadline")
        stable = _share("Stable where fewer than so many per cent change", before.stop.stable_below, f"{key}.stable")
        return before.in_real_time(replace(before.stop, stable_below=stable), (deadline,))
    before = replace(before, pace=Pace.ROUNDS)
    n_rounds = st.number_input("At most so many rounds", 1, MOST_ROUNDS, before.stop.maximum_rounds, key=f"{key}.n")
    with st.container(horizontal=True):
        days = tuple(
            st.number_input(
                f"Days of round {number}", 1, MOST_DAYS, before.days_of(number), key=f"{key}.days.{number}", width=130
            )
            for number in range(1, n_rounds + 1)
        )
    consensus = _share("End once so many per cent of the items have consensus", before.stop.consensus_share, key)
    stable = _share("End once fewer than so many per cent of ratings change", before.stop.stable_below, f"{key}.stable")
    stop = StopRule(n_rounds, consensus, stable)
    is_same = days == tuple(before.days_of(number) for number in range(1, n_rounds + 1))
    return before.over_rounds(stop, before.days if is_same else days)


def _pace(before: Protocol, key: str) -> Pace:
    if before.deciding.answers != "rating":
        return before.pace
    paces: list[Pace] = list(Pace)
    return st.radio(
        "Held", paces, paces.index(before.pace), format_func=Pace.phrase, key=f"{key}.pace", horizontal=True
    )


def carrying(before: Protocol, key: str) -> Protocol:
    """Which items go on, who reopens one, and who may enter late; nothing of it without rounds."""
    if before.is_real_time:
        st.caption("There is nothing to carry on without rounds.")
        return before
    carry = _one_of(Carry, "Items", before.carry, key)
    petition = st.number_input(
        "Panelists who reopen a settled item",
        0,
        MOST_PETITIONERS,
        before.petition,
        key=f"{key}.petition",
        help="0: nobody",
    )
    return replace(before, carry=carry, petition=petition, entry=_one_of(Entry, "Panelists", before.entry, key))


def order(before: Protocol, key: str) -> Protocol:
    """In what order items come."""
    return replace(before, order=_one_of(ItemOrder, "Order", before.order, key))


def feedback(before: Protocol, key: str) -> Protocol:
    """What is shown before somebody rates again; several arms are set by the method alone."""
    if len(before.arms) > 1:
        return before
    arm = before.arms[0]
    shown = st.multiselect(
        "Shown",
        list(_SHOWN),
        [name for name in _SHOWN if getattr(arm, name)],
        format_func=_SHOWN.__getitem__,
        key=f"{key}.shown",
    )
    whose: list[GroupsShown] = list(GroupsShown)
    groups = arm.groups
    if not before.is_real_time:
        groups = st.selectbox(
            "Stakeholder groups",
            whose,
            index=whose.index(arm.groups),
            format_func=GROUPS.__getitem__,
            key=f"{key}.groups",
        )
    plan = FeedbackPlan(**{name: name in shown for name in _SHOWN}, groups=groups, label=arm.label)
    return replace(before, arms=(plan,))


def reasons(before: Protocol, key: str) -> Protocol:
    """When a reason is asked, of ratings alone."""
    if before.deciding.answers != "rating":
        return before
    chosen = st.multiselect(
        "A reason is asked for a rating",
        list(_TRIGGERS),
        sorted(before.reasons_when),
        format_func=_TRIGGERS.__getitem__,
        key=f"{key}.when",
    )
    return replace(before, reasons_when=frozenset(chosen))


def said(before: Protocol, key: str) -> Protocol:
    """What panelists may write."""
    comments = st.toggle("Comments on items", before.comments, key=f"{key}.comments")
    proposals = st.toggle("Proposals of new items", before.proposals, key=f"{key}.proposals")
    return replace(before, comments=comments, proposals=proposals)


def secrecy(before: Protocol, key: str) -> Protocol:
    """What is promised about ratings, and what is watched while a round is open."""
    modes: list[Anonymity] = [mode for mode in Anonymity if mode is not Anonymity.SECRET]
    anonymity = st.selectbox(
        "Ratings are",
        modes,
        index=modes.index(before.anonymity),
        format_func=lambda mode: SECRECY[mode][0],
        key=f"{key}.mode",
    )
    tally = st.selectbox(
        "The facilitator watches",
        list(_TALLIES),
        index=list(_TALLIES).index(before.tally),
        format_func=_TALLIES.__getitem__,
        key=f"{key}.tally",
    )
    return replace(before, anonymity=anonymity, tally=tally)


def introduction(before: Protocol, key: str) -> Protocol:
    """What stands above the form."""
    text = st.text_area("Introduction", before.introduction, key=f"{key}.text", max_chars=2000)
    return replace(before, introduction=text.strip())


def _share(label: str, before: Fraction | None, key: str) -> Fraction | None:
    """A share in per cent; nothing stands for switched off. One that whole per cents cannot say stays as it is."""
    usual = None if before is None else int(before * 100)
    percent = st.number_input(label, 1, 100, usual, key=f"{key}.share", placeholder="off")
    return before if percent == usual else None if percent is None else Fraction(percent, 100)


def _one_of(words: type[Word], label: str, before: Word, key: str) -> Word:
    """One word of several, each as the sentence it stands for."""
    choices = list(words)
    at = f"{key}.{label.lower()}"
    return st.radio(label, choices, choices.index(before), format_func=lambda word: word.phrase(), key=at)
