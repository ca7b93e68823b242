"""References in the style of medical journals, and DOIs in their one form."""

import pytest

from consensus.domain.errors import InvalidInputError
from consensus.domain.references.doi import doi_address, doi_within, normal_doi
from consensus.domain.references.duplicates import find_duplicates
from consensus.domain.references.model import Reference
from consensus.domain.references.names import author_name
from consensus.domain.references.numbering import number_all
from consensus.domain.references.vancouver import short_pages, vancouver
from consensus.domain.results import Evidence

ARTICLE = Reference(
    title="Pumps in the liver",
    authors=("Osei A", "Lindgren N"),
    journal="Curr Oncol",
    year="2014",
    volume="21",
    issue="1",
    pages="e129-e136",
    doi="10.1000/pump",
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("10.1000/Pump", "10.1000/pump"),
        ("doi:10.1000/pump.", "10.1000/pump"),
        ("DOI 10.1000/pump", "10.1000/pump"),
        ("https://doi.org/10.1000/pump", "10.1000/pump"),
        ("http://dx.doi.org/10.1016%2FS0140-6736(05)67394-1", "10.1016/s0140-6736(05)67394-1"),
        ("10.1002/(SICI)1097-0258(19980815)17:15<1661", None),
        ("  ", ""),
        ("10.12/too-short", None),
        ("21.1577", None),
        ("10.1000/with space", None),
    ],
    ids=[
        "upper case", "label and full stop", "label alone", "resolver", "escaped resolver with brackets",
        "angle bracket", "nothing", "short prefix", "no prefix", "space",
    ],
)  # fmt: skip
def test_a_doi_has_one_form_or_is_refused(typed, expected):
    if expected is None:
        with pytest.raises(InvalidInputError, match=r"is no DOI. A DOI looks like 10.1000/182"):
            normal_doi(typed)
        return

    assert normal_doi(typed) == expected


def test_a_doi_is_found_in_a_sentence_without_its_full_stop():
    assert doi_within("See (https://doi.org/10.1000/Pump).") == "10.1000/pump"
    assert doi_within("No identifier here, 10.5 mg/day.") == ""
    assert doi_address("10.1000/a<b>") == "https://doi.org/10.1000/a%3Cb%3E"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Karanicolas, Paul J.", "Karanicolas PJ"),
        ("Paul J. Karanicolas", "Karanicolas PJ"),
        ("Karanicolas PJ", "Karanicolas PJ"),
        ("Osei, J.-L.", "Osei JL"),
        ("Ludwig van der Berg", "van der Berg L"),
        ("van der Berg, Ludwig", "van der Berg L"),
        ("King, Martin Luther, Jr.", "King ML Jr"),
        ("King, Jr., Martin Luther", "King ML Jr"),
        ("Aristotle", "Aristotle"),
        ("Ng, A", "Ng A"),
        (" , ", ""),
    ],
)
def test_names_are_family_name_and_initials(written, expected):
    assert author_name(written) == expected


def test_an_article_is_printed_as_journals_do():
    assert vancouver(ARTICLE) == (
        "Osei A, Lindgren N. Pumps in the liver. Curr Oncol. 2014;21(1):e129-36. doi:10.1000/pump"
    )


def test_six_authors_are_named_and_the_rest_are_others():
    many = tuple(f"Author{letter} A" for letter in "ABCDEFG")

    assert vancouver(Reference("Title?", many)).startswith(
        "AuthorA A, AuthorB A, AuthorC A, AuthorD A, AuthorE A, AuthorF A, et al. Title?"
    )
    assert "et al" not in vancouver(Reference("Title?", many[:6]))


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (Reference("Alone"), "Alone."),
        (Reference("A book", ("Osei A",), journal="Press", year="2010"), "Osei A. A book. Press. 2010."),
        (Reference("A page", url="https://example.org"), "A page. Available from: https://example.org"),
        (Reference("An article", year="2010", pages="CD003770"), "An article. 2010:CD003770."),
        (Reference("An article", volume="12", pmid="123"), "An article. 12. PMID: 123"),
    ],
    ids=["a title", "a book", "a page", "the number of an article", "no year"],
)
def test_what_is_missing_leaves_no_trace(reference, expected):
    assert vancouver(reference) == expected


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("129--136", "129-36"),
        ("129–136", "129-36"),
        ("98-103", "98-103"),
        ("S12-S19", "S12-9"),
        ("7", "7"),
        ("3-3", "3"),
    ],
)
def test_a_range_of_pages_says_no_digit_twice(pages, expected):
    assert short_pages(pages) == expected


def test_the_same_doi_and_alike_titles_are_pointed_out():
    references = [
        ARTICLE,
        Reference("Another title altogether", doi="10.1000/pump"),
        Reference("PUMPS in the liver."),
        Reference("Hepatic artery chemotherapy for patients with resected colorectal metastases"),
        Reference("Hepatic artery chemotherapy for patients with resected colorectal metastases: a review"),
        Reference("Étude des métastases"),
        Reference("Etude des metastases"),
        Reference("A new study"),
    ]

    found = find_duplicates(references)

    assert {place: (twin.earlier, twin.why) for place, twin in found.items()} == {
        1: (0, "the same DOI"),
        2: (0, "the same title"),
        4: (3, "a title that is alike"),
        6: (5, "the same title"),
    }


def test_works_are_numbered_as_they_are_first_cited_and_listed_once():
    first, second, typed = Evidence("", "A.", "10.1/a"), Evidence("", "B."), Evidence("", "b. ")

    listed = number_all([second, Evidence("", ""), first, typed, first])

    assert [(entry.number, entry.line) for entry in listed] == [(1, "B."), (2, "A. doi:10.1/a")]
