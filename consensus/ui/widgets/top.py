"""A page whose content is replaced starts at its top again; Streamlit itself leaves it scrolled to where it was."""

from consensus.ui.widgets.elements import element


def start_at_top(place: str, *, key: str) -> None:
    """Scroll up when `place` is another one than at the last drawing."""
    element("top")(key=key, data={"place": place}, height=1)
