"""The choice between the languages an instrument can be answered in."""

import streamlit as st

from surveys.model import Instrument

_NAMES = {
    "da": "Dansk",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "sv": "Svenska",
}
_PARAMETER = "language"


def choose_language(instrument: Instrument) -> str:
    """Draw the choice where there is one; what is chosen stands in the address, else the browser's own counts."""
    languages = instrument.languages()
    chosen = st.query_params.get(_PARAMETER) or (st.context.locale or "").partition("-")[0]
    current = chosen if chosen in languages else instrument.language
    if len(languages) > 1:
        st.segmented_control(
            "Language",
            languages,
            default=current,
            required=True,
            format_func=language_name,
            key="survey.language",
            label_visibility="collapsed",
            on_change=_remember,
        )
    return current


def language_name(language: str) -> str:
    """What its speakers call it."""
    return _NAMES.get(language, language)


def _remember() -> None:
    st.query_params[_PARAMETER] = st.session_state["survey.language"]
