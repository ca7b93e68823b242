"""Ways in on paper: for whom, how many older ones end, and the button that issues and prints."""

from uuid import UUID

import streamlit as st

from consensus.domain.wording import counted
from consensus.exports.access_sheet import Layout
from consensus.services.people import access_sheets
from consensus.services.people.access_sheets import MOST_ON_A_SHEET, Scope, SheetPreview, SheetRequest
from consensus.ui import current
from consensus.ui.widgets.literal import escape, to_html

_SCOPES = {
    Scope.WITHOUT_EMAIL: "Without an e-mail address",
    Scope.NEVER_CAME_IN: "Never came in",
    Scope.GROUP: "One stakeholder group",
    Scope.EVERYBODY: "Everybody",
}
_LAYOUTS = {Layout.CARDS: "Cards, eight on a page", Layout.LETTERS: "Letters, one page each"}
_BUTTON = (
    "min-height:2.75rem;padding:.4rem 1.1rem;border:0;border-radius:6px;background:#0f5c6e;color:#fff;"
    "font:inherit;font-weight:600;cursor:pointer"
)


@st.fragment
def draw(process_id: UUID) -> None:
    """Draw the choice, what it would do, and the form that does it."""
    with st.expander("Print links and codes", icon=":material/print:", key="panel.sheet"):
        st.caption("A PDF with a card or a letter for each person: name, QR code of the personal link, personal code.")
        scope = st.radio("For", list(_SCOPES), format_func=_SCOPES.__getitem__, key="panel.sheet.scope")
        ctx = current.context()
        groups = access_sheets.preview_sheet(ctx, process_id, SheetRequest(scope)).groups
        group = st.selectbox("Group", groups, key="panel.sheet.group") if scope is Scope.GROUP and groups else ""
        request = SheetRequest(scope, group or "")
        preview = access_sheets.preview_sheet(ctx, process_id, request)
        if preview.n_parts > 1:
            part = st.selectbox(
                f"Which of the {preview.n_in_scope}, by name",
                list(range(1, preview.n_parts + 1)),
                format_func=lambda place: _part(place, preview.n_in_scope),
                key="panel.sheet.part",
            )
            request = SheetRequest(scope, request.group, part)
            preview = access_sheets.preview_sheet(ctx, process_id, request)
        layout = st.segmented_control(
            "As", list(_LAYOUTS), format_func=_LAYOUTS.__getitem__, default=Layout.CARDS, key="panel.sheet.layout"
        )
        if not preview.n_members:
            st.caption("There is nobody to print this for.")
            return
        _warn(preview)
        _draw_button(process_id, request, layout or Layout.CARDS, preview.n_members)


def _warn(preview: SheetPreview) -> None:
    if preview.n_ending:
        ending = counted(preview.n_ending, "link or code that works now ends", "links and codes that work now end")
        st.warning(escape(f"{ending}.{_signed_in(preview.n_signed_in)}"), icon=":material/link_off:")
    st.caption(
        "The sheet is sent once and kept nowhere. Those not invited yet count as invited by it. "
        f"{MOST_ON_A_SHEET} fit on a sheet; making so many can take half a minute."
    )


def _signed_in(n: int) -> str:
    return f" {counted(n, 'person is', 'people are')} signed in by such a link, and must come in anew." if n else ""


def _draw_button(process_id: UUID, request: SheetRequest, layout: Layout, n: int) -> None:
    fields = {"scope": request.scope.value, "group": request.group, "part": str(request.part), "layout": layout.value}
    hidden = "".join(f'<input type="hidden" name="{name}" value="{to_html(value)}">' for name, value in fields.items())
    people = counted(n, "person", "people")
    st.html(
        f'<form method="post" action="/access-sheet/{process_id}">{hidden}'
        f'<button type="submit" style="{_BUTTON}">Issue and print for {people}</button></form>'
    )


def _part(place: int, n: int) -> str:
    return f"{(place - 1) * MOST_ON_A_SHEET + 1} to {min(place * MOST_ON_A_SHEET, n)}"
