"""What is known of a member: cleaned once, with further facts by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from consensus.domain.members import (
    MAX_FIELDS,
    MemberDraft,
    clean_draft,
    clean_fields,
    fields_text,
    parse_fields,
    search_text,
)
from consensus.domain.roles import Role

TEXT = st.text(max_size=30)


def test_every_text_of_a_draft_becomes_one_line():
    draft = MemberDraft(
        "Dora\nElm",
        " Dora@Example.org",
        institution="North\tEnd",
        country="\u202eCanada",
        fields={"Ward": "7\r\n"},
    )

    assert clean_draft(draft) == MemberDraft(
        "Dora Elm", "Dora@example.org", institution="North End", country="Canada", fields={"Ward": "7"}
    )


def test_who_cannot_vote_is_not_entered_with_a_vote():
    with pytest.raises(InvalidInputError, match=r"^An observer takes part without a vote\.$"):
        clean_draft(MemberDraft("Dora Elm", role=Role.OBSERVER))


REFUSED = {
    "name too long": ({"x" * 61: "7"}, "has at most 60"),
    "text too long": ({"Ward": "7" * 1001}, "Ward has at most 1000"),
    "no name": ({" ": "7"}, "without a name"),
    "too many": ({f"Field {n}": "7" for n in range(MAX_FIELDS + 1)}, "at most 40 further fields"),
}


@pytest.mark.parametrize(("fields", "said"), REFUSED.values(), ids=REFUSED)
def test_fields_that_cannot_be_kept_are_refused(fields, said):
    with pytest.raises(InvalidInputError, match=said):
        clean_fields(fields)


def test_a_field_without_a_text_is_no_field():
    assert clean_fields({"Ward": " ", "Note: a": "b"}) == {"Note a": "b"}


@given(st.dictionaries(TEXT.filter(lambda name: any(c.isalnum() for c in name)), TEXT, max_size=6))
def test_fields_that_are_typed_out_are_read_back(typed):
    fields = clean_fields(typed)

    assert clean_fields(parse_fields(fields_text(fields))) == fields


def test_a_line_without_a_colon_is_no_field():
    with pytest.raises(InvalidInputError, match="as name: text"):
        parse_fields("Ward: 7\nand so on")


def test_everything_known_of_a_member_is_searched():
    found = search_text(MemberDraft("Zoë Elm", "zoe@example.org", country="Österreich", fields={"Ward": "Süd"}))

    assert found.split("\n") == ["zoe elm", "zoe@example.org", "osterreich", "sud"]
