"""Names and addresses: one visible line each, and which of them look alike."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from consensus.domain.people import (
    MAX_FACT,
    MAX_NAME,
    check_address,
    clean_fact,
    clean_line,
    clean_name,
    likeness,
    searchable,
)

LINES = {
    "line break": ("Dora\r\nElm", "Dora Elm"),
    "tab and hard space": ("Dora\t\u00a0Elm", "Dora Elm"),
    "line separator": ("Dora\u2028Elm", "Dora Elm"),
    "control characters": ("\x00Dora\x1b Elm", "Dora Elm"),
    "direction override": ("Dora \u202emlE\u202c", "Dora mlE"),
    "direction isolate": ("\u2066Dora\u2069 Elm", "Dora Elm"),
    "zero-width space": ("Do\u200bra Elm\ufeff", "Dora Elm"),
    "joiner between Latin letters": ("Do\u200dra", "Dora"),
    "soft hyphen": ("Do\u00adra", "Dora"),
    "letter without ink": ("Dora\u3164", "Dora"),
    "combining accent": ("Zoe\u0308", "Zo\u00eb"),
    "non-joiner in a Persian name": ("علی\u200cرضا", "علی\u200cرضا"),
    "joiner in a Sinhala name": ("ශ\u0dca\u200dරී", "ශ\u0dca\u200dරී"),
    "form of a Chinese character": ("渡邉\U000e0101", "渡邉\U000e0101"),
}


@pytest.mark.parametrize(("typed", "line"), LINES.values(), ids=LINES)
def test_a_line_holds_what_can_be_seen_and_what_its_script_needs(typed, line):
    assert clean_line(typed) == line


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing(typed):
    once = clean_line(typed)

    assert clean_line(once) == once
    assert len(once.splitlines()) <= 1
    assert not any(
        unicodedata.bidirectional(c) in {"LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI"} for c in once
    )


@pytest.mark.parametrize("typed", ["", " ", "\u200b\u200b", "\u3164", "--", "\x00\n"])
def test_a_name_needs_something_to_read(typed):
    with pytest.raises(InvalidInputError, match="needs a name"):
        clean_name(typed)


def test_the_longest_name_is_accepted_and_one_character_more_is_not():
    assert clean_name("d" * MAX_NAME) == "d" * MAX_NAME

    with pytest.raises(InvalidInputError, match="at most 200 characters"):
        clean_name("d" * (MAX_NAME + 1))


def test_a_fact_that_is_too_long_is_refused_by_its_name():
    assert clean_fact("A country", " New\nZealand ") == "New Zealand"

    with pytest.raises(InvalidInputError, match="A country has at most 120 characters"):
        clean_fact("A country", "x" * (MAX_FACT + 1))


ADDRESSES = {
    "as it is": ("dora@example.org", "dora@example.org"),
    "domain in capitals": (" Dora@Example.ORG ", "Dora@example.org"),
    "line break after it": ("dora@example.org\r\n", "dora@example.org"),
    "zero-width space inside": ("dora@exa\u200bmple.org", "dora@example.org"),
    "international": ("müller@bücher.example.org", "müller@bücher.example.org"),
    "inside a house": ("dora@hospital.local", "dora@hospital.local"),
    "none": ("  ", ""),
}


@pytest.mark.parametrize(("typed", "address"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_has_a_normal_form(typed, address):
    assert check_address(typed) == address


REFUSED = {
    "no at": "dora",
    "no domain": "dora@",
    "no dot in the domain": "dora@hospital",
    "header smuggled in": "dora@example.org\r\nBcc: all@example.org",
    "two addresses": "dora@example.org, ben@example.org",
    "blank inside": "dora elm@example.org",
    "too long": "d" * 65 + "@example.org",
}


@pytest.mark.parametrize("typed", REFUSED.values(), ids=REFUSED)
def test_what_is_no_address_is_refused_in_a_sentence(typed):
    with pytest.raises(InvalidInputError, match=r"^“.*” is no e-mail address: .+\.$"):
        check_address(typed)


ALIKE = {
    "case": ("Dora Elm", "DORA elm"),
    "order of the parts": ("Dora Elm", "Elm, Dora"),
    "hyphen": ("Anne-Marie Elm", "Anne Marie Elm"),
    "title": ("Prof. Dr. Dora Elm", "Dora Elm"),
    "accents": ("Björn Østergård", "Bjorn Ostergard"),
    "stroke": ("Łukasz Đorđe", "Lukasz Dorde"),
    "sharp s": ("Strauß", "STRAUSS"),
    "ligature": ("Cæsar", "Caesar"),
    "Cyrillic letters among Latin ones": ("Dоrа Еlm", "Dora Elm"),
    "Cyrillic throughout": ("ТОМ", "Tom"),
    "Greek capital": ("Αnna", "Anna"),
    "full width": ("Ｄora", "Dora"),
    "capital i and small l": ("Ian Lund", "lan Lund"),
    "digit one": ("ann@examp1e.org", "ann@example.org"),
    "rn and m": ("rnaria@example.org", "maria@example.org"),
    "address in Cyrillic": ("аnn@example.org", "ann@example.org"),
    "zero-width space": ("Do\u200bra", "Dora"),
    "non-joiner": ("علی\u200cرضا", "علیرضا"),
}


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_what_looks_alike_has_one_likeness(one, other):
    assert likeness(one) == likeness(other)


DIFFERENT = {
    "another letter": ("Dora Elm", "Doris Elm"),
    "letters changed about": ("Ann Alder", "Ann Adler"),
    "n and v": ("Nina", "Vina"),
    "vowel signs of Devanagari": ("राम", "रिम"),
    "Chinese": ("王伟", "王芳"),
    "Cyrillic": ("Иван", "Иваи"),
    "one part more": ("Dora Elm", "Dora M Elm"),
    "numbers": ("Expert 12", "Expert 13"),
    "parts of an address": ("a.b@example.org", "b.a@example.org"),
    "only titles": ("Dr Prof", "Dr"),
}


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_what_does_not_look_alike_has_not(one, other):
    assert likeness(one) != likeness(other)


def test_numbers_keep_apart():
    assert len({likeness(f"Expert {number}") for number in range(1000)}) == 1000


@given(st.lists(st.text("abcdefghij ABCxyzäöé", min_size=1, max_size=12), min_size=1, max_size=4))
def test_case_and_order_do_not_matter(parts):
    forward, backward = " ".join(parts), " ".join(reversed([word for part in parts for word in part.split()]))

    assert likeness(forward) == likeness(backward) == likeness(forward.upper())


@pytest.mark.parametrize(
    ("entry", "asked"),
    [
        ("Björn Østergård", "bjorn"),
        ("ŁUKASZ Zürich", "lukasz zurich"),
        ("Zoë Østergård", "ostergard"),
        ("राम", "राम"),
        ("Иванов", "иванов"),
        ("Straße", "STRASSE"),
    ],
)
def test_search_is_without_case_and_accents_in_every_script(entry, asked):
    assert searchable(asked) in searchable(entry)
