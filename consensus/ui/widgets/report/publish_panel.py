"""The public page of the final statements: publish, switch off and on, and every version there was."""

from uuid import UUID

import streamlit as st

from consensus.services.reports import exporting, publishing
from consensus.services.reports.publishing import PublicPageView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state, prose
from consensus.ui.widgets.report.export_panel import draw_export
from consensus.ui.widgets.times import day_and_clock

_PUBLIC, _HIDDEN = ":green[:material/public:] **Public**", ":gray[:material/public_off:] **Off**"
_ON = "Anybody who has this link can read the final statements."
_OFF = "The page is switched off: its link answers like one that never was."


def draw(process_id: UUID, time_zone: str) -> None:
    """The link, the switch, and the versions."""
    found = publishing.get_public_page(current.context(), process_id)
    prose(
        "A page that anybody may read and nobody can change: the final statements with how the votes fell, files to "
        "download, and how to cite it. It shows no name beside a vote and sets no cookie. What is published stays as "
        "it is until you publish anew.",
        muted=True,
    )
    if found.why_not and not found.versions:
        empty_state("Not yet", found.why_not, icon="public_off")
        return
    with st.container(border=True):
        if found.address:
            st.markdown(_PUBLIC if found.is_on else _HIDDEN)
            st.caption(_ON if found.is_on else _OFF)
            if found.is_on:
                st.code(found.address, language=None, wrap_lines=True)
                st.link_button("Open the page", found.address, icon=":material/open_in_new:")
        under_way = exporting.get_export(current.context(), process_id)
        if found.may_publish:
            _draw_acts(found, process_id, is_busy=under_way is not None and under_way.is_under_way)
        draw_export(under_way, process_id)
    if found.versions:
        st.subheader("Versions", anchor=False)
    for one in found.versions:
        when = day_and_clock(one.published_at, time_zone)
        st.markdown(f"**Version {one.number}**, {when}, by {escape(one.author)}")
        st.caption(f"SHA-256 of the page: {one.sha256}")


def _draw_acts(found: PublicPageView, process_id: UUID, *, is_busy: bool) -> None:
    first = not found.versions
    with st.container(horizontal=True):
        asks = "Publish the final statements" if first else "Publish anew"
        with st.popover(asks, icon=":material/publish:", type="primary" if first else "secondary"):
            st.text("The statements as they stand now become readable by anybody who has the link. This is on record.")
            st.button(
                "Publish",
                key="report.publish",
                type="primary",
                disabled=bool(found.why_not) or is_busy,
                on_click=_publish,
                args=(process_id,),
            )
        if found.address and found.is_on:
            st.button("Switch the page off", key="report.publish.off", on_click=_show, args=(process_id, False))
        elif found.address:
            st.button("Switch the page on", key="report.publish.on", on_click=_show, args=(process_id, True))
    st.caption("Switched off, it is gone from the caches of others within five minutes.")


def _publish(process_id: UUID) -> None:
    notices.attempt(exporting.start_publication, current.context(), process_id)


def _show(process_id: UUID, is_on: bool) -> None:
    done = "The page is public again." if is_on else "The page is switched off."
    notices.attempt(publishing.show_public_page, current.context(), process_id, is_on=is_on, done=done)
