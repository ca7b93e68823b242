"""How the medians moved from before the discussion to after it, all items in one picture and as a table."""

import streamlit as st

from consensus.charts.movement import Movement, movement_alt, movement_chart, movement_table
from consensus.services.delphi.discussion import DiscussedItem, Discussion
from consensus.ui.widgets.figure import draw_figure
from consensus.ui.widgets.html_table import draw_table

NAMES = ("Before", "After")


def draw(found: Discussion) -> None:
    """Draw what can be compared: the same wording, rated before and after."""
    both = [item for item in found.items if item.before and item.after]
    same = [item for item in both if not item.is_reworded]
    if not both:
        return
    st.subheader("Before and after", anchor=False)
    panels = [item.before.panel for item in same if item.before]
    if panels:
        moves = [_movement(item) for item in same]
        draw_figure(
            movement_chart(moves, points=len(panels[0].counts), low=panels[0].low, names=NAMES),
            alt=movement_alt(moves, names=NAMES),
            numbers=movement_table(moves, names=NAMES),
            key="discussion.moved",
        )
    draw_table(
        ["Item", "Before", "After"],
        [[f"{item.label} {item.text}", *_outcomes(item)] for item in both],
        caption="By the rule of the round. An item that was reworded is decided anew and not compared.",
    )


def _movement(item: DiscussedItem) -> Movement:
    medians = (rated.panel.median if rated else None for rated in (item.before, item.after))
    return Movement(f"{item.label} {item.text}", *medians)


def _outcomes(item: DiscussedItem) -> tuple[str, str]:
    return (item.before.outcome if item.before else "–", item.after.outcome if item.after else "–")
