"""The protocol on the page of rounds: choosing a method, and what it fixes in sentences."""

import streamlit as st

from consensus.domain.delphi.method_packs import load_method_packs
from consensus.domain.delphi.protocol_wording import protocol_sentences
from consensus.services.delphi import protocols
from consensus.services.delphi.protocols import ProtocolView
from consensus.ui import current, notices
from consensus.ui.widgets import times
from consensus.ui.widgets.delphi import protocol_editor
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose


def choose(key: str) -> None:
    """Set the protocol of the method that is chosen."""
    slug = st.session_state[key]
    done = "The protocol is set. It is locked when the first round opens."
    notices.attempt(protocols.choose_method, current.context(), current.process_id(), slug, done=done)


def draw_choice(view: ProtocolView | None) -> None:
    """The methods that come with the product, each with what it fixes."""
    packs = load_method_packs()
    key = "rounds.method"
    slug = st.selectbox(
        "Method",
        list(packs),
        index=list(packs).index(view.method) if view and view.method in packs else 0,
        format_func=lambda slug: escape(packs[slug].title),
        key=key,
    )
    pack = packs[slug]
    prose(pack.description)
    st.caption(escape(f"Source: {pack.source}"))
    if view is None or view.method != slug:
        with st.expander("What it fixes", icon=":material/rule:"):
            draw_sentences(protocol_sentences(pack.protocol))
    st.button("Use this method", key="rounds.choose", type="primary", on_click=choose, args=(key,))


def draw_protocol(view: ProtocolView, time_zone: str) -> None:
    """The protocol in force."""
    title = load_method_packs()[view.method].title
    if view.locked_at:
        locked = f"Locked since {times.day_and_clock(view.locked_at, time_zone)}; a change is reported as a deviation."
    else:
        locked = "It is locked when the first round opens."
    with st.expander(
        escape(f"Protocol: {title}"), icon=":material/lock:" if view.locked_at else ":material/lock_open:"
    ):
        draw_sentences(view.sentences)
        st.caption(escape(f"{locked} SHA-256 {view.sha256[:16]}…"))
        if view.may_change and not view.locked_at:
            draw_choice(view)
    if view.may_change:
        with st.expander("Change parts of the protocol", icon=":material/tune:"):
            protocol_editor.draw(view)


def draw_sentences(sentences: tuple[str, ...]) -> None:
    """One sentence a line, close together."""
    st.markdown("\n".join(f"- {escape(sentence)}" for sentence in sentences))
