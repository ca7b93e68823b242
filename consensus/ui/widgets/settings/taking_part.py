"""The settings of taking part: until when an answer is asked for, and the consent text in its versions."""

import streamlit as st

from consensus.domain.taking_part import LONGEST_TEXT
from consensus.services.people import consent, taking_part
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.times import day_and_clock

_DAY, _TEXT, _PLAIN = "settings.reply_by", "settings.consent.text", "settings.consent.plain"


def draw(process: ProcessView) -> None:
    """The day, the text in force with its numbers, a new version, and the older ones."""
    texts = consent.list_texts(current.context(), process.id)
    count = consent.get_count(current.context(), process.id)
    st.date_input("Ask for an answer to the invitation by", process.reply_by, key=_DAY, on_change=_save_day)
    st.markdown("**Consent text**")
    if not texts:
        st.caption(
            "None: nobody is asked to agree to anything. With a text, survey and votes are open only to those of the "
            "panel who have agreed to its newest version. A text cannot be taken back, only replaced."
        )
    elif count is not None:
        waiting = count.asked - count.given - count.refused
        st.caption(
            f"Version {count.version} is in force: {count.given} of {count.asked} agreed, {count.refused} refused, "
            f"{waiting} have not answered."
        )
    with st.expander("Put a new version in force" if texts else "Write the consent text", icon=":material/edit:"):
        _draw_form(texts[0] if texts else None)
    for text in texts:
        moment = day_and_clock(text.created_at, process.time_zone)
        with st.expander(f"Version {text.number} · {moment}", icon=":material/description:"):
            prose(text.text)
            if text.plain_text:
                st.markdown("**In plain language**")
                prose(text.plain_text)
            st.caption(f"SHA-256 `{text.sha256}`")


def _draw_form(newest: consent.TextVersion | None) -> None:
    with st.form("settings.consent", border=False):
        st.text_area("Text", newest.text if newest else "", key=_TEXT, height=260, max_chars=LONGEST_TEXT)
        st.text_area(
            "The same in plain language (may be left empty)",
            newest.plain_text if newest else "",
            key=_PLAIN,
            height=140,
            max_chars=LONGEST_TEXT,
        )
        if newest is not None:
            st.caption("Everybody on the panel is asked again; until they agree, survey and votes are closed to them.")
        st.form_submit_button("Put it in force", key="settings.consent.save", on_click=_save_text)


def _save_day() -> None:
    notices.attempt(
        taking_part.set_reply_by,
        current.context(),
        current.process_id(),
        st.session_state[_DAY],
        done="The day was saved.",
    )


def _save_text() -> None:
    notices.attempt(
        consent.add_text,
        current.context(),
        current.process_id(),
        st.session_state[_TEXT],
        st.session_state[_PLAIN],
        done="The consent text is in force.",
    )
