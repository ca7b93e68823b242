"""One item at a time on a wall: its wording, the ratings of the panel before and after, and what the rule says."""

import pandas as pd
import streamlit as st

from consensus.charts.rating_distribution import (
    rating_distribution,
    rating_distribution_alt,
    rating_distribution_table,
)
from consensus.domain.lifecycle import RoundState
from consensus.services.delphi.discussion import DiscussedItem, Discussion, Rated
from consensus.ui.widgets.figure import draw_figure
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose

PLACE = "discussion.place"


def turn(step: int, n: int) -> None:
    """Go on to the next item, or back."""
    st.session_state[PLACE] = max(0, min(n - 1, st.session_state.get(PLACE, 0) + step))


def draw(found: Discussion) -> None:
    """Draw the item that is discussed, with the way to the others."""
    n = len(found.items)
    place = min(st.session_state.get(PLACE, 0), n - 1)
    item = found.items[place]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Back", icon=":material/chevron_left:", key="discussion.back", on_click=turn, args=(-1, n))
        st.button("Next item", type="primary", key="discussion.next", on_click=turn, args=(1, n))
        st.caption(escape(f"Item {place + 1} of {n} · {item.topic}"))
    prose(f"{item.label} {item.text}", size="1.6rem", serif=True)
    st.caption(escape(item.question))
    _draw_progress(found, item)
    if item.is_reworded:
        st.info("Reworded since the first rating: the two are not compared.", icon=":material/edit:")
    if item.after is None:
        _draw_rated("Rated before", item.before, f"discussion.before.{item.id}")
        return
    left, right = st.columns(2)
    with left:
        _draw_rated("Before the discussion", item.before, f"discussion.before.{item.id}")
    with right:
        _draw_rated("After it", item.after, f"discussion.after.{item.id}")


def _draw_progress(found: Discussion, item: DiscussedItem) -> None:
    if found.state is None:
        st.caption("No second round is open yet: open it under Rounds, and the panel rates again on the page Rate.")
    elif found.state is RoundState.OPEN:
        words = f"{item.n_again} of {found.n_electors} have rated again, beside their own first rating"
        st.progress(item.n_again / found.n_electors if found.n_electors else 0.0, text=words)
    elif found.state is RoundState.CLOSED:
        st.caption("The second rating is closed. Reveal it under Rounds.")


def _draw_rated(title: str, rated: Rated | None, key: str) -> None:
    st.markdown(f"**{title}**")
    if rated is None:
        st.caption("It was not rated before.")
        return
    if not rated.panel.n:
        st.caption("Too few people rated it for their ratings to be shown.")
        return
    panel = rated.panel
    points = range(panel.low, panel.low + len(panel.counts))
    counts = pd.DataFrame({"rating": points, "n_panelists": panel.counts})
    draw_figure(
        rating_distribution(counts, median=panel.median, quartiles=panel.band),
        alt=rating_distribution_alt(counts, median=panel.median, quartiles=panel.band),
        numbers=rating_distribution_table(counts),
        key=key,
    )
    st.markdown(f"**{escape(rated.outcome.capitalize())}**")
    st.caption(escape(rated.sentence))
