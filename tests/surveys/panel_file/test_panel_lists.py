"""Lists of people: columns recognised by their names, each row judged before anything is imported."""

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from consensus.domain.members import MemberDraft
from consensus.domain.roles import Role
from consensus.exports.literal import defused
from surveys.panel_file.cells import as_typed
from surveys.panel_file.columns import Holds, column_name, field_name, guess_columns, recognise
from surveys.panel_file.entries import read_entries
from surveys.panel_file.matching import KnownMember
from surveys.panel_file.planning import Change, Outcome, plan_import
from surveys.tabular.reading import read_sheet

DORA, BEN = "Dora Elm", "Ben Birch"


def sheet_of(text):
    return read_sheet(text.encode(), "list.csv", is_list=True)


def plan(text, *panel, elsewhere=(), chosen=None):
    sheet = sheet_of(text)
    entries, refusals = read_entries(sheet, guess_columns(sheet, chosen))
    return plan_import(entries, refusals, panel, elsewhere)


def known(name, email="", id_="", **facts):
    return KnownMember(id_ or f"id of {name}{email}", MemberDraft(name, email, **facts))


HEADERS = {
    "English": (
        "Name,E-Mail,Role,Votes,Stakeholder group,Institution,Country,Discipline",
        [
            Holds.NAME,
            Holds.EMAIL,
            Holds.ROLE,
            Holds.VOTES,
            Holds.GROUP,
            Holds.INSTITUTION,
            Holds.COUNTRY,
            Holds.DISCIPLINE,
        ],
    ),
    "German": (
        "Vorname,Name,E-Mail-Adresse,Rolle,Stimmrecht,Gruppe,Klinik,Land,Fachgebiet",
        [
            Holds.FIRST_NAME,
            Holds.LAST_NAME,
            Holds.EMAIL,
            Holds.ROLE,
            Holds.VOTES,
            Holds.GROUP,
            Holds.INSTITUTION,
            Holds.COUNTRY,
            Holds.DISCIPLINE,
        ],
    ),
    "French": ("Prénom,Nom,Courriel,Pays", [Holds.FIRST_NAME, Holds.LAST_NAME, Holds.EMAIL, Holds.COUNTRY]),
    "Spanish": ("Nombre,Apellidos,Correo electrónico", [Holds.FIRST_NAME, Holds.LAST_NAME, Holds.EMAIL]),
    "Italian": ("Nome,Cognome,Ospedale", [Holds.FIRST_NAME, Holds.LAST_NAME, Holds.INSTITUTION]),
    "a name alone": ("NOM", [Holds.NAME]),
    "underscores": ("full_name,email_address", [Holds.NAME, Holds.EMAIL]),
    "unknown": ("name,Ward,Shoe size", [Holds.NAME, Holds.FIELD, Holds.FIELD]),
    "the same twice": ("name,email,mail", [Holds.NAME, Holds.EMAIL, Holds.FIELD]),
    "own export": ("member id,name,responded", [Holds.ID, Holds.NAME, Holds.NOTHING]),
    "marked field": ("name,field: Country", [Holds.NAME, Holds.FIELD]),
}


@pytest.mark.parametrize(("header", "held"), HEADERS.values(), ids=HEADERS)
def test_columns_are_known_by_their_names(header, held):
    assert list(guess_columns(sheet_of(header + "\n")).values()) == held


def test_a_column_called_role_that_holds_none_is_a_further_field():
    assert guess_columns(sheet_of("name,role\nDora,Surgeon\nBen,Nurse\n"))["role"] is Holds.FIELD
    assert guess_columns(sheet_of("name,role\nDora,Chair\nBen,Nurse\n"))["role"] is Holds.ROLE


def test_what_is_chosen_goes_before_what_is_guessed():
    text = "name,role,Ward\nDora,Surgeon,7\n"

    planned = plan(text, chosen={"role": Holds.GROUP, "Ward": Holds.NOTHING}).rows[0]

    assert (planned.draft.stakeholder_group, planned.draft.fields) == ("Surgeon", {})


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"name": Holds.NOTHING}, "No column of list.csv holds names"),
        ({"name": Holds.NAME, "b": Holds.NAME}, "Two columns .* the name"),
    ],
    ids=["no names", "two for one"],
)
def test_columns_that_cannot_be_are_refused(chosen, said):
    with pytest.raises(InvalidInputError, match=said):
        plan("name,b\nDora,x\n", chosen=chosen)


def test_a_row_becomes_the_entry_it_says():
    planned = plan(
        "Vorname;Name;E-Mail;Rolle;Stimmrecht;Land;Station\n Dora ; Elm ;Dora@Example.ORG;Vorsitz;nein;Österreich;7\n"
    )

    assert [row.draft for row in planned.rows] == [
        MemberDraft(DORA, "Dora@example.org", Role.CHAIR, votes=False, country="Österreich", fields={"Station": "7"})
    ]
    assert planned.rows[0].outcome is Outcome.NEW


