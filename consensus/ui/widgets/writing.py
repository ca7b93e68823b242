"""A field for a longer text that loses nothing: kept on the device as it is typed, stored after a short pause."""

from collections.abc import Callable, Mapping
from typing import Any

from consensus.ui.widgets.elements import element
from surveys.answers import MAX_TEXT


def write(
    label: str, saved: str, *, key: str, owner: str, is_disabled: bool = False, on_change: Callable[[], None]
) -> None:
    """Draw the field with what is stored; `owner` keeps one person's drafts from another's on the same device."""
    element("writing", has_style=True)(
        key=key,
        data={
            "name": f"assent.writing {owner} {key}",
            "label": label,
            "placeholder": "Your answer",
            "saved": saved,
            "disabled": is_disabled,
            "most": MAX_TEXT,
        },
        on_text_change=on_change,
    )


def written(state: Any) -> str | None:
    """What the field's state says was typed; None when nothing was since it was drawn."""
    return state.get("text") if isinstance(state, Mapping) else None
