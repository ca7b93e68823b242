"""How the panel is made up, as bars: one tab for each fact that is known."""

import streamlit as st

from consensus.charts.balance import BalanceRow, balance_alt, balance_bars, balance_table, fewest_rows
from consensus.services.people import panel_balance
from consensus.ui import current
from consensus.ui.widgets.figure import draw_figure

_MOST = 15


def draw() -> None:
    """Draw the balance of the panel; nothing where nothing is known of anybody."""
    balance = panel_balance.get_balance(current.context(), current.process_id())
    if not balance:
        return
    st.header("Balance of the panel", anchor=False)
    st.caption("Panelists and chairs, with a vote or without.")
    fact = st.segmented_control(
        "By",
        list(balance),
        default=next(iter(balance)),
        required=True,
        key="panel.balance",
        label_visibility="collapsed",
    )
    rows = [BalanceRow(p.name or "Not known", p.on_panel, p.responded, p.attended) for p in balance[fact]]
    shown = fewest_rows(rows, _MOST)
    draw_figure(
        balance_bars(shown),
        alt=balance_alt(fact, shown),
        numbers=balance_table(fact, rows),
        key=f"panel.balance.{fact}",
    )
