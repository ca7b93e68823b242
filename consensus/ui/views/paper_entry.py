"""Paper forms: the form to print, and the answers that come back on it, entered in a member's name."""

from uuid import UUID

import streamlit as st

from consensus.services.processes.processes import get_process
from consensus.services.surveys import paper_entry, survey
from consensus.services.surveys.paper_entry import EntryState, PaperEntry, PaperMember
from consensus.ui import current, notices
from consensus.ui.widgets.downloads import draw_download
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state, plain_twin, prose
from consensus.ui.widgets.refusals import load
from consensus.ui.widgets.survey import survey_form
from consensus.ui.widgets.survey.answer_sections import draw_answers
from consensus.ui.widgets.survey.languages import choose_language, language_name
from consensus.ui.widgets.survey.survey_form import AnswerSheet
from consensus.ui.widgets.survey.survey_turning import REVIEW, draw_turning, find_place, turn_to
from consensus.ui.widgets.top import start_at_top
from surveys.answers import missing_required
from surveys.form_words import FormWords, words_in
from surveys.model import DEFAULT_LANGUAGE
from surveys.translation import translate

STATES = {
    EntryState.NOT_BEGUN: "nothing yet",
    EntryState.BY_HAND: "answers online",
    EntryState.BEING_ENTERED: "being entered",
    EntryState.ENTERED: "entered from paper",
}


def choose_member() -> None:
    """Turn to the form of another member; who it is stands in the address."""
    chosen = st.session_state["paper.member"]
    st.query_params.pop("section", None)
    if chosen is None:
        st.query_params.pop("member", None)
    else:
        st.query_params["member"] = str(chosen.id)


def begin(entry: PaperEntry, *, takes_over: bool = False) -> None:
    """Begin to enter the form."""
    notices.attempt(paper_entry.begin_entry, current.context(), entry.survey_id, entry.member_id, takes_over=takes_over)


def finish(entry: PaperEntry, *, despite_missing: bool = False) -> None:
    """Send the survey of the member in."""
    notices.attempt(
        paper_entry.finish_entry,
        current.context(),
        entry.survey_id,
        entry.member_id,
        despite_missing=despite_missing,
        done=f"The form of {entry.name} is entered.",
    )


def draw_prints(monitor: survey.SurveyMonitor) -> None:
    """The form to print, in each language of the questions that the form itself speaks."""
    draw_download(process.id, paper_entry.FORM_FILE, "Print the form (PDF)", icon="print")
    others = [f"paper-form-{language}.pdf" for language in monitor.instrument.languages()[1:]]
    for name in others:
        if name in paper_entry.FORM_FILES:
            label = f"Print it in {language_name(paper_entry.FORM_FILES[name])} (PDF)"
            draw_download(process.id, name, label, icon="print")


def draw_choice(members: tuple[PaperMember, ...]) -> UUID | None:
    """Whose form it is."""
    wanted = st.query_params.get("member", "")
    places = [place for place, member in enumerate(members) if str(member.id) == wanted]
    st.selectbox(
        "Whose form do you have in your hand?",
        members,
        index=places[0] if places else None,
        format_func=lambda member: f"{member.name} ({STATES[member.state]})",
        placeholder="Choose a name",
        key="paper.member",
        on_change=choose_member,
    )
    return members[places[0]].id if places else None


def draw_entry(entry: PaperEntry) -> None:
    """What can be done with the form, as far as it has come."""
    if not entry.is_open:
        empty_state("The survey is not open", "Forms are entered while it is open.", icon="lock")
    elif entry.state is EntryState.NOT_BEGUN:
        st.button("Begin to enter", type="primary", key="paper.begin", on_click=begin, args=(entry,))
        st.caption(escape(f"That you enter for {entry.name} goes on the record; their page shows what you entered."))
    elif entry.state is EntryState.BY_HAND:
        draw_takeover(entry)
    elif entry.state is EntryState.BEING_ENTERED:
        draw_form(entry)
    else:
        st.success(escape(f"The form of {entry.name} is entered and sent in."), icon=":material/check_circle:")
        st.button("Correct it", key="paper.correct", on_click=begin, args=(entry,))
        draw_answers(entry.instrument, entry.values(), words_in(entry.instrument.language))


def draw_takeover(entry: PaperEntry) -> None:
    """Whoever answers online is left alone, unless somebody means it."""
    st.warning(escape(f"{entry.name} answers online. You do not see what."), icon=":material/person:")
    with st.popover("Take the survey over"):
        st.text(
            f"What {entry.name} answered online is deleted, and nobody gets to see it. The paper form takes its place. "
            "This goes on the record."
        )
        st.button(
            "Yes, delete it and enter the paper form",
            type="primary",
            key="paper.take_over",
            on_click=begin,
            args=(entry,),
            kwargs={"takes_over": True},
        )


def draw_form(entry: PaperEntry) -> None:
    """One section a page, as the member would see it, in the language of the form in hand."""
    language = choose_language(entry.instrument)
    words = words_in(language)
    sheet = AnswerSheet(
        survey_id=entry.survey_id,
        instrument=entry.instrument,
        shown=translate(entry.instrument, language),
        language=language,
        answers=entry.answers,
        loaded_at=entry.loaded_at,
        is_open=True,
        person=current.person_id(),
        on_behalf_of=entry.member_id,
    )
    sections = sheet.shown.sections
    place = find_place(sections)
    if place is None:
        survey_form.draw(sheet, (), key="paper.form")
        draw_end(entry, sheet, words)
    else:
        st.subheader(escape(sections[place].title))
        st.caption(f"Section {place + 1} of {len(sections)}, for {escape(entry.name)}")
        prose(sections[place].intro)
        plain_twin(sections[place].plain, words.form["plain"])
        survey_form.draw(sheet, sections[place].questions, key="paper.form")
        draw_turning(sections, place, words_in(DEFAULT_LANGUAGE), last="Compare with the form")
    start_at_top(REVIEW if place is None else sections[place].id, key="paper.top")


def draw_end(entry: PaperEntry, sheet: AnswerSheet, words: FormWords) -> None:
    """Everything once more, beside the form."""
    missing = missing_required(entry.instrument, entry.values())
    st.subheader("Compare with the form")
    if missing:
        n = "1 required answer is" if len(missing) == 1 else f"{len(missing)} required answers are"
        st.warning(f"{n} missing. If the form does not have them either, send it in as it is.")
    st.button(
        "Send it in as it is" if missing else "Send it in",
        type="primary",
        key="paper.finish",
        width="stretch",
        on_click=finish,
        args=(entry,),
        kwargs={"despite_missing": bool(missing)},
    )
    draw_answers(sheet.shown, entry.values(), words, change=turn_to)


@st.fragment
def draw(survey_id: UUID) -> None:
    """The choice and the form."""
    notices.show()
    ctx = current.context()
    member_id = draw_choice(paper_entry.list_paper_members(ctx, survey_id))
    if member_id is not None:
        draw_entry(paper_entry.get_entry(ctx, survey_id, member_id))


process = get_process(current.context(), current.process_id())
monitor, refusal = load(survey.get_monitor, current.context(), process.id)

st.title("Paper forms")
if monitor is None:
    empty_state("No survey yet", refusal, icon="edit_note")
else:
    draw_link(process, "survey_monitor.py", "Back to the survey", icon=":material/arrow_back:")
    draw_prints(monitor)
    draw(monitor.survey_id)
