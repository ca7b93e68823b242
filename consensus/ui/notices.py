"""One sentence about what a click did, kept until the next drawing of the page shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

import streamlit as st

from consensus.ui import failures
from consensus.ui.widgets.literal import escape

P = ParamSpec("P")

_PENDING = "notices"


@dataclass(frozen=True, slots=True)
class Notice:
    """A pending sentence; `is_refusal` says that nothing was changed."""

    text: str
    is_refusal: bool


def attempt(fn: Callable[P, object], *args: P.args, done: str = "", **kwargs: P.kwargs) -> bool:  # type: ignore[valid-type]
    """Run a service from a callback and leave a notice; True where it succeeded.

    `done` is the sentence for success; without it success is silent. Nothing is ever raised: a refusal shows its
    own sentence, an unforeseen error only a reference to the log.
    """
    try:
        fn(*args, **kwargs)
    except Exception as error:
        leave(failures.explain(error), is_refusal=True)
        return False
    if done:
        leave(done)
    return True


def leave(text: str, *, is_refusal: bool = False) -> None:
    """Leave a notice for the next drawing."""
    st.session_state.setdefault(_PENDING, []).append(Notice(text, is_refusal))


def show() -> None:
    """Draw and forget what is pending; call it under the title, and first in a fragment whose callbacks attempt."""
    for notice in st.session_state.pop(_PENDING, []):
        if notice.is_refusal:
            st.error(escape(notice.text), icon=":material/error:")
            st.toast(escape(notice.text), icon=":material/error:", duration="long")
        else:
            st.toast(escape(notice.text), icon=":material/check:")
