"""How many of a panel came how far, as tiles."""

import streamlit as st

from consensus.services.people.participation import PanelCounts


def draw(counts: PanelCounts) -> None:
    """Draw a tile for each count."""
    tiles: tuple[tuple[str, int, str], ...] = (
        ("Invited with a vote", counts.invited, f"{counts.accepted} accepted, {counts.declined} declined"),
        ("Responded to the survey", counts.responded, f"of {counts.invited} invited"),
        ("Attended the meeting", counts.attended, f"of {counts.invited} invited"),
        ("Institutions", counts.institutions, f"{counts.institutions_attended} present at the meeting"),
        ("Patient representatives", counts.patient_representatives, "without a vote, counted apart"),
        ("Entitled to vote", counts.voting, "in the whole panel"),
    )
    with st.grid(3, min_column_width=150):
        for label, value, note in tiles:
            with st.container(border=True, height="stretch"):
                st.html(
                    f'<p style="margin:0;font-size:.9rem;line-height:1.3">{label}</p>'
                    f'<p style="margin:0;font-size:1.7rem;font-weight:600;line-height:1.4">{value}</p>'
                    f'<p style="margin:0;font-size:.85rem;opacity:.8">{note}</p>'
                )
