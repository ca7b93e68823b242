"""The room code for the facilitator: in words, as a large QR code to hold up, and as a page to print."""

from uuid import UUID

import segno
import streamlit as st

from consensus.services.meetings import rooms
from consensus.services.meetings.rooms import Room
from consensus.ui import current, notices
from consensus.ui.widgets.literal import to_html


def draw(process_id: UUID, meeting_id: UUID) -> None:
    """Draw the code with what can be done with it."""
    room = rooms.get_room(current.context(), meeting_id)
    st.subheader("Room code", anchor=False)
    if not room.code:
        st.caption("With a room code people come in and check in by themselves.")
        st.button("Make a room code", icon=":material/qr_code_2:", key="room.new", on_click=_renew, args=(meeting_id,))
        return
    st.html(f'<p style="margin:0;{_LETTERS};font-size:1.7rem">{to_html(room.code)}</p>')
    if not room.is_open:
        st.caption("It lets people in on the day of the meeting, and while it runs.")
    if st.button("Show it large", icon=":material/qr_code_2:", key="room.show", width="stretch"):
        _show(room)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<a href="/download/{process_id}/room.pdf" download style="color:inherit">A page to print</a>')
        with st.popover("New code", type="tertiary"):
            st.text("The code and the printed pages of now stop working. Whoever is in stays in.")
            st.button("Make a new code", key="room.new", on_click=_renew, args=(meeting_id,))


_LETTERS = "font-family:'Source Code Pro',ui-monospace,Menlo,monospace;font-weight:600;letter-spacing:.14em"


@st.dialog("Come in and check in", width="large", icon=":material/meeting_room:")
def _show(room: Room) -> None:
    # Black on white in the dark theme too: phones read it better.
    svg = segno.make(room.address, error="m", micro=False).svg_data_uri(border=3, dark="#000000", light="#ffffff")
    st.html(
        '<div style="text-align:center">'
        f'<img src="{svg}" alt="QR code that opens the page of the room" '
        'style="width:min(60vh,100%);image-rendering:pixelated;border-radius:6px">'
        f'<p style="margin:.6rem 0 0;{_LETTERS};font-size:clamp(2.2rem,7vw,4rem);line-height:1.1">'
        f"{to_html(room.code)}</p>"
        f'<p style="margin:.4rem 0 0;opacity:.85">{to_html(room.address)}</p></div>'
    )


def _renew(meeting_id: UUID) -> None:
    notices.attempt(rooms.new_room_code, current.context(), meeting_id, done="The new room code is in force.")
