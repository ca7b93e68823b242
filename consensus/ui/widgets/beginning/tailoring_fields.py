"""The few things people change about a method when they begin with it."""

from fractions import Fraction

import streamlit as st

from consensus.domain.delphi.method_packs import MethodPack
from consensus.domain.delphi.protocol import MOST_DAYS
from consensus.domain.delphi.tailoring import Tailoring, is_held_in_a_meeting, usual
from consensus.domain.delphi.terms import GroupsShown
from consensus.domain.disclosure import Anonymity
from consensus.ui.widgets.meeting.secrecy_words import SECRECY

GROUPS = {
    GroupsShown.NONE: "No group",
    GroupsShown.OWN: "Their own group",
    GroupsShown.OTHERS: "The other groups",
    GroupsShown.ALL: "Every group",
}


def draw(pack: MethodPack, key: str) -> Tailoring:
    """Draw the inputs that this method has, and give what they say; inputs of another method keep their own values."""
    at = f"{key}.{pack.slug}"
    normal = usual(pack.protocol)
    days = normal.days if is_held_in_a_meeting(pack.protocol) else _draw_days(pack, normal, at)
    if is_held_in_a_meeting(pack.protocol) and pack.leeway.most_rounds > pack.leeway.fewest_rounds:
        days = (normal.days[0],) * _draw_rounds(pack, "At most so many votes on an item", at)
    threshold = normal.threshold
    if pack.leeway.threshold and threshold is not None:
        percent = st.number_input(
            "Share that has to agree, in per cent", 51, 100, int(threshold * 100), key=f"{at}.threshold", width=260
        )
        threshold = Fraction(percent, 100)
    groups = normal.groups
    if pack.leeway.groups:
        groups = st.selectbox(
            "Ratings of stakeholder groups that are fed back",
            list(GROUPS),
            index=list(GROUPS).index(normal.groups),
            format_func=GROUPS.__getitem__,
            key=f"{at}.groups",
        )
    return Tailoring(days, _draw_anonymity(pack, at), threshold, groups)


def _draw_rounds(pack: MethodPack, label: str, at: str) -> int:
    leeway, normal = pack.leeway, pack.protocol.stop.maximum_rounds
    if leeway.fewest_rounds == leeway.most_rounds:
        return normal
    return st.number_input(label, leeway.fewest_rounds, leeway.most_rounds, normal, key=f"{at}.rounds", width=260)


def _draw_days(pack: MethodPack, normal: Tailoring, at: str) -> tuple[int, ...]:
    n_rounds = _draw_rounds(pack, "At most so many rounds", at)
    days = []
    with st.container(horizontal=True):
        for number in range(1, n_rounds + 1):
            start = pack.protocol.days_of(number) if number <= len(normal.days) else normal.days[-1]
            label = f"Days of round {number}"
            days.append(st.number_input(label, 1, MOST_DAYS, start, key=f"{at}.days.{number}", width=150))
    return tuple(days)


def _draw_anonymity(pack: MethodPack, at: str) -> Anonymity:
    modes = [mode for mode in Anonymity if mode is not Anonymity.SECRET or is_held_in_a_meeting(pack.protocol)]
    return st.radio(
        "Votes and ratings are",
        modes,
        index=modes.index(pack.protocol.anonymity),
        format_func=lambda mode: SECRECY[mode][0],
        captions=[SECRECY[mode][1] for mode in modes],
        key=f"{at}.anonymity",
    )
