"""Statements out of themes, by merging and by splitting; and the trail that leads back to the answers."""

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.lifecycle import StatementState
from consensus.services import audit
from consensus.services.processes import results
from consensus.services.statements import drafting, statements, topics, trail
from consensus.services.surveys import collation, themes
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, FIRST_WORDING, SECOND_WORDING, open_vote
from tests.services.surveys.test_themes import WROTE, answered, ids


@pytest.fixture
def written(running):
    return answered(running)


@pytest.fixture
def ctx(written):
    return written.context(FACILITATOR)


def by_text(built, name=FACILITATOR):
    return {s.text: s for s in statements.list_statements(built.context(name), built.process_id)}


def headings(built, text, name=FACILITATOR):
    steps = trail.get_trail(built.context(name), by_text(built)[text].id)
    return [(step.kind.value, step.heading, step.text) for step in steps]


def test_a_theme_becomes_a_candidate_that_remembers_people_and_quotes(written, ctx):
    themes.code_answers(ctx, written.theme_id, ids(written, *(WROTE[name] for name in (CHAIR, ANN, BEN))))
    drafting.draft_from_theme(
        ctx, written.theme_id, written.topic_id, "General is quicker.", answer_ids=ids(written, WROTE[ANN])
    )

    assert headings(written, "General is quicker.") == [
        ("theme", "At least 3 of 4 wrote about a theme", "Speed"),
        ("quote", "Somebody wrote, under the theme Speed", WROTE[ANN]),
        ("wording", "Candidate 1.3", "General is quicker."),
    ]


def test_a_panelist_sees_the_theme_and_no_quote(written, ctx):
    themes.code_answers(ctx, written.theme_id, ids(written, WROTE[ANN]))
    drafting.link_theme(ctx, written.first, written.theme_id, answer_ids=ids(written, WROTE[ANN]))

    seen = headings(written, FIRST_WORDING, BEN)

    assert ("theme", "A few wrote about a theme", "Speed") in seen
    assert WROTE[ANN] not in repr(seen)
    with pytest.raises(ConflictError, match="linked to the theme already"):
        drafting.link_theme(ctx, written.first, written.theme_id)


def test_results_tell_the_trail_with_quotes_to_those_who_read_answers_and_files_to_nobody(written, ctx):
    themes.code_answers(ctx, written.theme_id, ids(written, WROTE[ANN]))
    drafting.link_theme(ctx, written.first, written.theme_id, answer_ids=ids(written, WROTE[ANN]))
    vote = open_vote(written)
    for name in (CHAIR, ANN, BEN, CLEO):
        vote.cast(name, "agree")
    vote.reveal()
    statements.adopt(ctx, written.first)

    (read,) = results.get_results(ctx, written.process_id).statements
    (seen,) = results.get_results(written.context(BEN), written.process_id).statements
    files = [
        results.export(ctx, written.process_id, name).content.decode() for name in ("statements.md", "results.json")
    ]

    assert WROTE[ANN] in [step.text for step in read.trail]
    assert [step.kind.value for step in seen.trail] == ["theme", "wording", "round", "adoption"]
    assert all("A few wrote about a theme" in file and WROTE[ANN] not in file for file in files)
    assert "## How each statement came about" in files[0]


def test_merging_supersedes_and_keeps_wordings_and_sources(written, ctx):
    collation.draft_statement(ctx, written.topic_id, "General first.", "", [("method", "general")])
    general = by_text(written)["General first."].id

    drafting.merge_statements(ctx, [written.first, general], "Either may come first.", reason="Both are held")

    now = by_text(written)
    assert now[FIRST_WORDING].state is now["General first."].state is StatementState.SUPERSEDED
    assert [(s.option_label, s.n, s.n_valid) for s in now["Either may come first."].sources] == [("General", 4, 4)]
    assert {"General first.", FIRST_WORDING} <= {text for _, _, text in headings(written, "Either may come first.")}
    said = audit.list_events(ctx, written.process_id, limit=1)[0].sentence
    assert said == "Statements 1.1, 1.3 were merged into 1.4: “Either may come first.” Reason: Both are held"


def test_splitting_makes_two_with_one_parent(written, ctx):
    first, second = drafting.split_statement(
        ctx, written.first, ["Local comes first.", " ", "Local hurts less."], reason="Two claims"
    )

    now = by_text(written)
    assert now[FIRST_WORDING].state is StatementState.SUPERSEDED
    assert {now["Local comes first."].id, now["Local hurts less."].id} == {first, second}
    assert ("wording", "Made from statement 1.1, version 1", FIRST_WORDING) in headings(written, "Local hurts less.")


def test_the_trail_goes_through_every_wording_it_was_made_from(written, ctx):
    statements.reword(ctx, written.first, "Local should come first.", "", "Shorter")
    merged = drafting.merge_statements(ctx, [written.first, written.second], "Local first, no fasting.")
    drafting.split_statement(ctx, merged, ["Local first.", "No fasting."])

    texts = {text for _, _, text in headings(written, "No fasting.")}

    assert {"Local should come first.", SECOND_WORDING, "Local first, no fasting.", "No fasting."} <= texts


def test_the_trail_ends_with_vote_and_adoption(written, ctx):
    vote = open_vote(written)
    for name in (CHAIR, ANN, BEN, CLEO):
        vote.cast(name, "agree")
    vote.reveal()
    statements.adopt(ctx, written.first)

    steps = trail.get_trail(ctx, written.first)

    assert [step.kind.value for step in steps] == ["wording", "round", "adoption"]
    assert "4/4" in steps[1].text.replace(" of ", "/")


@pytest.mark.parametrize(
    ("act", "error", "sentence"),
    [
        (lambda ctx, p: drafting.merge_statements(ctx, [p.first, p.first], "x"), InvalidInputError, "at least two"),
        (lambda ctx, p: drafting.split_statement(ctx, p.first, ["x", " "]), InvalidInputError, "two wordings"),
    ],
    ids=["merge with itself", "split into one"],
)
def test_what_makes_no_sense_is_refused(written, ctx, act, error, sentence):
    with pytest.raises(error, match=sentence):
        act(ctx, written)


def test_what_is_voted_on_is_neither_merged_nor_split(written, ctx):
    open_vote(written)

    with pytest.raises(ConflictError, match="being voted on"):
        drafting.merge_statements(ctx, [written.first, written.second], "x")
    with pytest.raises(ConflictError, match="being voted on"):
        drafting.split_statement(ctx, written.first, ["x", "y"])


def test_candidates_that_say_nearly_the_same_are_pointed_out(written, ctx):
    statements.add_candidate(ctx, written.topic_id, "Local anaesthesia should be offered first of all.")

    (pair,) = drafting.list_similar(ctx, written.process_id)

    assert (pair.first_label, pair.second_label) == ("1.1", "1.3")
    assert "offered" in pair.shared
    assert topics.list_topics(ctx, written.process_id)[0].statements[2].state is StatementState.CANDIDATE
