"""The report says what is on the record, by the promises that were made, and nothing of what nobody may know yet."""

import json

import pytest

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.exports.document.formats import FORMATS
from consensus.exports.document.model import Figure, Table, text_of
from consensus.exports.document.progress import unwatched
from consensus.services import audit
from consensus.services.meetings import meeting
from consensus.services.processes import definitions
from consensus.services.reports import report
from consensus.services.statements import statements
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    EVERYBODY,
    FACILITATOR,
    VOTERS,
    begin_meeting,
    definition,
    open_vote,
    plan_process,
)


@pytest.fixture
def decided(vote):
    """The first statement was adopted by 4 of 4, the second failed with 1 of 4."""
    return decide(vote)


def decide(vote):
    for place, name in enumerate(VOTERS):
        vote.cast(name, "agree", f"A comment of {name}.")
        vote.cast(name, "agree" if place == 0 else "disagree", item=1)
    vote.reveal()
    statements.adopt(vote.built.context(FACILITATOR), vote.built.first)
    return vote.built


def get(built, name=FACILITATOR):
    return report.get_report(built.context(name), built.process_id)


def passages(built):
    return {one.passage.key: one for section in get(built).sections for one in section.passages}


def page(built):
    document, _ = report.read_document(built.context(FACILITATOR), built.process_id)
    return FORMATS["html"].write(document, unwatched).decode()


def test_sentences_carry_the_numbers_of_the_record_and_where_they_stand(decided):
    recruitment = passages(decided)["methods.recruitment"].passage.sentences[0]

    assert recruitment.key == "methods.recruitment.invited"
    assert recruitment.text == "4 people entitled to vote from 4 institutions were invited."
    assert [(fact.name, fact.value, fact.source) for fact in recruitment.facts][:2] == [
        ("invited, entitled to vote", "4", "panel"),
        ("institutions of the invited", "4", "panel"),
    ]


def test_every_sentence_with_a_number_names_the_facts_it_was_made_of(decided):
    sentences = [sentence for one in passages(decided).values() for sentence in one.passage.sentences]

    assert len(sentences) > 10
    assert [s.key for s in sentences if any(c.isdigit() for c in s.text) and not s.facts] == []
    assert len({s.key for s in sentences}) == len(sentences)


def test_the_promise_is_told_word_for_word(decided):
    text = passages(decided)["methods.anonymity"].text

    assert "Those who voted in round 1 were told: “Your vote is confidential:" in text
    assert "While round 1 was open, the facilitator saw how the votes fell, and not who had voted" in text


def test_failed_votes_are_told_like_the_others(decided):
    document, _ = report.read_document(decided.context(FACILITATOR), decided.process_id)

    table = next(block for block in document.blocks if isinstance(block, Table) and block.key == "table-round-1")
    assert [column.title.replace("\u00ad", "") for column in table.columns][2:6] == [
        "Agree",
        "Disagree",
        "Abstain",
        "Cannot judge",
    ]
    assert [[text_of(cell) for cell in row[1:]] for row in table.rows] == [
        ["Consensus", "4", "0", "0", "0", "0", "0", "4/4"],
        ["No consensus", "1", "3", "0", "0", "0", "0", "1/4"],
    ]


def test_pictures_say_in_words_what_they_show(decided):
    document, _ = report.read_document(decided.context(FACILITATOR), decided.process_id)

    flow, votes = [block for block in document.blocks if isinstance(block, Figure)]
    assert "Invited: 4 (from 4 institutions)" in flow.alt
    assert "Voted at least once: 4" in flow.alt
    assert "1.2: 1 agree, 3 disagree, 0 neither, of 4; 4 needed" in votes.alt


def test_a_confidential_round_names_nobody_beside_a_vote(decided):
    shown = page(decided)

    assert "Ballots by name" not in shown
    assert "A comment of" not in shown


def test_an_open_round_is_told_by_name(db):
    built = begin_meeting(plan_process(db, "open", anonymity=Anonymity.OPEN))
    shown = page(decide(open_vote(built)))

    assert "Ballots by name" in shown
    assert f">{BEN}</td>" in shown


def test_of_a_vote_that_is_not_revealed_nothing_is_told(vote):
    vote.cast(ANN, "agree", "Only this once.")
    vote.close()

    found = passages(vote.built)["results.rounds"]
    assert found.text == "1 round not revealed yet was left out."
    assert "Only this once." not in page(vote.built)


