"""The languages of a draft: how complete each is, and its texts beside those of the instrument."""

from itertools import groupby

import streamlit as st

from consensus.ui.widgets.instrument import drafting
from consensus.ui.widgets.instrument.drafting import Draft
from consensus.ui.widgets.literal import escape, to_html
from surveys import editing
from surveys.model import Instrument
from surveys.translation import completeness, texts_of

NAMES = {
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "sv": "Swedish",
}
_FIELDS = {
    "text": "Question",
    "plain": "In plain words",
    "help": "Help",
    "unit": "Unit",
    "title": "Title",
    "intro": "Introduction",
    "label": "Words",
    "low_label": "Lowest point",
    "high_label": "Highest point",
}


def name_of(language: str) -> str:
    """A language in English words, or its code."""
    return NAMES.get(language, language)


def draw(draft: Draft) -> None:
    """Draw the languages, and the texts of the one that is chosen."""
    instrument = draft.instrument
    if instrument is None:
        st.caption("Languages are written here once the draft is whole.")
        return
    st.caption(f"Written in {name_of(instrument.language)}. Panelists choose among the languages; ids stay the same.")
    others = _languages(draft)
    if others:
        if st.session_state.get("instrument.language") not in others:
            st.session_state["instrument.language"] = others[0]
        chosen = st.segmented_control("Language", others, required=True, format_func=name_of, key="instrument.language")
        _draw_language(draft, instrument, chosen or others[0])
    with st.popover("Add a language", icon=":material/add:"):
        free = [language for language in NAMES if language not in (*others, instrument.language)]
        st.selectbox(
            "Language",
            free,
            key="instrument.new_language",
            index=None,
            placeholder="Choose, or type a code",
            format_func=name_of,
            accept_new_options=True,
            help="Others by their code, such as pt-BR.",
        )
        st.button("Add it", key="instrument.add_language", type="primary", on_click=_add, args=(draft,))


def _languages(draft: Draft) -> list[str]:
    found = draft.tables.get("lang")
    return list(found) if isinstance(found, dict) else []


def _add(draft: Draft) -> None:
    language = st.session_state["instrument.new_language"]
    if language and drafting.act(draft.survey_id, editing.add_language, language.strip()):
        st.session_state["instrument.language"] = language.strip()
        st.session_state["instrument.new_language"] = None


def _draw_language(draft: Draft, instrument: Instrument, language: str) -> None:
    done = completeness(instrument, language)
    missing = set(done.missing)
    st.progress(
        done.n_translated / max(done.n_texts, 1), text=f"{done.n_translated} of {done.n_texts} texts translated"
    )
    texts = texts_of(instrument)
    wanted = {key: text for key, text in texts.items() if key in missing} if missing else texts
    if missing and not st.toggle("Only what is missing", value=True, key="instrument.only_missing"):
        wanted = texts
    translated = dict(next((t.texts for t in instrument.translations if t.language == language), ()))
    places = {place: list(keys) for place, keys in groupby(wanted, _place)}
    if places:
        # What is missing may come to an end where one is writing: the choice then falls back to the first place.
        if st.session_state.get("instrument.translated_place") not in places:
            st.session_state["instrument.translated_place"] = next(iter(places))
        words = {place: f"{_title(instrument, place)} ({len(keys)})" for place, keys in places.items()}
        chosen = st.selectbox(
            "Where", list(places), key="instrument.translated_place", format_func=lambda place: words[place]
        )
        for key in places[chosen]:
            _draw_text(draft, language, key, texts[key], translated.get(key, ""))
    with st.popover("Remove this language", icon=":material/delete:"):
        st.text(f"All texts in {name_of(language)} go.")
        st.button(
            "Yes, remove it",
            key="instrument.remove_language",
            type="primary",
            on_click=_remove,
            args=(draft, language),
        )


def _remove(draft: Draft, language: str) -> None:
    if drafting.act(draft.survey_id, editing.remove_language, language):
        st.session_state.pop("instrument.language", None)


def _draw_text(draft: Draft, language: str, key: str, original: str, stored: str) -> None:
    st.html(
        f'<p style="margin:.4rem 0 0;font-size:.8rem;opacity:.75">{_field(key)}</p>'
        f'<p style="margin:.1rem 0 0;line-height:1.45">{to_html(original)}</p>'
    )
    drafting.text(
        f"{_field(key)} in {name_of(language)}",
        stored,
        key=f"instrument.lang.{language}.{key}",
        survey_id=draft.survey_id,
        change=(editing.set_translation, language, key),
        height=80 if len(original) > 80 else None,
        placeholder=name_of(language),
        hidden=True,
    )


def _place(key: str) -> str:
    return ".".join(key.split(".")[:2]) if "." in key else ""


def _title(instrument: Instrument, place: str) -> str:
    noun, _, name = place.partition(".")
    if noun == "section":
        return next((f"Section: {section.title}" for section in instrument.sections if section.id == name), name)
    if noun == "question":
        question = instrument.question(name)
        return escape(question.text[:70]) if question else name
    return "Title and introduction"


def _field(key: str) -> str:
    parts = key.split(".")
    kind = {"option": "Option: ", "row": "Row: ", "evidence": "Evidence: "}.get(parts[2] if len(parts) > 3 else "", "")
    return f"{kind}{_FIELDS.get(parts[-1], parts[-1])}"
