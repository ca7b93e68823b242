"""Links and codes for many at once: for whom, what ends, and that all of it is in force or nothing."""

import re
import shutil
import subprocess

import pytest
from sqlmodel import select

from consensus.domain.errors import ConflictError, SignInError
from consensus.domain.lifecycle import InvitationState
from consensus.domain.taking_part import DeclineReason
from consensus.exports.access_sheet import Layout
from consensus.persistence.tables import Invitation, PersonalCode
from consensus.services import audit
from consensus.services.people import access_sheets, panel, taking_part
from consensus.services.people.access_sheets import Scope, SheetRequest
from consensus.services.processes import processes
from consensus.services.sign_in import credentials, identity
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, OBSERVER, PATIENT

pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
HERE = "192.0.2.7"
EVERYBODY = SheetRequest(Scope.EVERYBODY)


def issue(built, request=EVERYBODY, layout=Layout.CARDS):
    return access_sheets.issue_sheet(built.context(FACILITATOR), built.process_id, request, layout)


def preview(built, request=EVERYBODY):
    return access_sheets.preview_sheet(built.context(FACILITATOR), built.process_id, request)


def codes_on(export):
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=export.content, capture_output=True, check=True
    ).stdout.decode()
    return re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text)


def sentences(built):
    return [event.sentence for event in audit.list_events(built.context(FACILITATOR), built.process_id, limit=500)]


@pdftotext
def test_every_code_on_the_sheet_brings_its_person_in(planned):
    codes = codes_on(issue(planned))

    came = [identity.exchange_code(planned.db, planned.slug, code, address=HERE) for code in codes]
    names = {identity.actor_for_token(planned.db, signed_in.token).name for signed_in in came}
    assert names == {ANN, BEN, CHAIR, CLEO, PATIENT, OBSERVER}


def test_older_links_and_codes_end_and_the_preview_says_how_many(planned):
    secret = planned.link(ANN)
    token = identity.exchange_link(planned.db, secret, address=HERE).token
    code = credentials.issue_code(planned.context(FACILITATOR), planned.members[ANN])
    assert (preview(planned).n_members, preview(planned).n_ending, preview(planned).n_signed_in) == (6, 2, 1)

    issue(planned)

    assert identity.actor_for_token(planned.db, token) is None
    with pytest.raises(SignInError):
        identity.exchange_code(planned.db, planned.slug, code, address=HERE)
    assert preview(planned).n_ending == 12


def test_each_issue_is_on_the_record_by_name_and_no_secret_is(planned):
    issue(planned)
    told = sentences(planned)

    for name in (ANN, BEN, PATIENT):
        assert f"A personal link was issued for {name}." in told
        assert f"A personal code was issued for {name}." in told
    with planned.db.reading() as session:
        lookups = session.exec(select(PersonalCode.lookup)).all()
    assert not any(lookup in sentence for lookup in lookups for sentence in told)
    assert audit.verify_chain(planned.context(FACILITATOR), planned.process_id).is_intact


@pytest.mark.parametrize(
    ("request_", "names"),
    [
        pytest.param(EVERYBODY, {ANN, BEN, CHAIR, PATIENT, OBSERVER, "Dora Dahl"}, id="everybody who did not decline"),
        pytest.param(SheetRequest(Scope.WITHOUT_EMAIL), {ANN, BEN, CHAIR, PATIENT, OBSERVER}, id="without an address"),
        pytest.param(SheetRequest(Scope.NEVER_CAME_IN), {BEN, CHAIR, PATIENT, OBSERVER, "Dora Dahl"}, id="never came"),
        pytest.param(SheetRequest(Scope.GROUP, "patient representative"), {PATIENT}, id="a group"),
        pytest.param(SheetRequest(Scope.GROUP, "no such group"), set(), id="a group that nobody is in"),
        pytest.param(SheetRequest(Scope.EVERYBODY, part=2), set(), id="a second hundred of six"),
    ],
)
def test_a_sheet_is_for_those_asked_for(planned, request_, names):
    ctx = planned.context(FACILITATOR)
    panel.add_member(ctx, planned.process_id, panel.MemberDraft("Dora Dahl", email="dora@example.org"))
    processes.start_process(ctx, planned.process_id)
    taking_part.decline(planned.context(CLEO), planned.process_id, DeclineReason.NO_TIME)
    identity.exchange_link(planned.db, planned.link(ANN), address=HERE)
    before = set(sentences(planned))
    assert preview(planned, request_).n_members == len(names)
    if not names:
        with pytest.raises(ConflictError, match="nobody to print"):
            issue(planned, request_)
        return

    issue(planned, request_)

    issued = {sentence for sentence in sentences(planned) if sentence.startswith("A personal code")} - before
    assert issued == {f"A personal code was issued for {name}." for name in names}


def test_handing_a_sheet_out_is_inviting(planned):
    ctx = planned.context(FACILITATOR)
    dora = panel.add_member(ctx, planned.process_id, panel.MemberDraft("Dora Dahl"))

    issue(planned)

    with planned.db.reading() as session:
        assert session.get_one(Invitation, dora).state is InvitationState.SENT
    assert "The invitation of Dora Dahl became sent." in sentences(planned)


def test_somebody_removed_while_the_codes_are_hashed_undoes_the_sheet(planned, monkeypatch):
    code = credentials.issue_code(planned.context(FACILITATOR), planned.members[ANN])
    prepare = access_sheets._prepare

    def slowly(member_ids, taken):
        panel.remove_member(planned.context(FACILITATOR), planned.members[BEN])
        return prepare(member_ids, taken)

    monkeypatch.setattr(access_sheets, "_prepare", slowly)
    with pytest.raises(ConflictError, match="Nothing was issued"):
        issue(planned)

    assert identity.exchange_code(planned.db, planned.slug, code, address=HERE).process_slug == planned.slug


def test_a_large_panel_comes_in_parts_by_name(planned, monkeypatch):
    monkeypatch.setattr(access_sheets, "MOST_ON_A_SHEET", 4)

    assert (preview(planned).n_in_scope, preview(planned).n_parts, preview(planned).n_members) == (6, 2, 4)
    issue(planned, SheetRequest(Scope.EVERYBODY, part=2))

    issued = [sentence for sentence in sentences(planned) if sentence.startswith("A personal code")]
    assert issued == [f"A personal code was issued for {name}." for name in (PATIENT, OBSERVER)]
