"""A plotly figure with its alternative text, and its numbers as a table behind a fold."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from consensus.charts.style import CONFIG


def draw_figure(figure: go.Figure, *, alt: str, numbers: pd.DataFrame, key: str) -> None:
    """Draw the figure in the colours of the page; `numbers` is what it is drawn from."""
    st.plotly_chart(figure, key=key, alt=alt, config=CONFIG)
    with st.expander("The numbers as a table", icon=":material/table_rows:"):
        st.dataframe(numbers, hide_index=True, alt=alt, key=f"{key}.numbers")
