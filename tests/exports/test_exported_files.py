"""The files that come out: Markdown, CSV and JSON tell the same results."""

import csv
import dataclasses
import io
import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.deviations import Deviation
from consensus.exports import to_csv, to_json, to_markdown

NOON = datetime(2012, 9, 7, 12, tzinfo=UTC)


def rows(results):
    return list(csv.DictReader(io.StringIO(to_csv(results).decode("utf-8-sig"), newline="")))


def test_the_table_has_a_row_for_each_statement_put_to_the_panel(results):
    adopted, missed = rows(results)

    assert (adopted["route"], adopted["adopted"], adopted["n_agree"], adopted["eligible"]) == (
        "full_consensus",
        "yes",
        "",
        "15",
    )
    assert (missed["n_agree"], missed["n_disagree"], missed["n_missing"], missed["adopted"]) == ("11", "3", "1", "no")


def test_the_table_says_that_it_is_simulated(results):
    assert {row["simulated"] for row in rows(results)} == {"yes"}


def test_a_wording_that_looks_like_a_formula_is_defused(results):
    assert rows(results)[1]["statement"] == '\'=HYPERLINK("http://x|y")'


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_wording_survives_the_table(results, text):
    candidate = dataclasses.replace(results.candidates[0], text=f"x{text}")

    assert rows(dataclasses.replace(results, candidates=(candidate,)))[0]["statement"] == f"x{text}"


def test_json_holds_every_field_and_reads_back(results):
    document = json.loads(to_json(results))

    assert list(document)[:2] == ["format", "version"]
    assert set(document) == {"format", "version", *(field.name for field in dataclasses.fields(results))}
    assert document["statements"][0]["adopted_at"] == "2012-09-07T12:00:00+00:00"
    assert document["candidates"][1]["text"] == results.candidates[1].text
    assert document["flow"]["institutions"] == 9


def test_equal_results_give_equal_bytes(results):
    again = dataclasses.replace(results)

    assert (to_json(again), to_csv(again), to_markdown(again)) == (
        to_json(results),
        to_csv(results),
        to_markdown(results),
    )


def test_markdown_shows_statement_verdict_and_grounds(results):
    text = to_markdown(results).decode()

    for part in (
        "> **1** Give both.",
        "Full consensus, no vote. Adopted by full",
        "74% of 46",
        "doi:10.1000/xyz",
        "ab" * 32,
        "Adopted 2012-09-07 12:00 UTC",
        "Present: 15",
        "28 people were invited.",
        "| Attended | 15 |",
        "A paper, 2014",
    ):
        assert part in text


def test_markdown_escapes_what_people_typed(results):
    text = to_markdown(results).decode()

    assert "# Pumps \\*and\\* lines" in text
    assert "\\# no heading" in text
    assert "- \\- a list?" in text
    assert "\\|y" in text


def test_markdown_says_that_it_is_simulated_only_when_it_is(results):
    real = dataclasses.replace(results, simulated=False)

    assert "Simulated example" in to_markdown(results).decode()
    assert "imulated" not in to_markdown(real).decode()


def test_counts_of_votes_stand_only_where_a_vote_was_held(results):
    lines = to_markdown(results).decode().splitlines()

    adopted = next(line for line in lines if line.startswith("| Combination"))
    missed = next(line for line in lines if line.startswith("| Institution"))
    assert adopted.endswith("| Full consensus, no vote | – | – | – | – | – | 15 | 0 | yes |")
    assert missed.endswith("| No consensus | 11 | 3 | 0 | 0 | 1 | 15 | 0 | no |")


def test_a_process_without_results_says_so(results):
    empty = dataclasses.replace(results, statements=(), candidates=(), future_study=())

    text = to_markdown(empty).decode()
    assert "No statement has been adopted." in text
    assert "future study" not in text


def test_markdown_names_the_lock_and_every_deviation(results):
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
    changed = to_markdown(dataclasses.replace(locked, deviations=(deviation,))).decode()

    assert "## Deviations" not in to_markdown(results).decode()
    assert "None: the consensus definition was not changed after it was locked." in to_markdown(locked).decode()
    assert f"**Rule locked.** 2012-09-07 12:00 UTC. Definition (SHA-256): `{'cd' * 32}`" in changed
    assert "**Lowering a threshold after votes are known**, 2012-09-07 12:00 UTC, by Nora \\*Lindgren\\*" in changed
    assert "- Reason: \\# Two left" in changed
    assert f"- Before: Consensus is reached at 80%. (SHA-256 `{'cd' * 32}`)" in changed
    assert f"- After: Consensus is reached at 75%. (SHA-256 `{'ef' * 32}`)" in changed


def test_json_holds_the_deviations(results):
    document = json.loads(to_json(dataclasses.replace(results, locked_at=NOON)))

    assert document["locked_at"] == "2012-09-07T12:00:00+00:00"
    assert document["deviations"] == []