def test_names_alone_are_a_list():
    assert [row.draft.name for row in plan("Name\nDora Elm\nBen Birch\n").rows] == [DORA, BEN]


def test_a_row_that_ends_early_says_nothing_of_the_rest_and_one_that_is_too_long_is_named():
    assert [row.draft.country for row in plan("name,country\nDora Elm\nBen Birch,Italy\n").rows] == ["", "Italy"]

    with pytest.raises(InvalidInputError, match=r"row 2: has 3 cells, and the header has 2"):
        plan("name,country\nDora Elm,Italy,x\n")


def test_observers_and_facilitators_are_entered_without_a_vote():
    planned = plan("name,role\nDora Elm,observer\nBen Birch,facilitator\n")

    assert [row.draft.votes for row in planned.rows] == [False, False]


REFUSED = {
    "no name": ("name,email\n,dora@example.org\n", "name", "A member needs a name."),
    "invisible name": ("name,email\n\u200b,dora@example.org\n", "name", "A member needs a name."),
    "no address": ("name,email\nDora,dora@\n", "email", "“dora@” is no e-mail address"),
    "header smuggled in": ('name,email\nDora,"d@example.org\r\nBcc: x"\n', "email", "is no e-mail address"),
    "name too long": (f"name,email\n{'d' * 201},\n", "name", "at most 200 characters"),
    "country too long": (f"name,country\nDora,{'d' * 121}\n", "country", "A country has at most 120"),
    "role": ("name,role\nDora,king\nBen,chair\n", "role", "“king” is not read here; write panelist, chair"),
    "votes": ("name,vote\nDora,perhaps\nBen,no\n", "vote", "“perhaps” is not read here; write yes or no"),
    "observer who votes": ("name,role,vote\nDora,observer,yes\n", "", "An observer takes part without a vote."),
    "address twice": ("name,email\nBen,d@example.org\nDora,D@example.org\n", "", "stands in row 2 already"),
    "name twice": ("name,email\nDora,\nDora,\n", "", "Dora stands in row 2 already; without e-mail"),
}


@pytest.mark.parametrize(("text", "column", "said"), REFUSED.values(), ids=REFUSED)
def test_a_row_that_cannot_be_read_is_refused_with_its_place_and_the_others_stay(text, column, said):
    planned = plan(text)

    assert len(planned.refused) == 1
    assert planned.refused[0].column == column
    assert said in planned.refused[0].sentence
    assert [row.draft.name for row in planned.rows] in ([], [BEN], ["Ben"], ["Dora"])


def test_a_refused_row_is_numbered_as_the_spreadsheet_numbers_it():
    assert plan("name,email\nBen,\n,\n\nDora,x\n").refused[0].row == 5


MATCHED = {
    "by address, whatever the name": ("name,email\nD. Elm,DORA@example.org\n", known(DORA, "dora@example.org")),
    "by name, without an address in the list": ("name\nDora Elm\n", known(DORA, "dora@example.org")),
    "by name, without an address in the panel": ("name,email\nDora Elm,dora@example.org\n", known(DORA)),
    "by id, under another name": ("id,name\n7,Dora Oak\n", known(DORA, id_="7")),
}


@pytest.mark.parametrize(("text", "member"), MATCHED.values(), ids=MATCHED)
def test_a_row_about_a_member_changes_them_rather_than_doubling_them(text, member):
    rows = plan(text, member, known(BEN)).rows

    assert [row.member_id for row in rows] == [member.id]


def test_a_change_says_what_was_and_what_will_be():
    member = known(DORA, "dora@example.org", country="Austria", fields={"Ward": "7", "Floor": "1"})

    row = plan("name,email,country,Ward,Discipline\nDora Oak,dora@example.org,Italy,8,\n", member).rows[0]

    assert row.outcome is Outcome.CHANGED
    assert row.changes == (
        Change("name", DORA, "Dora Oak"),
        Change("country", "Austria", "Italy"),
        Change("Ward", "7", "8"),
    )
    assert row.draft.fields == {"Ward": "8", "Floor": "1"}


def test_an_empty_cell_changes_nothing():
    member = known(DORA, "dora@example.org", country="Austria")

    assert plan("name,email,country\nDora Elm,,\n", member).rows[0].outcome is Outcome.UNCHANGED


def test_a_member_who_becomes_an_observer_loses_the_vote_aloud():
    row = plan("name,role\nDora Elm,observer\n", known(DORA)).rows[0]

    assert row.changes == (Change("role", "panelist", "observer"), Change("vote", "yes", "no"))


def test_who_is_meant_must_be_clear():
    planned = plan("name\nDora Elm\n", known(DORA, "a@example.org"), known(DORA, "b@example.org"))

    assert "2 members are called Dora Elm" in planned.refused[0].sentence


