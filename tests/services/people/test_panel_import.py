"""Importing a list: what was previewed is what is done, in one transaction, and it is on the record."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.members import MemberDraft, clean_draft
from consensus.domain.roles import Role
from consensus.exports.panel_file import panel_csv, panel_workbook
from consensus.persistence.tables import Invitation, Member, Person
from consensus.services import audit
from consensus.services.people import panel, panel_export, panel_import
from consensus.services.people.panel_import import PanelFile
from consensus.services.people.panel_search import PanelQuestion
from surveys.panel_file.columns import column_name, guess_columns
from surveys.panel_file.entries import read_entries
from surveys.panel_file.planning import Outcome, plan_import
from surveys.tabular.reading import read_sheet
from tests.services.builders import ANN, BEN, FACILITATOR, plan_process
from tests.services.staff_people import EMAIL, make_nora

LIST = """name,email,role,institution,Ward
Ann Alder,ann@example.org,,North Hospital,7
Dora Elm,dora@example.org,,Elm Clinic,8
Emil Fir,,observer,Fir Clinic,
,nobody@example.org,,,
"""


def file(text=LIST, **chosen):
    return PanelFile("list.csv", text.encode(), chosen)


def rows(built):
    return {row.name: row for row in panel.get_panel(built.context(FACILITATOR), built.process_id).members}


def run(built, list_=None, **more):
    ctx, list_ = built.context(FACILITATOR), list_ or file()
    token = panel_import.preview_import(ctx, built.process_id, list_).token
    return panel_import.import_people(ctx, built.process_id, list_, token=token, **more)


def test_a_preview_says_what_would_happen_and_changes_nothing(planned):
    before = rows(planned)

    preview = panel_import.preview_import(planned.context(FACILITATOR), planned.process_id, file())

    assert [(row.draft.name, row.outcome) for row in preview.plan.rows] == [
        (ANN, Outcome.CHANGED),
        ("Dora Elm", Outcome.NEW),
        ("Emil Fir", Outcome.NEW),
    ]
    assert [(refusal.row, refusal.column) for refusal in preview.plan.refused] == [(5, "name")]
    assert preview.samples["Ward"] == "7"
    assert rows(planned) == before


def test_what_was_previewed_is_imported(planned):
    counts = run(planned)

    found = rows(planned)
    assert counts == panel_import.ImportCounts(2, 1, 0)
    assert (found[ANN].email, found[ANN].institution, found[ANN].fields) == (
        "ann@example.org",
        "North Hospital",
        {"Ward": "7"},
    )
    assert (found["Emil Fir"].role, found["Emil Fir"].votes, found["Emil Fir"].email) == (Role.OBSERVER, False, "")
    assert found["Dora Elm"].invitation == "drafted"


def test_importing_again_doubles_nobody(planned):
    run(planned)
    before = rows(planned)

    with pytest.raises(ConflictError, match="nothing to import"):
        run(planned)

    assert rows(planned) == before


def test_people_who_were_imported_are_found_by_what_is_known_of_them(planned):
    run(planned)

    ctx = planned.context(FACILITATOR)
    found = panel.get_panel(ctx, planned.process_id, PanelQuestion(words="elm 8"))
    assert [row.name for row in found.members] == ["Dora Elm"]
    assert [row.name for row in panel.find_alike(ctx, planned.process_id, "ELM Dora")] == ["Dora Elm"]


def test_a_panel_that_changed_since_the_preview_is_shown_anew(planned):
    ctx = planned.context(FACILITATOR)
    token = panel_import.preview_import(ctx, planned.process_id, file()).token
    panel.edit_member(ctx, planned.members[ANN], panel.MemberDraft(ANN, institution="South Hospital"))

    with pytest.raises(ConflictError, match="changed since this was shown"):
        panel_import.import_people(ctx, planned.process_id, file(), token=token)

    assert "Dora Elm" not in rows(planned)


def test_who_looks_like_somebody_is_imported_only_where_confirmed(planned):
    list_ = file("name\nALDER Ann\nBеn Birch\nEva Ebert\n")

    run(planned, list_, confirmed=[3])

    assert {"Bеn Birch", "Eva Ebert"} <= set(rows(planned))
    assert "ALDER Ann" not in rows(planned)
    assert {ANN, BEN} <= set(rows(planned))


def test_one_import_is_one_entry_of_the_record_with_its_counts_and_then_the_names(planned):
    ctx = planned.context(FACILITATOR)
    people = "".join(f"Person {number:03}\n" for number in range(70))
    run(planned, file("name\n" + people))

    events = [event.sentence for event in audit.list_events(ctx, planned.process_id, limit=3)][::-1]

    assert events[0] == "The list “list.csv” was imported: 70 people added, 0 changed, 0 as they were."
    assert events[1].startswith("Added from “list.csv”: Person 000, Person 001")
    assert events[2].endswith("Person 069.")
    assert audit.verify_chain(ctx, planned.process_id).is_intact


def test_an_address_known_on_the_server_is_the_same_person(planned):
    other = plan_process(planned.db, "other")
    draft = MemberDraft("Dora Elm", "dora@example.org")
    panel.add_member(other.context(FACILITATOR), other.process_id, draft)

    run(planned, file("name,email\nD. Elm,DORA@example.org\n"))

    with planned.db.reading() as session:
        assert len(session.exec(select(Person).where(Person.email == "dora@example.org")).all()) == 1
    assert "Dora Elm" in rows(planned)


def test_a_list_without_addresses_needs_none(planned):
    run(planned, file("Name\nDora Elm\nEva Ebert\n"))

    assert {"Dora Elm", "Eva Ebert"} <= set(rows(planned))


def test_everybody_imported_has_an_invitation(planned):
    run(planned)

    with planned.db.reading() as session:
        members = set(session.exec(select(Member.id).where(Member.process_id == planned.process_id)))
        assert members <= set(session.exec(select(Invitation.member_id)))


REFUSED = {
    "empty": (b"", "is empty"),
    "no list": (b"\x00\x01\x02", "not a text file"),
    "header alone": (b"name,email\n", "no row below it"),
    "broken workbook": (b"PK\x03\x04rubbish", "cannot be read as a workbook"),
    "no names": (b"email\nd@example.org\n", "No column of list.csv holds names"),
    "two columns of one name": (b"name,name\na,b\n", "both named 'name'"),
    "open quotation mark": (b'name,email\n"Dora,\n', "quotation mark"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_list_of_people_is_refused_in_a_sentence(planned, content, said):
    with pytest.raises(InvalidInputError, match=said):
        panel_import.preview_import(planned.context(FACILITATOR), planned.process_id, PanelFile("list.csv", content))


def test_a_list_that_is_too_long_is_refused(planned, monkeypatch):
    monkeypatch.setattr(panel_import, "MAX_ROWS", 2)

    with pytest.raises(InvalidInputError, match="has 4 rows; at most 2"):
        panel_import.preview_import(planned.context(FACILITATOR), planned.process_id, file())


def test_progress_is_reported_to_the_end(planned):
    said = []

    run(planned, progress=lambda what, done, total: said.append((what, done, total)))

    assert said == [("Reading the list", 0, 1), ("Adding people", 2, 3), ("Changing entries", 3, 3), ("Done", 1, 1)]


NASTY = MemberDraft(
    "=cmd|'/c calc'!A1",
    "dora@example.org",
    Role.CHAIR,
    True,
    "'=group",
    'Clinic, "North"; A|B',
    "+49",
    "@discipline",
    {"Country": "-1", "=f": "x", "Note": "007", "name": "1.0"},
)


@pytest.mark.parametrize("name", ["panel.csv", "panel.xlsx"])
def test_an_exported_panel_is_imported_without_loss(planned, name):
    ctx = planned.context(FACILITATOR)
    panel.add_member(ctx, planned.process_id, NASTY)
    export = panel_export.export_panel(ctx, planned.process_id, name)

    here = panel_import.preview_import(ctx, planned.process_id, PanelFile(name, export.content))

    assert export.filename == f"{planned.slug}-{name}"
    assert {row.outcome for row in here.plan.rows} == {Outcome.UNCHANGED}
    assert len(here.plan.rows) == len(rows(planned))
    assert not here.plan.refused


def test_formulas_are_defused_in_the_export(planned):
    ctx = planned.context(FACILITATOR)
    panel.add_member(ctx, planned.process_id, NASTY)

    text = panel_export.export_panel(ctx, planned.process_id, "panel.csv").content.decode("utf-8-sig")

    assert "'=cmd" in text
    assert ",'+49," in text
    assert ",=" not in text
    assert "\n=" not in text


TEXT = st.text(max_size=20)
DRAFTS = st.builds(
    MemberDraft,
    name=TEXT.filter(lambda text: any(c.isalnum() for c in text)),
    role=st.sampled_from([Role.PANELIST, Role.CHAIR]),
    votes=st.booleans(),
    stakeholder_group=TEXT,
    institution=TEXT,
    country=TEXT,
    fields=st.dictionaries(TEXT.filter(lambda text: any(c.isalnum() for c in text)), TEXT, max_size=3),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(DRAFTS, min_size=1, max_size=4), st.sampled_from([panel_csv, panel_workbook]))
def test_whatever_a_panel_holds_comes_back_from_its_file(drafts, write):
    cleaned = [clean_draft(draft) for draft in drafts]
    fields = sorted({name for draft in cleaned for name in draft.fields})
    cells = [
        [
            f"m{place}",
            draft.name,
            "",
            draft.role.value,
            "yes" if draft.votes else "no",
            draft.stakeholder_group,
            draft.institution,
            draft.country,
            "",
            *(draft.fields.get(name, "") for name in fields),
            *("sent", "no", "no"),
        ]
        for place, draft in enumerate(cleaned)
    ]

    sheet = read_sheet(write([column_name(name) for name in fields], cells), "panel")
    entries, refused = read_entries(sheet, guess_columns(sheet))
    plan = plan_import(entries, refused, [])

    assert not plan.refused
    assert [row.draft for row in plan.rows] == cleaned


def test_a_list_gives_nobody_who_signs_in_by_address_the_address_of_somebody_else(running):
    make_nora(running)
    nora = running.members[FACILITATOR]

    run(running, file(f"id,name,email,institution\n{nora},Vera Vole,victim@example.org,Lake Hospital\n"))

    found = rows(running)
    assert (found[FACILITATOR].email, found[FACILITATOR].institution) == (EMAIL, "Lake Hospital")
    assert "Vera Vole" not in found