def test_limits_are_found_in_the_record(decided):
    ctx = decided.context(FACILITATOR)
    definitions.set_definition(ctx, decided.process_id, definition(threshold="3/4"), "Two statements were left.")

    limits = passages(decided)["limits.computed"].text

    assert "With 4 voters the panel was small: every single vote weighs 25.0%." in limits
    assert "changed when votes were known already: lowering a threshold after votes are known." in limits
    assert "1 adopted statement would have failed had a single person voted otherwise: 1.1." in limits


def test_a_passage_that_was_written_takes_the_place_of_the_generated_one(decided):
    write(decided, "methods.survey", "We asked by letter.\n\n<b>All of them.</b>")

    one = passages(decided)["methods.survey"]
    assert (one.text, one.edit.by, one.edit.number, one.has_moved) == (
        "We asked by letter.\n\n<b>All of them.</b>",
        FACILITATOR,
        1,
        False,
    )
    assert "&lt;b&gt;All of them.&lt;/b&gt;" in page(decided)
    assert "written by Nora Lindgren" in page(decided)
    sentence = audit.list_events(decided.context(FACILITATOR), decided.process_id)[0].sentence
    assert sentence == "The passage “Survey” of the report was written by hand (version 1)."


def write(built, key, text, *, name=FACILITATOR, seen=0):
    basis = passages(built)[key].passage.fingerprint()
    report.write_passage(built.context(name), built.process_id, key, text, seen=seen, basis=basis)


def test_a_written_passage_is_flagged_once_its_facts_move(decided):
    write(decided, "summary.outcome", "One was adopted.")
    ctx = decided.context(FACILITATOR)
    statements.reword(ctx, decided.second, "Fasting is rarely needed.", "", "Agreed on")
    statements.present_statement(ctx, decided.second)
    meeting.record_full_consensus(ctx, decided.meeting_id, decided.second)

    assert get(decided).n_moved == 1
    assert passages(decided)["summary.outcome"].has_moved
    write(decided, "summary.outcome", "One was adopted.", seen=1)
    assert get(decided).n_moved == 0


def test_the_generated_text_can_be_taken_again_and_every_version_is_kept(decided):
    write(decided, "methods.rule", "By vote.")
    report.take_generated(decided.context(CHAIR), decided.process_id, "methods.rule", seen=1)

    assert passages(decided)["methods.rule"].edit is None
    versions = report.list_passage_versions(decided.context(FACILITATOR), decided.process_id, "methods.rule")
    assert [(one.number, one.text, one.author) for one in versions] == [(2, "", CHAIR), (1, "By vote.", FACILITATOR)]


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(decided):
    write(decided, "methods.rule", "By vote.", name=CHAIR)

    with pytest.raises(ConflictError, match="meanwhile"):
        write(decided, "methods.rule", "By acclamation.")
    assert passages(decided)["methods.rule"].text == "By vote."


@pytest.mark.parametrize(
    ("text", "error"), [("  \n", "cannot be empty"), ("x" * 100_001, "at most 100,000")], ids=["empty", "too long"]
)
def test_a_passage_that_cannot_be_kept_is_refused(decided, text, error):
    with pytest.raises(InvalidInputError, match=error):
        write(decided, "methods.rule", text)


def test_a_passage_there_is_not_cannot_be_written(decided):
    with pytest.raises(NotFoundError):
        report.write_passage(
            decided.context(FACILITATOR), decided.process_id, "methods.magic", "Text", seen=0, basis=""
        )


def test_the_json_of_sentences_names_facts_and_edits(decided):
    write(decided, "methods.rule", "By vote.")

    document = json.loads(report.export_trace(decided.context(FACILITATOR), decided.process_id).content)
    rule = next(one for one in document["passages"] if one["key"] == "methods.rule")
    assert (document["format"], rule["text"], rule["edit"]["by"]) == ("assent-report", "By vote.", FACILITATOR)
    assert rule["sentences"][2]["facts"][0]["source"] == "consensus definition"


def test_a_process_in_its_first_hour_has_a_report_too(planned):
    shown = page(planned)

    assert "Nothing has been put to the panel." in shown
    assert not any(name in shown for name in EVERYBODY if name not in (FACILITATOR, CHAIR))