def test_a_second_row_of_one_name_is_refused_whether_or_not_the_first_is_in_the_process():
    planned = plan("name\nDora Elm\nDora Elm\n", known(DORA))

    assert [row.outcome for row in planned.rows] == [Outcome.UNCHANGED]
    assert "stands in row 2 already" in planned.refused[0].sentence


def test_the_address_of_another_member_is_not_taken_over():
    planned = plan("id,name,email\n7,Dora Elm,ben@example.org\n", known(DORA, id_="7"), known(BEN, "ben@example.org"))

    assert "belongs to somebody else" in planned.refused[0].sentence


def test_a_name_that_belongs_to_more_than_this_process_stays():
    member = replace(known(DORA, "dora@example.org"), is_fixed=True)

    row = plan("name,email\nDora Oak,dora@example.org\n", member).rows[0]

    assert (row.outcome, row.draft.name) == (Outcome.UNCHANGED, DORA)
    assert "known beyond this process" in row.note


def test_a_facilitator_is_not_unmade_by_a_list():
    planned = plan("name,role\nDora Elm,panelist\n", known(DORA, role=Role.FACILITATOR, votes=False))

    assert "is a facilitator" in planned.refused[0].sentence


def test_whoever_is_voting_stays_among_those_who_may():
    planned = plan("name,role\nDora Elm,observer\n", replace(known(DORA), is_voting=True))

    assert "is voting now" in planned.refused[0].sentence


ALIKE = {
    "name of a member": ("name,email\nDora ELM,d@example.org\n", [known(DORA, "dora@example.org")], [2]),
    "Cyrillic letter": ("name\nDоra Elm\n", [known(DORA)], [2]),
    "address of a member": ("name,email\nEva,dоra@example.org\n", [known(DORA, "dora@example.org")], [2]),
    "two rows": ("name,email\nDora Elm,a@example.org\nELM Dora,b@example.org\n", [], [3]),
    "same name, two addresses": ("name,email\nDora Elm,a@example.org\nDora Elm,b@example.org\n", [], [3]),
    "changed into somebody": ("id,name\n7,Ben  BIRCH\n", [known(DORA, id_="7"), known(BEN)], [2]),
    "nobody": ("name\nEva Ebert\n", [known(DORA)], []),
    "the member themselves": ("name,email\nDora ELM,dora@example.org\n", [known(DORA, "dora@example.org")], []),
}


@pytest.mark.parametrize(("text", "panel", "rows"), ALIKE.values(), ids=ALIKE)
def test_who_looks_like_somebody_else_is_pointed_out_and_waits(text, panel, rows):
    planned = plan(text, *panel)

    assert [row.row for row in planned.alike] == rows
    assert not {row.row for row in planned.confirmed(())} & set(rows)
    assert {row.row for row in planned.confirmed(rows)} >= set(rows)


def test_a_formula_that_was_never_computed_is_taken_as_its_text():
    book = openpyxl.Workbook()
    book.active.append(["name", "Ward"])
    book.active.append(["=HYPERLINK(1)", "=1+1"])
    out = io.BytesIO()
    book.save(out)

    sheet = read_sheet(out.getvalue(), "list.xlsx")

    assert sheet.cells.iloc[0].tolist() == ["=HYPERLINK(1)", "=1+1"]


@given(st.text())
def test_a_defused_cell_is_read_as_it_was_typed(text):
    assert as_typed(defused(text)) == text


@given(st.text(min_size=1, max_size=20).map(str.strip).filter(bool))
def test_a_field_comes_back_under_its_name(name):
    column = defused(column_name(name.replace(":", " ").strip() or "x"))

    assert recognise(column) is Holds.FIELD
    assert field_name(column) == (name.replace(":", " ").strip() or "x")


CELL = st.sampled_from(
    [
        "",
        "Dora Elm",
        "ELM Dora",
        "Ben Birch",
        "dora@example.org",
        "DORA@example.org",
        "ben@example.org",
        "chair",
        "observer",
        "yes",
        "no",
        "Österreich",
        "x",
        "=1",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=6))
def test_importing_twice_is_importing_once(cells):
    text = "name;email;role;Ward\n" + "".join(";".join(row) + "\n" for row in cells)
    chosen = {"role": Holds.ROLE}
    panel: list[KnownMember] = []

    def run():
        planned = plan(text, *panel, chosen=chosen)
        for row in planned.confirmed({row.row for row in planned.rows}):
            panel[:] = [member for member in panel if member.id != row.member_id]
            panel.append(KnownMember(row.member_id or f"m{len(panel)}.{row.row}", row.draft))
        return planned

    run()
    once = {member.id: member.draft for member in panel}
    again = run()

    assert {member.id: member.draft for member in panel} == once
    assert all(row.outcome is Outcome.UNCHANGED for row in again.rows)
