"""What came out: the adopted statements by topic, how they were decided, and what remains to be studied."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from consensus.domain.results import FULL_CONSENSUS, CandidateResult, FinalStatement, Results
from consensus.domain.roles import Action
from consensus.domain.round_kinds import KINDS
from consensus.exports.document.formats import FORMATS
from consensus.services.processes import processes, results
from consensus.services.rounds import secret_lists
from consensus.services.rounds.secret_lists import SecretList
from consensus.services.statements import dissents, statements
from consensus.services.statements.statements import StatementView
from consensus.ui import current, notices
from consensus.ui.widgets import downloads
from consensus.ui.widgets.definition.definition_lock import draw_deviations
from consensus.ui.widgets.interests import interest_topic
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.meeting.answer_picture import draw_answers
from consensus.ui.widgets.meeting.secret_lists import draw_list, draw_void
from consensus.ui.widgets.meeting.verdict_card import outcome_pill
from consensus.ui.widgets.pieces import empty_state, key_facts, labelled, prose
from consensus.ui.widgets.statements import dissent, trail
from consensus.ui.widgets.statements.evidence import draw_numbered, draw_references
from consensus.ui.widgets.statements.statement_card import draw_wording
from consensus.ui.widgets.times import clock

FILES = {
    "results.csv": "Table (CSV)",
    "interests.csv": "Interests and conflicts (CSV)",
    "results.json": "Everything (JSON)",
}


def draw_statement(statement: FinalStatement, process: processes.ProcessView) -> None:
    """An adopted statement with everything it rests on."""
    with st.container(border=True, gap="small"):
        pill = outcome_pill(statement.outcome)
        draw_wording(statement.label, statement.text, statement.plain_text, pill=pill)
        if statement.route != FULL_CONSENSUS:
            draw_answers(statement.kind, statement.answers, eligible=statement.eligible, recused=statement.recused)
        prose(statement.verdict_sentence, size=".95rem", muted=True)
        labelled("Strength", statement.grade)
        labelled("Rationale", statement.rationale)
        labelled("Minority statement", statement.dissent)
        dissent.draw_written(statement.dissents)
        if statement.evidence:
            with st.expander(f"Evidence ({len(statement.evidence)})", icon=":material/menu_book:"):
                draw_numbered(statement.evidence)
        if statement.trail:
            with st.expander("How it came about", icon=":material/timeline:"):
                trail.draw(statement.trail, process)
        dissent.draw_desk(ids.get(statement.label), desk)


def draw_not_adopted(candidates: list[CandidateResult]) -> None:
    """Every round that did not lead to adoption, earlier ones of an adopted statement too, each with its wording."""
    st.subheader("Put to the panel and not adopted")
    for candidate in candidates:
        with st.container(border=True, gap="small"):
            draw_wording(candidate.label, candidate.text, pill=outcome_pill(candidate.outcome))
            st.caption(
                f"Round {candidate.round_number}: {KINDS[candidate.kind].title.lower()}. Voted on in this wording."
            )
            draw_answers(candidate.kind, candidate.answers, eligible=candidate.eligible, recused=candidate.recused)
            prose(candidate.verdict_sentence, size=".95rem", muted=True)


def draw_undone_adoptions(drafted: Sequence[StatementView], time_zone: str) -> None:
    """Adoptions that were recorded by mistake: the results tell of them as well."""
    corrected = [(statement, undone) for statement in drafted for undone in statement.undone]
    if corrected:
        st.subheader("Adoptions that were undone")
    for statement, undone in corrected:
        times = f"{clock(undone.adopted_at, time_zone)}, undone {clock(undone.undone_at, time_zone)}"
        labelled(f"Statement {statement.label}, adopted {times}", undone.sentence)


def draw_flow(found: Results) -> None:
    """How many people were there at each stage."""
    flow = found.flow
    st.subheader("Who took part")
    facts = {
        "Invited": flow.invited,
        "Answered the survey": flow.responded,
        "Attended": flow.attended,
        "Voted": flow.voted,
        "Institutions": flow.institutions,
    }
    key_facts(
        facts | ({"Patient representatives": flow.patient_representatives} if flow.patient_representatives else {})
    )


def draw_methods(found: Results) -> None:
    """How it was done, and what is left open."""
    if found.future_study:
        st.subheader("Areas for future study")
        st.html("<ul>" + "".join(f"<li>{to_html(text)}</li>" for text in found.future_study) + "</ul>")
    st.subheader("Methods")
    prose(found.methods)
    labelled("Source", found.source)


def draw_interests(found: Results) -> None:
    """What was declared, how verdicts stand without those who had a conflict, and who was entitled to decide."""
    if found.interests is not None:
        st.subheader("Conflicts of interest")
        for topic in found.interests.topics:
            interest_topic.draw(topic)
        sentences = [(c.label, c.without_conflicts) for c in found.candidates if c.without_conflicts]
        if sentences:
            with st.expander("How the verdicts stand without them", icon=":material/alt_route:"):
                for label, sentence in sentences:
                    labelled(label, sentence)
    if found.electorates:
        st.subheader("Who was entitled to decide")
        for electorate in found.electorates:
            interest_topic.draw_electorate(electorate)


def draw_secret_votes(votes: Sequence[SecretList]) -> None:
    """The public lists of every secret vote, and which of them are void."""
    if votes:
        st.subheader("Secret votes")
    for vote in votes:
        if vote.void_reason:
            draw_void(vote.number, vote.void_reason)
        else:
            draw_list(vote, title=f"Vote {vote.number}: ")


def draw_downloads(process: processes.ProcessView) -> None:
    """Links to the files, which the server hands out after it has checked who asks."""
    st.subheader("Download")
    prose("The final statements, with votes, rationale, evidence and references:", muted=True)
    downloads.draw_formats(process.id, {name: FORMATS[ending].label for name, ending in results.STATEMENTS.items()})
    prose("Their numbers:", muted=True)
    downloads.draw_downloads(process.id, FILES)


ctx, process_id = current.context(), current.process_id()
process = processes.get_process(ctx, process_id)
found = results.get_results(ctx, process_id)
desk = dissents.get_desk(ctx, process_id)
drafted = statements.list_statements(ctx, process_id)
ids = {view.label: view.id for view in drafted}
rejected = [candidate for candidate in found.candidates if not candidate.adopted and candidate.outcome]

st.title("Results")
notices.show()
prose(found.question, size="1.05rem")
if not found.statements:
    empty_state(
        "Nothing adopted yet",
        "Each statement appears here at the moment the panel adopts it, with its vote, rationale and evidence.",
        icon="task_alt",
    )
for topic, adopted in groupby(found.statements, key=lambda statement: statement.topic):
    st.subheader(escape(topic))
    for statement in adopted:
        draw_statement(statement, process)
if found.references:
    st.subheader("References")
    draw_references(found.references)
if rejected:
    draw_not_adopted(rejected)
draw_undone_adoptions(drafted, process.time_zone)
draw_secret_votes(secret_lists.list_secret_rounds(ctx, process_id))
draw_flow(found)
draw_methods(found)
draw_interests(found)
draw_deviations(found.deviations, process.time_zone)
if Action.EXPORT in process.allowed:
    draw_downloads(process)
