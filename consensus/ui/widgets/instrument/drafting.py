"""Between the fields of the page and the draft: each change is stored when it is made, nothing else is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from consensus.services.surveys import instruments
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from surveys.editing import Place, Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from surveys.lint import Hint
    from surveys.model import Instrument

_AT = "at"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being written: its tables, and the instrument where they make one.

    topics: titles of the agenda by what instruments call them. hints: what to think over.
    """

    survey_id: UUID
    tables: Tables
    instrument: Instrument | None
    topics: Mapping[str, str]
    hints: Sequence[Hint]
    was_opened: bool

    def hints_of(self, question_id: str) -> list[Hint]:
        """The hints on one question."""
        return [hint for hint in self.hints if hint.question_id == question_id]


def act(survey_id: UUID, operation: Callable[..., Tables], *args: Any) -> bool:
    """Change the draft as it stands now; for callbacks."""
    return notices.attempt(
        instruments.edit_draft, current.context(), survey_id, lambda tables: operation(tables, *args)
    )


def do(survey_id: UUID, operation: Callable[..., Tables], *args: Any) -> None:
    """The same where nothing follows."""
    act(survey_id, operation, *args)


def take(survey_id: UUID, key: str, operation: Callable[..., Tables], *args: Any) -> None:
    """Change the draft by what a widget holds, the last argument of the operation; for callbacks."""
    act(survey_id, operation, *args, st.session_state[key])


def seed(key: str, stored: Any) -> None:
    """Let a widget hold what is stored, anew whenever that has changed."""
    seen = f"{key}.stored"
    if key not in st.session_state or st.session_state.get(seen) != stored:
        st.session_state[key] = st.session_state[seen] = stored


def text(
    label: str,
    stored: object,
    *,
    key: str,
    survey_id: UUID,
    change: tuple[Any, ...],
    height: int | None = None,
    placeholder: str = "",
    hidden: bool = False,
    help: str | None = None,
) -> None:
    """A field for a text; `change` is the operation and all its arguments but the text."""
    seed(key, str(stored or ""))
    options: dict[str, Any] = {
        "key": key,
        "on_change": take,
        "args": (survey_id, key, *change),
        "placeholder": placeholder or None,
        "label_visibility": "collapsed" if hidden else "visible",
        "help": help,
    }
    if height:
        st.text_area(escape(label), height=height, **options)
    else:
        st.text_input(escape(label), **options)


def toggle(label: str, stored: object, *, key: str, survey_id: UUID, change: tuple[Any, ...], help: str = "") -> None:
    """A switch."""
    seed(key, stored is True)
    st.toggle(label, key=key, on_change=take, args=(survey_id, key, *change), help=help or None)


def number(
    label: str,
    stored: object,
    *,
    key: str,
    survey_id: UUID,
    change: tuple[Any, ...],
    whole: bool = True,
    help: str = "",
) -> None:
    """A field for a number that may be left empty."""
    value = stored if isinstance(stored, int | float) and not isinstance(stored, bool) else None
    seed(key, value if value is None else int(value) if whole else float(value))
    st.number_input(
        label,
        step=1 if whole else 1.0,
        format="%d" if whole else "%g",
        key=key,
        placeholder="None",
        on_change=take,
        args=(survey_id, key, *change),
        help=help or None,
    )


def key_of(place: Place, *names: object) -> str:
    """The key of a widget of a place."""
    where = f"{place.section}" if place.question is None else f"{place.section}.{place.question}.{place.id}"
    return ".".join(["instrument", where, *map(str, names)])


def open_place() -> tuple[int, int | None]:
    """The section that is open, and the question in it, from the address."""
    section, _, question = st.query_params.get(_AT, "0").partition(".")
    return int(section) if section.isdecimal() else 0, int(question) if question.isdecimal() else None


def turn_to(section: int, question: int | None = None) -> None:
    """Open a section or question; for callbacks."""
    st.query_params[_AT] = f"{section}" if question is None else f"{section}.{question}"
