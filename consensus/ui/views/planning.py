"""How large a panel, which threshold: the exact chance that a statement passes, before anything is opened."""

from collections.abc import Mapping

import streamlit as st

from consensus.charts.pass_chance import pass_chance_alt, pass_chance_chart, pass_chance_table
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.presets import load_presets
from consensus.services.people import panel
from consensus.services.people.panel_search import PanelQuestion
from consensus.services.processes import processes
from consensus.tally.planning import Voting, left_out, plan, smallest_panel
from consensus.ui import current, notices
from consensus.ui.widgets.figure import draw_figure
from consensus.ui.widgets.pieces import empty_state, prose

REGISTERED = "The rule of this process"
PERCENT = "%d%%"
LARGEST = 60


def rules(registered: ConsensusDefinition) -> Mapping[str, ConsensusDefinition]:
    """The rules on shares to choose from, that of the process first; rules without a share have no such chance."""
    shares = [preset for preset in load_presets().values() if isinstance(preset.rule, ConsensusDefinition)]
    named = {REGISTERED: registered} | {preset.title: preset.definition for preset in shares}
    return {title: rule for title, rule in named.items() if rule.threshold is not None}


def share(label: str, value: int, key: str, *, lowest: int = 0, highest: int = 100, help_: str = "") -> float:
    """A probability, chosen in per cent."""
    chosen: int = st.slider(label, lowest, highest, value, format=PERCENT, key=f"planning.{key}", help=help_ or None)
    return chosen / 100


def show(definition: ConsensusDefinition, sizes: range, voting: Voting, weak: float, power: float, n_now: int) -> None:
    """Sentence, chart and table for what was chosen."""
    found = plan(definition, sizes, voting, weak)
    smallest = smallest_panel(definition, voting, power, least=sizes[0], largest=max(LARGEST, sizes[-1]))
    if smallest.lasting is None:
        sentence = f"No panel of up to {max(LARGEST, sizes[-1])} people gives a lasting chance of {power:.0%}."
    else:
        sentence = f"From {smallest.lasting} people on, the chance to pass is at least {power:.0%} for every size."
        if smallest.first is not None and smallest.first < smallest.lasting:
            sentence += f" A panel of {smallest.first} has it too, but not every size between."
    now = found[found["n"] == n_now]
    if len(now):
        chance, false = now.iloc[0]["chance"], now.iloc[0]["false_chance"]
        sentence += (
            f" With the {n_now} people now on the panel it passes with a chance of {chance:.1%} "
            f"if {voting.agreement:.0%} truly agree, and with one of {false:.1%} if {weak:.0%} do."
        )
    prose(sentence, size="1.05rem")
    draw_figure(
        pass_chance_chart(found, power=power),
        alt=pass_chance_alt(found),
        numbers=pass_chance_table(found).round(4),
        key="planning.chances",
    )
    if note := left_out(definition):
        st.caption(note)


process = processes.get_process(current.context(), current.process_id())
n_voting = panel.get_panel(current.context(), process.id, PanelQuestion(size=0)).counts.voting
choices = rules(process.definition)

st.title("Planning")
notices.show()
st.caption(
    "The chance that a statement passes, if everybody on the panel votes independently of the others. It is computed "
    "exactly, and nothing of it is stored."
)
title = st.selectbox("Rule", list(choices), key="planning.rule")
if title is None:
    empty_state("No rule on a share", "Only for a share of the panel can the chance to pass be computed.")
else:
    prose(choices[title].sentence(), muted=True)
    good, poor = st.columns(2)
    with good:
        agreement = share("True agreement of a statement that should pass", 90, "agreement")
        wanted = share("Chance wanted for it", 80, "power", lowest=50, highest=99)
    with poor:
        weak_agreement = share("True agreement of one that should not", 60, "weak")
        smallest_n, largest_n = st.slider("Panel sizes", 3, 100, (5, 40), key="planning.sizes")
    with st.expander("People who abstain or stay away", icon=":material/tune:"):
        abstain = share("Each person abstains with a chance of", 0, "abstain", highest=50)
        absent = share("Each person does not vote with a chance of", 0, "absent", highest=50)
    voting = Voting(agreement, abstain, absent)
    show(choices[title], range(smallest_n, largest_n + 1), voting, weak_agreement, wanted, n_voting)
