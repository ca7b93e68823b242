"""The final statements tell the same in every kind of file."""

import dataclasses
import io
import re
from datetime import UTC, datetime

import docx
import pytest

from consensus.domain.deviations import Deviation
from consensus.exports.document.formats import FORMATS
from consensus.exports.document.model import Heading, Table, text_of
from consensus.exports.document.progress import unwatched
from consensus.exports.final_statements import final_statements
from tests.exports.document.reading import READABLE, read

NOON = datetime(2012, 9, 7, 12, tzinfo=UTC)


def markdown(results):
    return FORMATS["md"].write(final_statements(results), unwatched).decode()


@pytest.mark.parametrize("ending", READABLE)
def test_every_file_carries_statement_verdict_grounds_and_fingerprint(results, ending):
    text = read(FORMATS[ending].write(final_statements(results), unwatched), ending)

    for part in (
        "1 Give both.",
        "Full consensus, no vote. Adopted by full",
        "74% of 46",
        "doi:10.1000/xyz",
        "ab" * 32,
        "Adopted 2012-09-07 12:00 UTC",
        "Present: 15",
        "28 people were invited.",
        "A paper, 2014",
        "# no heading",
        "- a list?",
        '=HYPERLINK("http://x|y")',
        "Simulated example",
    ):
        assert part in text


def test_the_summary_has_a_row_for_each_adopted_statement(results):
    document = final_statements(dataclasses.replace(results, statements=(graded(results),)))

    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [column.title for column in table.columns] == [
        "Topic",
        "Statement",
        "Verdict",
        "k/n",
        "%",
        "Rule",
        "Strength",
    ]
    assert [text_of(cell) for cell in table.rows[0]] == [
        "Combination",
        "1 Give both.",
        "Full consensus, no vote",
        "15/15",
        "100.0%",
        "full consensus",
        "Strong, for.",
    ]


def graded(results):
    return dataclasses.replace(
        results.statements[0], share="15/15", percent="100.0%", rule="full consensus", grade="Strong, for."
    )


def test_markdown_escapes_what_people_typed(results):
    text = markdown(results)

    assert "# Pumps \\*and\\* lines" in text
    assert "\\# no heading" in text
    assert "- \\- a list?" in text
    assert "\\|y" in text


def test_a_document_says_that_it_is_simulated_only_when_it_is(results):
    assert "imulated" not in markdown(dataclasses.replace(results, simulated=False))


def test_counts_of_votes_stand_only_where_a_vote_was_held(results):
    lines = markdown(results).splitlines()

    adopted = next(line for line in lines if line.startswith("| **1** Give both. | Full"))
    missed = next(line for line in lines if line.startswith("| **2**"))
    assert adopted.endswith("| Full consensus, no vote | – | – | – | – | – | 15 | 0 | yes |")
    assert missed.endswith("| No consensus | 11 | 3 | 0 | 0 | 1 | 15 | 0 | no |")


def test_a_process_without_results_says_so(results):
    text = markdown(dataclasses.replace(results, statements=(), candidates=(), future_study=()))

    assert "No statement has been adopted." in text
    assert "future study" not in text


def test_a_document_names_the_lock_and_every_deviation(results):
    deviation = Deviation(
        at=NOON,
        actor="Nora *Lindgren*",
        what="Lowering a threshold after votes are known",
        before_sentence="Consensus is reached at 80%.",
        before_sha256="cd" * 32,
        after_sentence="Consensus is reached at 75%.",
        after_sha256="ef" * 32,
        reason="# Two left",
        votes_known=True,
    )
    locked = dataclasses.replace(results, locked_at=NOON, locked_sha256="cd" * 32)
    changed = markdown(dataclasses.replace(locked, deviations=(deviation,)))

    assert "## Deviations" not in markdown(results)
    assert "None: the consensus definition was not changed after it was locked." in markdown(locked)
    assert f"**Rule locked.** 2012-09-07 12:00 UTC. Definition (SHA-256): `{'cd' * 32}`" in changed
    assert "**Lowering a threshold after votes are known**, 2012-09-07 12:00 UTC, by Nora \\*Lindgren\\*" in changed
    assert "- Reason: \\# Two left" in changed
    assert f"- Before: Consensus is reached at 80%. (SHA-256 `{'cd' * 32}`)" in changed


def test_equal_results_give_equal_files(results):
    for ending in ("pdf", "html", "md"):
        first, second = (FORMATS[ending].write(final_statements(results, at=NOON), unwatched) for _ in range(2))
        assert first == second


def test_the_headings_of_word_are_its_own_and_lead_somewhere(results):
    document = final_statements(results)
    word = docx.Document(io.BytesIO(FORMATS["docx"].write(document, unwatched)))

    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [block.text for block in document.blocks if isinstance(block, Heading)]
    xml = word.element.xml
    anchors = set(re.findall(r'w:anchor="([^"]+)"', xml))
    assert anchors
    assert anchors <= set(re.findall(r'<w:bookmarkStart[^>]*w:name="([^"]+)"', xml))
