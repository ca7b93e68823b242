"""Fields that speak while somebody types, rather than only when they are left."""

from consensus.ui.widgets.elements import element


def speak_while_typing(part: str, *, key: str) -> None:
    """Let the text fields in the container with the key `part` tell what they hold after a short pause.

    `part` is made of letters, digits and hyphens, so that it is a class name of the page as well.
    """
    element("typing")(key=key, data={"part": f"st-key-{part}"}, height=1)
