"""Whatever is changed in an archive is found and named, also by somebody who writes the list of files anew."""

from io import BytesIO

import pytest

from consensus.domain.errors import InvalidInputError
from consensus.exports.archive.verifier.opened import NotAnArchiveError, Zip
from consensus.exports.archive.verifier.program import verify
from consensus.services.archive.importing import import_archive
from tests.services.archive.opening import files_of, forged, opened, packed, wrong


@pytest.mark.parametrize("name", ["rounds.json", "statements.json", "events.jsonl", "process.json", "README.txt"])
@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_one_changed_byte_is_found_and_its_file_is_named(archived, name, place):
    files = files_of(archived.plain)
    at = int(len(files[name]) * place)
    files[name] = files[name][:at] + bytes([files[name][at] ^ 1]) + files[name][at + 1 :]

    assert any(line.startswith(name) for line in wrong(packed(files)))


def test_a_changed_list_of_files_does_not_fit_the_fingerprint(archived):
    files = files_of(archived.plain)
    files["manifest.json"] = files["manifest.json"].replace(b"assent-archive", b"assent-archive ", 1)

    with pytest.raises(NotAnArchiveError):
        wrong(packed(files))


def test_files_that_are_missing_or_too_many_are_named(archived):
    files = files_of(archived.plain)
    del files["verifier/check_chain.py"]
    files["more.txt"] = b"more"

    assert wrong(packed(files)) == [
        "verifier/check_chain.py: it is listed and not there",
        "more.txt: it is there and not listed",
    ]


def revealed(rounds):
    return next(round_ for round_ in rounds if round_["state"] == "revealed")


def turn_a_ballot(rounds):
    ballot = next(b for b in revealed(rounds)["items"][0]["ballots"] if b["choice"] == "disagree")
    ballot["choice"] = "agree"


def add_a_ballot(rounds):
    item = revealed(rounds)["items"][0]
    item["ballots"] += [{"choice": "agree"}] * item["eligible"]


def soften_the_rule(rounds):
    revealed(rounds)["definition"]["threshold"] = "1/2"


def change_the_verdict(rounds):
    revealed(rounds)["items"][0]["verdict"]["outcome"] = "consensus"


def call_it_a_check(rounds):
    revealed(rounds)["kind"] = "objection"


def swap_the_wording(statements):
    statements[0]["versions"][0]["text"] += " Always."


def point_elsewhere(rounds):
    revealed(rounds)["items"][0]["version_sha256"] = "0" * 64


def drop_an_event(events):
    del events[len(events) // 2]


def turn_time_back(events):
    events[-1]["at"] = "2000-01-01T00:00:00.000000+00:00"


def rewrite_an_outcome(events):
    event = next(event for event in events if event["verb"] == "round.revealed")
    event["detail"]["outcomes"] = dict.fromkeys(event["detail"]["outcomes"], "full_consensus")


@pytest.mark.parametrize(
    ("name", "change", "named"),
    [
        ("rounds.json", turn_a_ballot, "the verdict says"),
        ("rounds.json", add_a_ballot, "people who could vote"),
        ("rounds.json", soften_the_rule, "the rule does not agree with its fingerprint"),
        ("rounds.json", change_the_verdict, "the ballots say 'no_consensus'"),
        ("rounds.json", call_it_a_check, "it carries a verdict"),
        ("statements.json", swap_the_wording, "statement 1.1, version 1: the wording does not agree"),
        ("rounds.json", point_elsewhere, "not among the wordings"),
        ("events.jsonl", drop_an_event, "missing or out of order"),
        ("events.jsonl", turn_time_back, "earlier than the event before it"),
        ("events.jsonl", rewrite_an_outcome, "it names 'full_consensus'"),
    ],
)
def test_a_forger_who_writes_every_hash_anew_is_found_by_the_recount(archived, elsewhere, name, change, named):
    content = forged(archived.plain, name, change)

    assert any(named in line for line in wrong(content))
    with pytest.raises(InvalidInputError, match="changed or is damaged"):
        import_archive(elsewhere, content)


def test_a_changed_event_breaks_its_seal(archived):
    def change(events):
        next(event for event in events if event["verb"] == "round.opened")["detail"]["n_electors"] = 99

    content = forged(archived.with_people, "events.jsonl", change)

    found, _ = verify(opened(content), key=archived.facilitator.db.key)
    assert any("it was changed, or it was sealed with another key" in line for line in found.wrong)


def give_a_stranger_a_seat(process):
    process["tables"]["member"][0]["process_id"] = "11111111-1111-1111-1111-111111111111"


def bring_another_table(process):
    process["tables"]["web_session"] = []


def bring_an_unknown_field(process):
    process["people"][0]["is_administrator"] = True
    process["tables"]["topic"][0]["colour"] = "red"


def bring_no_number(process):
    process["tables"]["topic"][0]["minutes"] = "many"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (give_a_stranger_a_seat, "points to something that is not in the archive"),
        (bring_another_table, "does not know"),
        (bring_an_unknown_field, "unknown field “colour”"),
        (bring_no_number, "holds no such value"),
    ],
)
def test_rows_that_do_not_belong_are_refused_and_nothing_is_taken_in(archived, elsewhere, change, refusal):
    content = forged(archived.plain, "process.json", change)

    with pytest.raises(InvalidInputError, match=refusal):
        import_archive(elsewhere, content)
    import_archive(elsewhere, archived.plain)


def test_an_archive_that_was_cut_off_is_refused(archived, elsewhere):
    for share in (0.2, 0.9, 0.999):
        with pytest.raises(InvalidInputError, match="no zip file, or it was cut off"):
            import_archive(elsewhere, archived.plain[: int(len(archived.plain) * share)])


def test_a_newer_archive_is_refused_by_its_version(archived, elsewhere):
    files = files_of(archived.plain)
    files["manifest.json"] = files["manifest.json"].replace(b'"version": 1', b'"version": 2')

    with pytest.raises(InvalidInputError, match="newer version 2"):
        import_archive(elsewhere, packed(files))


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"bomb": b"0" * 60_000_000}, "grows beyond measure"),
        ({f"{n}": b"" for n in range(3_000)}, "3000 files"),
        ({"../outside": b""}, "outside its folder"),
        ({"/etc/passwd": b""}, "outside its folder"),
    ],
)
def test_a_zip_that_was_made_to_do_harm_is_refused_unread(files, reason):
    with pytest.raises(NotAnArchiveError, match=reason):
        Zip(BytesIO(packed(files)))
