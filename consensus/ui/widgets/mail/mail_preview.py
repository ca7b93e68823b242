"""A mail as its receiver reads it."""

import streamlit as st

from consensus.domain.mail_text import LINK_MARK, MailText
from consensus.ui.widgets.literal import to_html

_LINK = (
    '<span style="display:inline-block;padding:.55rem 1.2rem;background:#0f5c6e;color:#fff;border-radius:6px;'
    'font:600 .95rem/1.3 Arial,sans-serif">Open my personal link</span>'
)


def draw_mail(mail: MailText) -> None:
    """Draw subject and text; the place of the link is a button that leads nowhere."""
    body = to_html(mail.body).replace(LINK_MARK, _LINK)
    st.html(
        '<div style="padding:1rem 1.1rem;border:1px solid #7b858e55;border-radius:6px">'
        f'<p style="margin:0 0 .8rem;padding-bottom:.6rem;border-bottom:1px solid #7b858e55;font-weight:600">'
        f"{to_html(mail.subject)}</p>"
        f"<p style=\"margin:0;font-family:'Source Serif',Georgia,serif;line-height:1.55;overflow-wrap:anywhere\">"
        f"{body}</p></div>"
    )
