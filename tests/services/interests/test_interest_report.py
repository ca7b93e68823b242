"""What results and files say of interests: as much as was promised, to whom and when it was promised."""

import csv
import io
import json

import pytest

from consensus.domain.conflicts import Decision, Publication
from consensus.services.interests import interests
from consensus.services.processes import processes, results
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    CLEO,
    FACILITATOR,
    INTEREST,
    ask_interests,
    decide,
    declare_everything,
    open_vote,
)


@pytest.fixture
def decided(running):
    """Ann votes with a conflict, Ben is recused, everybody left agrees; nobody else has anything to declare."""
    ask_interests(running)
    declare_everything(running, {(ANN, running.topic_id): INTEREST, (BEN, running.topic_id): INTEREST})
    decide(running, ANN, running.topic_id, Decision.DISCLOSED_ONLY)
    decide(running, BEN, running.topic_id, Decision.RECUSED)
    vote = open_vote(running)
    for name in (CHAIR, ANN, CLEO):
        vote.cast(name, "agree")
    vote.reveal()
    return running


def publish(built, publication):
    interests.set_asking(built.context(FACILITATOR), built.process_id, asks=True, publication=publication)


def found(built, name=CHAIR):
    return results.get_results(built.context(name), built.process_id)


def file(built, name):
    return results.export(built.context(CHAIR), built.process_id, name).content.decode("utf-8-sig")


def test_the_report_has_the_declarations_by_topic_and_how_each_was_decided(decided):
    general, choice, fasting = found(decided).interests.topics

    assert (general.n_declared, general.n_interests, fasting.n_interests) == (4, 0, 0)
    assert [(one.name, one.kinds, one.decision, one.decided_by) for one in choice.interests] == [
        (ANN, "financial", "disclosed only", CHAIR),
        (BEN, "financial", "recused", CHAIR),
    ]
    assert choice.n_recused == 1


def test_by_kind_no_file_has_what_anybody_wrote_nor_why_it_was_decided(decided):
    files = [file(decided, name) for name in results.EXPORTS]

    assert not any(INTEREST.text in content or "As the rules say" in content for content in files)
    assert all(ANN in content for content in files if "financial" in content)


def test_as_counts_no_name_stands_beside_an_interest(decided):
    publish(decided, Publication.COUNTS)

    report = found(decided)

    assert all(topic.interests == () for topic in report.interests.topics)
    assert (report.electorates[0].recused, report.electorates[0].n_recused) == ((), 1)
    assert all(BEN not in file(decided, name) for name in results.EXPORTS)
    assert "1 recused" in file(decided, "statements.md")


def test_in_full_the_words_are_printed(running):
    interests.set_asking(running.context(FACILITATOR), running.process_id, asks=True, publication=Publication.FULL_TEXT)
    declare_everything(running, {(ANN, None): INTEREST})

    assert INTEREST.text in file(running, "statements.md").replace("\\", "")
    assert INTEREST.text in file(running, "interests.csv")


def test_other_panelists_see_nothing_of_it_while_the_process_runs(decided):
    assert found(decided, CLEO).interests is None
    assert all(not candidate.without_conflicts for candidate in found(decided, CLEO).candidates)

    processes.finish_process(decided.context(FACILITATOR), decided.process_id)

    assert found(decided, CLEO).interests == found(decided, CHAIR).interests


def test_where_nothing_was_asked_there_is_no_section(running):
    assert found(running).interests is None
    assert "Conflicts of interest" not in file(running, "statements.md")


def test_the_frozen_electorates_are_listed_and_recused_is_a_column_of_its_own(decided):
    (electorate,) = found(decided).electorates

    assert (electorate.labels, electorate.entitled, electorate.recused) == (("1.1", "1.2"), (CHAIR, ANN, CLEO), (BEN,))
    row = next(csv.DictReader(io.StringIO(file(decided, "results.csv"))))
    assert (row["eligible"], row["n_recused"], row["n_missing"]) == ("3", "1", "0")
    assert json.loads(file(decided, "results.json"))["electorates"][0]["recused"] == [BEN]


def test_a_recusal_after_the_decision_is_flagged_beside_it(decided):
    decide(decided, ANN, decided.topic_id, Decision.RECUSED)

    (electorate,) = found(decided).electorates

    assert electorate.recused_after == (ANN,)
    assert ANN in electorate.entitled
    assert f"1 recused after the decision ({ANN})" in file(decided, "statements.md")


def test_the_verdicts_without_those_with_a_conflict_stand_in_every_file_or_why_not(decided):
    sentence = "Without the 1 person with a disclosed conflict of interest the outcome would be the same"

    assert found(decided).candidates[0].without_conflicts.startswith(sentence)
    assert sentence in file(decided, "statements.md")
    assert sentence in file(decided, "results.csv")
    assert sentence in file(decided, "results.json")


def test_cells_that_look_like_formulas_are_defused(running):
    publish(running, Publication.FULL_TEXT)
    declare_everything(running, {(ANN, None): type(INTEREST)(True, INTEREST.kinds, "=1+1")})

    rows = list(csv.DictReader(io.StringIO(file(running, "interests.csv"))))

    assert rows[0]["text"] == "'=1+1"
