"""The works a process cites: entered, imported, pointed out as the same, and resting under evidence."""

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.references.model import Reference
from consensus.services.meetings import meeting
from consensus.services.processes import results
from consensus.services.statements import references, topics
from tests.services.builders import ANN, FACILITATOR, begin_meeting, plan_process

FILE = b"""TY  - JOUR
AU  - Osei, Amara
TI  - Fasting before hand surgery
DO  - 10.1000/FAST
ER  -
TY  - JOUR
TI  - Pain after hand surgery
ER  -
"""


def listed(built):
    return {view.reference.title: view for view in references.list_references(built.context(ANN), built.process_id)}


def test_a_reference_typed_in_is_put_into_form(running):
    ctx = running.context(FACILITATOR)
    typed = Reference(" Nerve  blocks ", ("Osei A", " "), doi="https://doi.org/10.1000/BLOCK", pmid="12")

    references.add_reference(ctx, running.process_id, typed)

    assert listed(running)["Nerve blocks"].text == "Osei A. Nerve blocks. doi:10.1000/block PMID: 12"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (Reference(" "), "A reference needs a title."),
        (Reference("A", doi="21.1577"), "is no DOI"),
        (Reference("A", pmid="PMC1"), "A PMID is a number"),
        (Reference("A", url="javascript:alert(1)"), "An address begins with https://"),
    ],
    ids=["no title", "no DOI", "no PMID", "an address that runs something"],
)
def test_a_reference_that_is_none_is_refused(running, typed, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        references.add_reference(running.context(FACILITATOR), running.process_id, typed)

    assert len(listed(running)) == 1


def test_a_file_is_looked_through_and_what_is_here_already_is_left_out(planned):
    ctx = planned.context(FACILITATOR)

    preview = references.preview_import(ctx, planned.process_id, FILE)
    n_taken = references.import_references(ctx, planned.process_id, FILE)

    assert [(row.line, row.why) for row in preview.rows] == [(1, ""), (6, "the same title")]
    assert (preview.n_new, n_taken) == (1, 1)
    assert listed_titles(ctx, planned) == ["Fasting before hand surgery", "Pain after hand surgery"]
    with pytest.raises(ConflictError, match="here already"):
        references.import_references(ctx, planned.process_id, FILE)


def listed_titles(ctx, built):
    return sorted(view.reference.title for view in references.list_references(ctx, built.process_id))


def test_what_looks_the_same_is_taken_in_when_told_so_and_pointed_out(planned):
    ctx = planned.context(FACILITATOR)

    assert references.import_references(ctx, planned.process_id, FILE, with_twins=True) == 2

    twins = [view.why for view in references.list_references(ctx, planned.process_id) if view.twin]
    assert twins == ["the same title"]


def test_a_broken_file_brings_nothing(planned):
    ctx = planned.context(FACILITATOR)

    with pytest.raises(InvalidInputError, match="Line 3"):
        references.import_references(ctx, planned.process_id, b"TY  - JOUR\nTI  - A\nTY  - JOUR\nER  - ")

    assert listed_titles(ctx, planned) == ["Pain after hand surgery"]


def test_evidence_follows_the_work_it_rests_on(running):
    ctx = running.context(FACILITATOR)
    topics.add_evidence(
        ctx, running.topic_id, "It hurts less.", "as cited in", reference_id=running.reference_id,
        statement_id=running.first,
    )  # fmt: skip
    with pytest.raises(ConflictError, match="Evidence rests on this reference"):
        references.remove_reference(ctx, running.reference_id)

    references.edit_reference(ctx, running.reference_id, Reference("Pain after surgery", ("Osei A",), doi="10.1000/P"))

    topic = topics.list_topics(running.context(ANN), running.process_id)[0]
    item = topic.statements[0].evidence[0]
    assert (item.text, item.note, item.reference, item.doi) == (
        "It hurts less.", "as cited in", "Osei A. Pain after surgery.", "10.1000/p",
    )  # fmt: skip
    assert [piece.text for piece in topic.evidence] == ["Less pain after local anaesthesia."]
    assert listed(running)["Pain after surgery"].n_cited == 1


def test_a_doi_typed_beside_evidence_is_put_into_form_or_refused(planned):
    ctx = planned.context(FACILITATOR)
    topics.add_evidence(ctx, planned.topic_id, "One.", "Osei 2012", "doi:10.1000/ONE")

    with pytest.raises(InvalidInputError, match="is no DOI"):
        topics.add_evidence(ctx, planned.topic_id, "Two.", "", "one/two")

    assert topics.list_topics(ctx, planned.process_id)[0].evidence[-1].doi == "10.1000/one"


def test_nothing_of_another_process_can_be_cited(db):
    mine, other = plan_process(db), plan_process(db, "other")
    ctx = mine.context(FACILITATOR)

    with pytest.raises(NotFoundError):
        topics.add_evidence(ctx, mine.topic_id, "One.", reference_id=other.reference_id)
    with pytest.raises(NotFoundError):
        topics.add_evidence(ctx, mine.topic_id, "One.", statement_id=other.first)


def test_results_number_each_work_once_as_it_is_first_cited(db):
    built = plan_process(db)
    ctx = built.context(FACILITATOR)
    for statement_id in (None, built.second):
        topics.add_evidence(
            ctx, built.topic_id, "It hurts less.", reference_id=built.reference_id, statement_id=statement_id
        )
    begin_meeting(built)
    for statement_id in (built.first, built.second):
        meeting.record_full_consensus(ctx, built.meeting_id, statement_id)

    found = results.get_results(ctx, built.process_id)
    markdown = results.export(ctx, built.process_id, "statements.md").content.decode()

    assert [[piece.number for piece in statement.evidence] for statement in found.statements] == [[1, 2], [1, 2, 2]]
    assert [entry.line for entry in found.references] == [
        "Lalonde 2013 doi:10.1000/wide",
        "Osei A. Pain after hand surgery.",
    ]
    assert markdown.count("Osei A. Pain after hand surgery.") == 1
    assert "It hurts less. \\[2\\]" in markdown
    assert "## References\n\n1. Lalonde 2013 doi:10.1000/wide\n2. Osei A." in markdown
