"""What the panel tapped and wrote about items, without names, as the facilitators read it."""

from uuid import UUID

import streamlit as st

from consensus.domain.wording import counted
from consensus.services.delphi import said_reasons
from consensus.services.delphi.said_reasons import ItemReasons
from consensus.ui import current
from consensus.ui.widgets.html_table import draw_table
from consensus.ui.widgets.literal import escape


def draw_reasons(round_id: UUID) -> None:
    """The reasons tapped in a revealed round."""
    found = said_reasons.list_reasons(current.context(), round_id)
    if not found:
        return
    with st.expander("Reasons that were given", icon=":material/help_center:"):
        told = [one for one in found if not one.is_hidden]
        if told:
            draw_table(["Item", "People", "Reasons"], [_reasons(one) for one in told], worded=["Reasons"])
        hidden = ", ".join(one.label for one in found if one.is_hidden)
        if hidden:
            st.caption(escape(f"Too few gave a reason for it to be told: {hidden}."))


def draw_petitions(process_id: UUID) -> None:
    """What is said for rating settled items again."""
    found = said_reasons.list_asked_again(current.context(), process_id)
    if not found:
        return
    st.subheader("Asked for again")
    for one in found:
        st.markdown(f"**{escape(one.label)}** · {counted(one.n, 'person', 'people')}")
        for text in one.texts:
            st.text(text)
        if one.is_hidden:
            st.caption("What they wrote is shown once enough ask for it to be rated again, three at least.")


def _reasons(one: ItemReasons) -> list[str]:
    label = " ".join(filter(None, (one.label, one.dimension)))
    return [label, str(one.n), "; ".join(f"{reason} ({n})" for reason, n in one.reasons)]
