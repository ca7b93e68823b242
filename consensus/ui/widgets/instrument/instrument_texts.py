"""What stands above all sections of a draft: title, introduction, language, minutes."""

import streamlit as st

from consensus.ui.widgets.instrument import drafting
from consensus.ui.widgets.instrument.drafting import Draft
from consensus.ui.widgets.instrument.language_fields import NAMES, name_of
from consensus.ui.widgets.literal import escape
from surveys import editing
from surveys.duration import minutes_of
from surveys.model import DEFAULT_LANGUAGE


def draw(draft: Draft) -> None:
    """Draw the title with the rest behind it."""
    tables = draft.tables
    minutes = f" · about {minutes_of(draft.instrument)} minutes" if draft.instrument else ""
    st.subheader(escape(str(tables.get("title") or "Without a title")), anchor=False)
    with st.expander(f"Title, introduction, language{minutes}", icon=":material/tune:"):
        for name, label, height in (
            ("title", "Title", None),
            ("intro", "Introduction", 90),
            ("plain", "In plain words", 90),
        ):
            drafting.text(
                label,
                tables.get(name),
                key=f"instrument.whole.{name}",
                survey_id=draft.survey_id,
                change=(editing.set_field, None, name),
                height=height,
            )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _draw_language(draft)
            drafting.number(
                "Minutes",
                tables.get("minutes"),
                key="instrument.whole.minutes",
                survey_id=draft.survey_id,
                change=(editing.set_field, None, "minutes"),
                help="Left empty, it is estimated from the words and the kinds of questions.",
            )
            for name, label in (("id", "Id"), ("version", "Version")):
                drafting.text(
                    label,
                    tables.get(name),
                    key=f"instrument.whole.{name}",
                    survey_id=draft.survey_id,
                    change=(editing.set_field, None, name),
                )


def _draw_language(draft: Draft) -> None:
    key = "instrument.whole.language"
    stored = str(draft.tables.get("language") or DEFAULT_LANGUAGE)
    drafting.seed(key, stored)
    st.selectbox(
        "Language",
        list(dict.fromkeys((*NAMES, stored))),
        key=key,
        format_func=name_of,
        on_change=drafting.take,
        args=(draft.survey_id, key, editing.set_field, None, "language"),
    )
