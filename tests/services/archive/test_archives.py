"""A process is packed, recounted by a program of its own, and taken in by another server with the same verdicts."""

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.exports.archive.verifier.program import verify
from consensus.persistence.tables import metadata
from consensus.services import audit
from consensus.services.archive.archiving import make_archive
from consensus.services.archive.importing import import_archive, read_archive
from consensus.services.archive.travelling import STAYS, TRAVELS
from consensus.services.context import Context
from consensus.services.processes.processes import get_process
from consensus.services.processes.results import get_results
from tests.services.archive.opening import opened
from tests.services.builders import ANN, FACILITATOR, open_vote


def test_every_table_travels_or_stays():
    tables = {table.name for table in metadata.sorted_tables}

    assert set(TRAVELS) | STAYS == tables
    assert not set(TRAVELS) & STAYS


def test_the_verifier_finds_nothing_wrong_and_says_what_it_cannot_check(archived):
    findings, manifest = verify(opened(archived.plain))

    assert findings.wrong == []
    assert any("counted again" in line for line in findings.holds)
    assert any("without their voters" in line for line in findings.unchecked)
    assert manifest["process"]["id"] == str(archived.process_id)


def test_it_runs_on_python_alone_from_the_folder_it_was_unpacked_to(archived, tmp_path):
    zipfile.ZipFile(BytesIO(archived.plain)).extractall(tmp_path)

    run = subprocess.run(
        [sys.executable, "-E", "-S", tmp_path / "verify.py"], capture_output=True, text=True, cwd="/", check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "Nothing wrong was found." in run.stdout
    assert archived.fingerprint in run.stdout


def test_with_the_key_of_the_server_the_record_is_checked_link_by_link(archived):
    findings, _ = verify(opened(archived.with_people), key=archived.facilitator.db.key)
    other, _ = verify(opened(archived.with_people), key=b"0" * 32)

    assert findings.wrong == []
    assert any("links of the record are sealed with this key" in line for line in findings.holds)
    assert any("sealed with another key" in line for line in other.wrong)


def test_without_people_nobody_is_named(archived):
    names = json.loads(opened(archived.with_people).read("process.json"))["people"]
    plain = opened(archived.plain)
    everything = b"\n".join(plain.read(name) for name in plain.names() if not name.startswith("verifier/")).decode()

    assert len(names) > 20
    assert [one["name"] for one in names if one["name"] in everything] == []
    assert "@" not in plain.read("process.json").decode()


def test_no_ballot_of_a_confidential_round_leads_to_its_voter(archived):
    for content in (archived.plain, archived.with_people):
        rounds = json.loads(opened(content).read("rounds.json"))
        ballots = [ballot for round_ in rounds for item in round_["items"] for ballot in item["ballots"]]

        assert ballots
        assert {key for ballot in ballots for key in ballot} == {"choice"}
        for round_ in rounds:
            for item in round_["items"]:
                assert item["ballots"] == sorted(item["ballots"], key=lambda ballot: ballot["choice"])


@pytest.mark.parametrize("kind", ["plain", "with_people"])
def test_another_server_takes_it_in_with_the_same_verdicts(archived, elsewhere, kind):
    content = getattr(archived, kind)

    brought = read_archive(elsewhere, content)
    process_id = import_archive(elsewhere, content)

    results = get_results(elsewhere, process_id)
    # Nobody's ballot can be taken out where none leads to anybody.
    unlinked = [replace(one, without_conflicts="") for one in archived.results.candidates]
    assert [replace(one, without_conflicts="") for one in results.candidates] == unlinked
    assert [one.text for one in results.statements] == [one.text for one in archived.results.statements]
    assert results.flow == archived.results.flow
    assert brought.title == get_process(elsewhere, process_id).title
    assert audit.verify_chain(elsewhere, process_id).is_intact
    assert "taken in" in audit.list_events(elsewhere, process_id, limit=1)[0].sentence


def test_what_was_taken_in_can_be_packed_again_and_verified(archived, elsewhere):
    process_id = import_archive(elsewhere, archived.with_people)

    again = make_archive(elsewhere, process_id, with_people=True)

    findings, _ = verify(opened(again.content), key=elsewhere.db.key)
    assert findings.wrong == []
    rounds = [json.loads(opened(content).read("rounds.json")) for content in (archived.with_people, again.content)]
    assert rounds[0] == rounds[1]


def test_it_is_taken_in_once_and_by_an_administrator_only(archived, elsewhere):
    import_archive(elsewhere, archived.plain)

    with pytest.raises(ConflictError, match="already"):
        import_archive(elsewhere, archived.plain)
    with pytest.raises(NotAllowedError):
        import_archive(Context(elsewhere.db, archived.facilitator.actor), archived.plain)


def test_while_a_vote_is_open_nothing_is_packed(running):
    open_vote(running)

    with pytest.raises(ConflictError, match="Round 1 is not revealed yet"):
        make_archive(running.context(FACILITATOR), running.process_id)
    with pytest.raises(NotAllowedError):
        make_archive(running.context(ANN), running.process_id)


def test_what_is_no_archive_is_refused_with_the_reason(elsewhere):
    for content in (b"", b"PK", b"not a zip" * 100):
        with pytest.raises(InvalidInputError, match="no zip file"):
            import_archive(elsewhere, content)
