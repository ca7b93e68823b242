"""What other rules and smaller panels would have said of what was voted on; it changes no verdict."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from consensus.charts.threshold import ItemShare, threshold_alt, threshold_chart, threshold_table
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.rules import Rule
from consensus.services.processes import what_if
from consensus.services.processes.what_if import AnalysedItem
from consensus.tally.round_verdicts import rule_of
from consensus.tally.verdicts import Verdict
from consensus.tally.what_if import WhatIf, robustness_table, rules_table
from consensus.ui import current, notices
from consensus.ui.widgets.figure import draw_figure
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state, prose


def show_shares(rule: Rule, items: Sequence[AnalysedItem], place: int) -> None:
    """Every item decided by one rule against its threshold, where it has one."""
    prose(rule.sentence(), muted=True)
    if not isinstance(rule, ConsensusDefinition) or rule.threshold is None:
        return
    shares = [
        ItemShare(f"{item.label}: {item.text}", verdict.numerator, verdict.denominator, verdict.reached)
        for item in items
        if isinstance(verdict := item.analysis.registered, Verdict)
    ]
    draw_figure(
        threshold_chart(shares, rule.threshold),
        alt=threshold_alt(shares, rule.threshold),
        numbers=threshold_table(shares),
        key=f"sensitivity.shares.{place}",
    )


def show_table(frame: pd.DataFrame, alt: str, key: str) -> None:
    """A table that keeps its first column in sight."""
    config = {"Item": st.column_config.TextColumn(pinned=True)}
    st.dataframe(frame, hide_index=True, column_config=config, alt=alt, key=key)


def show_differences(analyses: Sequence[WhatIf]) -> None:
    """Which verdicts hang on the choice of the rule, in words."""
    differing = {a.label: [other.title for other in a.others if other.differs] for a in analyses}
    differing = {label: titles for label, titles in differing.items() if titles}
    if not differing:
        st.caption("Every standard rule comes to the same conclusion on every item.")
        return
    st.caption(f"{len(differing)} of {len(analyses)} verdicts would differ under another rule:")
    st.markdown("\n".join(f"- {escape(label)}: {escape(', '.join(titles))}" for label, titles in differing.items()))


def show_without_conflicts(items: Sequence[AnalysedItem]) -> None:
    """How each item stands without those who voted with a disclosed conflict of interest, or why that is not said."""
    said = [(item.label, one.sentence()) for item in items if (one := item.without_conflicts) and one.n_with]
    if not said:
        return
    st.header("Without conflicts of interest", anchor=False)
    st.caption(
        "Recused people are out of every count already. These are the others, who voted with a disclosed conflict. The "
        "outcome without them is shown only where it cannot tell how any one of them voted."
    )
    st.markdown("\n".join(f"- **{escape(label)}**: {escape(sentence)}" for label, sentence in said))


found = what_if.list_analyses(current.context(), current.process_id())
analyses = [item.analysis for item in found]

st.title("What if")
notices.show()
st.caption("Secondary analyses: they do not change any verdict.")
if not found:
    empty_state("Nothing decided yet", "The analyses appear when the first vote is revealed.", icon="alt_route")
else:
    st.header("Against the threshold", anchor=False)
    rules = {rule.sha256(): rule for item in found if (rule := rule_of(item.analysis.registered))}
    for place, (sha256, rule) in enumerate(rules.items()):
        under = [item for item in found if (own := rule_of(item.analysis.registered)) and own.sha256() == sha256]
        show_shares(rule, under, place)
    st.header("Under other rules", anchor=False)
    show_differences(analyses)
    show_table(rules_table(analyses), "The outcome of each item under each rule", "sensitivity.rules")
    show_without_conflicts(found)
    st.header("How firmly they stand", anchor=False)
    st.caption(
        "A vote flips a verdict when somebody who voted votes the other way; a removal changes it when one person had "
        "not been on the panel. How many is said, never who."
    )
    show_table(robustness_table(analyses), "How firmly each verdict stands", "sensitivity.robustness")
