"""The inputs of the further clauses of a consensus definition."""

from collections.abc import Sequence

import streamlit as st

from consensus.domain.definitions import ConsensusDefinition, GroupMode
from consensus.ui.widgets.definition.definition_state import Inputs, dissent_options

_CHOICES = {"disagree": "Disagree", "abstain": "Abstain", "cannot_judge": "Cannot judge"}
_MODES = {
    GroupMode.EVERY: "In every group",
    GroupMode.ANY: "In at least one group",
    GroupMode.NAMED: "In the groups named",
}


def inputs(key: str, state: Inputs, base: ConsensusDefinition, groups: Sequence[str], *, asks_for_share: bool) -> None:
    """Draw quorum, minimum, dissent, median and spread, and stakeholder groups."""
    _presence_inputs(key)
    _dissent_inputs(key, state, base)
    if state.on_scale:
        _spread_inputs(key)
    if asks_for_share:
        _group_inputs(key, state, groups)


def _presence_inputs(key: str) -> None:
    quorum, minimum = st.columns(2)
    quorum.text_input(
        "Quorum",
        key=f"{key}.quorum",
        max_chars=20,
        help="The share of the eligible people who must take part. Abstaining counts as taking part; 0% asks nothing.",
    )
    minimum.number_input(
        "Minimum number of votes",
        min_value=0,
        max_value=1000,
        step=1,
        key=f"{key}.minimum_n",
        help="The least number of votes in the denominator; 0 asks nothing.",
    )
    st.checkbox("At least half of all eligible people must agree as well", key=f"{key}.majority")


def _dissent_inputs(key: str, state: Inputs, base: ConsensusDefinition) -> None:
    if not st.checkbox("Limit dissent", key=f"{key}.has_dissent"):
        return
    options = dissent_options(state, base)
    st.session_state[f"{key}.dissent_choices"] = [c for c in state["dissent_choices"] if c in options]
    most, which = st.columns([1, 2])
    most.number_input("At most", min_value=0, max_value=1000, step=1, key=f"{key}.max_dissent")
    which.multiselect(
        "votes of",
        options,
        format_func=lambda choice: _CHOICES.get(choice, choice),
        key=f"{key}.dissent_choices",
    )


def _spread_inputs(key: str) -> None:
    if not st.checkbox("Ask for a median and a spread", key=f"{key}.has_spread"):
        return
    least, most, width = st.columns(3)
    least.text_input("Median at least", key=f"{key}.median_at_least", max_chars=8, help="Empty asks nothing.")
    most.text_input("Median at most", key=f"{key}.median_at_most", max_chars=8, help="Empty asks nothing.")
    width.text_input(
        "Range at most",
        key=f"{key}.iqr_at_most",
        max_chars=8,
        help="The interquartile range in points of the scale, quartiles of type 7. It says how close together the "
        "ratings are, not on which side.",
    )


def _group_inputs(key: str, state: Inputs, groups: Sequence[str]) -> None:
    if not st.checkbox("Ask for the share within stakeholder groups", key=f"{key}.has_groups"):
        return
    st.radio("The share is reached", list(_MODES), format_func=_MODES.__getitem__, key=f"{key}.group_mode")
    if state["group_mode"] == GroupMode.NAMED:
        st.multiselect(
            "Groups",
            sorted({*groups, *state["group_names"]}),
            accept_new_options=True,
            key=f"{key}.group_names",
        )
    st.number_input(
        "Smallest group that decides",
        min_value=1,
        max_value=1000,
        step=1,
        key=f"{key}.group_minimum",
        help="In eligible people. A smaller group is shown and cannot decide.",
    )
