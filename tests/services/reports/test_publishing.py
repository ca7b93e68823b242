"""What is published is frozen, shown while it is switched on, and says nothing that was promised not to be said."""

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from consensus.services import audit
from consensus.services.archive import archiving
from consensus.services.reports import publishing, result_tables
from consensus.services.statements import statements, topics
from tests.services.builders import CHAIR, EVERYBODY, FACILITATOR, VOTERS


@pytest.fixture
def decided(vote):
    """The first statement was adopted by 4 of 4; the second failed."""
    for name in VOTERS:
        vote.cast(name, "agree", f"A comment of {name}.")
        vote.cast(name, "disagree", item=1)
    vote.reveal()
    statements.adopt(vote.built.context(FACILITATOR), vote.built.first)
    return vote.built


def get(built):
    return publishing.get_public_page(built.context(FACILITATOR), built.process_id)


def publish(built):
    return publishing.publish(built.context(FACILITATOR), built.process_id)


def word(built):
    return get(built).address.rpartition("/")[2]


def read(built, number=None, name=publishing.PAGE):
    return publishing.read_published(built.db, word(built), number, name).content


def show(built, *, is_on):
    publishing.show_public_page(built.context(FACILITATOR), built.process_id, is_on=is_on)


def test_anybody_with_the_address_reads_the_statements_and_how_to_cite_them(decided):
    publish(decided)

    page = read(decided).decode()
    assert "Local anaesthesia should be offered first." in page
    assert "How the votes fell" in page
    assert "<svg" in page
    assert f"{get(decided).address}/1/statements.pdf" in page
    assert "Cite as: " in page


def test_the_page_names_nobody_beside_a_vote_and_tells_no_comment(decided):
    publish(decided)

    for name in (publishing.PAGE, "statements.md"):
        page = read(decided, name=name).decode()
        assert "A comment of" not in page
        assert [one for one in EVERYBODY if one in page] == []


def test_what_is_published_stays_as_it_is_until_it_is_published_anew(decided):
    publish(decided)
    before = read(decided)
    topics.add_future_study(decided.context(FACILITATOR), decided.process_id, "Does it last?")

    assert read(decided) == before
    assert publish(decided) == 2
    assert read(decided, 1) == before
    assert "Does it last?" in read(decided).decode()
    assert "Version 1, " in read(decided).decode()


def test_a_page_that_is_switched_off_answers_like_one_that_never_was(decided):
    publish(decided)
    known = word(decided)
    show(decided, is_on=False)

    for tried in (known, "never-given-out", ""):
        with pytest.raises(NotFoundError) as refused:
            publishing.read_published(decided.db, tried)
        assert str(refused.value) == str(NotFoundError())
    show(decided, is_on=True)
    assert word(decided) == known
    assert read(decided)


@pytest.mark.parametrize(
    ("number", "name"),
    [(2, publishing.PAGE), (10**30, publishing.PAGE), (1, "../app.py"), (0, publishing.PAGE)],
    ids=["no such version", "a number no database takes", "no such file", "version 0"],
)
def test_what_was_not_published_is_not_there(decided, number, name):
    publish(decided)

    with pytest.raises(NotFoundError):
        read(decided, number, name)


def test_publishing_and_switching_are_on_record(decided):
    publish(decided)
    show(decided, is_on=False)
    show(decided, is_on=False)

    told = [event.sentence for event in audit.list_events(decided.context(FACILITATOR), decided.process_id)][:2]
    assert told[0] == "The public page was switched off."
    assert told[1] == (
        f"The final statements were published as version 1 (SHA-256 of the page {get(decided).versions[0].sha256})."
    )


def test_the_page_carries_the_fingerprint_of_the_public_archive_and_not_of_the_other(decided):
    ctx = decided.context(FACILITATOR)
    public = archiving.make_archive(ctx, decided.process_id)
    with_people = archiving.make_archive(ctx, decided.process_id, with_people=True)
    publish(decided)

    assert public.fingerprint in read(decided).decode()
    assert public.fingerprint in read(decided, name="CITATION.cff").decode()
    assert with_people.fingerprint not in read(decided).decode()


def test_nothing_is_published_before_a_statement_was_adopted(vote):
    with pytest.raises(InvalidInputError, match="no statement was adopted"):
        publish(vote.built)
    with pytest.raises(ConflictError, match="Nothing was published"):
        show(vote.built, is_on=True)
    assert get(vote.built).why_not == publishing.NOTHING


def test_only_the_facilitator_publishes(decided):
    with pytest.raises(NotAllowedError):
        publishing.publish(decided.context(CHAIR), decided.process_id)


def test_the_citation_names_what_is_shown_and_only_while_it_is(decided):
    ctx = decided.context(FACILITATOR)
    publish(decided)

    shown = result_tables.export_tables(ctx, decided.process_id, "CITATION.cff").content.decode()
    assert f'url: "{get(decided).address}/1"' in shown
    show(decided, is_on=False)
    hidden = result_tables.export_tables(ctx, decided.process_id, "CITATION.cff").content.decode()
    assert "url:" not in hidden
