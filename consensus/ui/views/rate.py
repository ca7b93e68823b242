"""The round that is open: a panelist rates the items here, sees where the panel stands, and proposes new ones."""

import streamlit as st

from consensus.services.delphi import petitions, proposals, rating_form
from consensus.services.delphi.form_views import RatingForm
from consensus.services.processes import processes
from consensus.services.statements import topics
from consensus.ui import current, notices
from consensus.ui.widgets import times
from consensus.ui.widgets.delphi import rating_element
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.people import consent_first
from consensus.ui.widgets.pieces import empty_state, prose

_FIRST_ALONE = (
    "Answer by yourself first: that answer is kept as your first. Then you see where the panel stands, and may change "
    "yours until the deadline. Open this page again to see the panel drawn anew."
)


def propose(form: RatingForm) -> None:
    """Hand in a new item."""
    topic_id, text = st.session_state["rate.topic"], st.session_state["rate.item"]
    done = "Thank you. The facilitators will accept it, merge it or tell you why not."
    if notices.attempt(proposals.propose_item, current.context(), form.round_id, topic_id, text, done=done):
        st.session_state["rate.item"] = ""


def ask_again(settled: petitions.SettledView) -> None:
    """Ask for a settled item to be rated again."""
    reason = st.session_state.get(f"rate.reason.{settled.statement_id}", "")
    notices.attempt(petitions.ask_again, current.context(), settled.statement_id, reason, done="Noted, without a name.")


def draw_proposals(form: RatingForm) -> None:
    """A new item, and what became of those proposed before."""
    ctx, process_id = current.context(), current.process_id()
    mine = proposals.list_proposals(ctx, process_id)
    with st.expander("Propose a new item", icon=":material/add:"):
        titles = {topic.id: topic.title for topic in topics.list_topics(ctx, process_id)}
        st.selectbox("Topic", list(titles), format_func=lambda topic_id: escape(titles[topic_id]), key="rate.topic")
        st.text_area("The item in one sentence", key="rate.item", max_chars=1000)
        st.button("Propose", key="rate.propose", on_click=propose, args=(form,))
        for one in (one for one in mine if one.is_mine):
            became = f"{one.state.value} {one.label}".strip()
            st.caption(escape(f"“{one.text}” – {became}{f': {one.reason}' if one.reason else ''}"))


def draw_settled() -> None:
    """What is settled, and the way to ask for it again."""
    found = petitions.list_settled(current.context(), current.process_id())
    if not found:
        return
    with st.expander("Settled items", icon=":material/check_circle:"):
        for settled in found:
            prose(f"{settled.label} {settled.text}")
            asked = f"{settled.n_petitioners} of the {settled.n_needed} it takes ask for it to be rated again."
            st.caption(asked)
            if settled.i_asked:
                st.caption("You are among them.")
                continue
            st.text_input("Why it should be rated again", key=f"rate.reason.{settled.statement_id}")
            st.button("Ask for it again", key=f"rate.again.{settled.statement_id}", on_click=ask_again, args=(settled,))


def draw_form(form: RatingForm, time_zone: str) -> None:
    """The round as this panelist meets it."""
    until = times.day_and_clock(form.closes_at, time_zone)
    what = "No rounds" if form.is_real_time else f"Round {form.number}"
    st.caption(f"{what} · open until {until} · each rating is kept the moment you give it.")
    if form.why_not:
        st.info(escape(form.why_not), icon=":material/info:")
        return
    prose(form.introduction)
    with st.expander("What is promised about your ratings", icon=":material/lock:"):
        prose(form.promise)
    if form.is_real_time:
        st.info(_FIRST_ALONE, icon=":material/person:")
    rating_element.draw(form, current.person_id(), key="rate.form")
    if form.is_real_time:
        rating_form.note_pictures(current.context(), form.round_id, form.pictures)
    elif form.number > 1:
        rating_form.note_seen(current.context(), form.round_id)
    if form.takes_proposals:
        draw_proposals(form)


@st.fragment
def draw() -> None:
    """The round as it stands."""
    notices.show()
    if consent_first.draw():
        return
    ctx, process_id = current.context(), current.process_id()
    process = processes.get_process(ctx, process_id)
    form = rating_form.get_form(ctx, process_id)
    if form is None:
        empty_state("No round is open.", "You will find the items here when the next round opens.", icon="schedule")
    else:
        draw_form(form, current.time_zone(process.time_zone))
    draw_settled()


st.title("Rate")
draw()
