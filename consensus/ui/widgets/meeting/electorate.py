"""The electorate of a round as it was frozen: names of those entitled and those recused, never who voted."""

import streamlit as st

from consensus.domain.wording import counted
from consensus.services.rounds.electorate import FrozenElectorate


def draw(electorate: FrozenElectorate | None) -> None:
    """Draw the names behind a fold; nothing where the reader may not see them."""
    if electorate is None:
        return
    recused = f", {electorate.n_recused} recused" if electorate.n_recused else ""
    label = f"Electorate: {counted(len(electorate.entitled), 'person', 'people')} entitled{recused}"
    with st.expander(label, icon=":material/how_to_reg:"):
        st.text(", ".join(electorate.entitled))
        if electorate.recused:
            st.text(f"Recused: {', '.join(electorate.recused)}")
        st.caption("Frozen when the vote was opened. It says who may vote, not who did.")
