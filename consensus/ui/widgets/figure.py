"""A plotly figure with its alternative text, and its numbers as a table behind a fold."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from consensus.charts.style import CONFIG, in_text_colour


def draw_figure(figure: go.Figure, *, alt: str, numbers: pd.DataFrame, key: str) -> None:
    """Draw the figure in the colours of the page; `numbers` is what it is drawn from."""
    draw_alone(figure, alt=alt, key=key)
    with st.expander("The numbers as a table", icon=":material/table_rows:"):
        st.dataframe(numbers, hide_index=True, alt=alt, key=f"{key}.numbers")


def draw_alone(figure: go.Figure, *, alt: str, key: str) -> None:
    """Draw the figure where the caller shows the numbers elsewhere."""
    scheme = st.context.theme.type or "light"
    colour = st.get_option(f"theme.{scheme}.textColor") or "inherit"
    st.plotly_chart(in_text_colour(figure, colour), key=key, alt=alt, config=CONFIG)
