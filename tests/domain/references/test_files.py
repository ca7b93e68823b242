"""Files of references as they are in the wild: odd letters, missing fields, unknown tags, broken entries."""

from dataclasses import replace

import pytest

from consensus.domain.errors import InvalidInputError
from consensus.domain.references.latex import plain
from consensus.domain.references.model import Reference
from consensus.domain.references.reading import read_references

RIS = """\
TY  - JOUR
AU  - Osei, Amara
AU  - Lindgren, Nora E.
T1  - Pumps in the liver: a
      title on two lines
JO  - Curr Oncol
PY  - 2014/02/01/
VL  - 21
IS  - 1
SP  - e129
EP  - e136
DO  - https://doi.org/10.1000/Pump
UR  - https://example.org/pump;https://example.org/other
DB  - PubMed
AN  - 24523613
ZZ  - something of our own
AB  - A long abstract
which goes on without a tag
ER  -
"""
BIBTEX = r"""
@comment{exported by a reference manager @article{no, title={never}}}
@string{co = "Curr Oncol"}
@string(suppl = {Suppl})
@Article{osei2014,
  author    = {Osei, Amara and N{\'o}ra E. Lindgr{\"e}n and {World Health Organization and Partners} and others},
  title     = "{P}umps in the {L}iver: 50\% \& \emph{more} $\alpha$--$\beta$",
  journal   = co # " " # suppl,
  year      = 2014,
  month     = feb,
  volume    = {21},
  number    = 1,
  pages     = {e129--e136},
  doi       = {10.1000/PUMP\_1},
  url       = {https://example.org/a\_b},
  mytag     = {x},
}
"""


def test_a_ris_entry_is_read_with_its_oddities():
    read = read_references(RIS.encode())

    assert [found.line for found in read.found] == [1]
    assert read.found[0].reference == Reference(
        title="Pumps in the liver: a title on two lines",
        authors=("Osei A", "Lindgren NE"),
        journal="Curr Oncol",
        year="2014",
        volume="21",
        issue="1",
        pages="e129-e136",
        doi="10.1000/pump",
        pmid="24523613",
        url="https://example.org/pump",
    )
    assert read.unknown == ("ZZ",)


def test_a_bibtex_entry_is_read_with_its_oddities():
    read = read_references(BIBTEX.encode())

    assert [found.line for found in read.found] == [5]
    assert read.found[0].reference == Reference(
        title="Pumps in the Liver: 50% & more α–β",
        authors=("Osei A", "Lindgrën NE", "World Health Organization and Partners"),
        journal="Curr Oncol Suppl",
        year="2014",
        volume="21",
        issue="1",
        pages="e129-e136",
        doi="10.1000/pump_1",
        url="https://example.org/a_b",
    )
    assert read.unknown == ("mytag",)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"M{\"u}ller", "Müller"),
        (r"M\"uller", "Müller"),
        (r"{\'E}tude", "Étude"),
        (r"\c{c}a et \v{S}koda", "ça et Škoda"),
        (r"\v S\'{\i}", "Ší"),
        (r"Stra{\ss}e, \AA ngstr{\"o}m, {\O}re", "Straße, Ångström, Øre"),
        (r"Erd\H{o}s~P", "Erdős P"),
        (r"\~nandu", "ñandu"),
        (r"100\% {\textbf{sure}} \$5", "100% sure $5"),
        ("pages 1--2, ``so''", "pages 1–2, “so”"),
        (r"set \{a\}", "set {a}"),
    ],
)
def test_latex_becomes_letters(latex, expected):
    assert plain(latex) == expected


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["UTF-8 with a mark", "UTF-16", "Windows", "lines of Windows", "lines of an old Macintosh"],
)
def test_letters_are_read_whatever_wrote_them(encode):
    text = "TY  - JOUR\nAU  - Müller, Ågot\nTI  - Étude\nER  - \n"

    reference = read_references(encode(text)).found[0].reference

    assert reference == Reference("Étude", ("Müller Å",))


def test_missing_fields_are_empty_and_an_entry_without_a_title_is_told():
    text = "@misc{a, title={Only a title}}\n@article{b,\n author={Osei, A}}\n@book{, title = {No key} }\n"

    read = read_references(text.encode())

    assert [found.reference for found in read.found] == [Reference("Only a title"), Reference("No key")]
    assert read.untitled == (2,)


def test_a_thousand_entries_are_read_in_order():
    ris = "".join(f"TY  - JOUR\nTI  - Study {n}\nDO  - 10.1000/{n}\nER  - \n\n" for n in range(1000))
    bibtex = "\n".join(f"@article{{s{n},\n title = {{Study {n}}},\n doi = {{10.1000/{n}}}\n}}" for n in range(1000))

    for text in (ris, bibtex):
        read = read_references(text.encode())
        assert [found.reference for found in read.found] == [
            Reference(f"Study {n}", doi=f"10.1000/{n}") for n in range(1000)
        ]
    assert [found.line for found in read.found[:3]] == [1, 5, 9]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("TY  - JOUR\nTI  - A\n", "Line 1: the entry has no end (“ER  - ”) before the file ends."),
        ("TY  - JOUR\nTI  - A\nTY  - JOUR\nER  - \n", "Line 3: an entry begins; that of line 1 has no end (“ER  - ”)."),
        ("\nAU  - Osei\nTY  - JOUR\nER  - \n", "Line 2: “AU” stands outside of an entry; “TY  - ” begins one."),
        ("Results\nTY  - JOUR\nER  - \n", "Line 1: an entry begins with “TY  - ”, not with “Results”."),
        ("\n@article{a,\n title={A},\n", "Line 2: the entry “a” is not closed before the file ends."),
        ("@article{a,\n title={A\n}\n", "Line 1: the entry “a” is not closed before the file ends."),
        ("@article{a,\n title={A\n", "Line 2: a brace in the entry “a” is opened and never closed."),
        ('@article{a,\n title="A\n}', "Line 2: a quotation mark in the entry “a” is opened and never closed."),
        ("@article{a,\n title {A}}", "Line 2: “title” in the entry “a” has no “=” behind it."),
        ("@article{a,\n title={A}\n year=2010}", "Line 3: a comma is missing after “title” in the entry “a”."),
        ("@article{a,\n title=,}", "Line 2: a value is missing in the entry “a”."),
        ("@comment{never closed", "Line 1: the @comment is not closed before the file ends."),
        ("Title,Year\nA,2010\n", "This is neither a RIS file (“TY  - ”) nor a BibTeX file (“@article{”)."),
        ("TY  - JOUR\nER  - \n", "There is no entry with a title in this file."),
    ],
)
def test_a_broken_file_is_refused_with_the_line(text, sentence):
    with pytest.raises(InvalidInputError) as refusal:
        read_references(text.encode())

    assert str(refusal.value) == sentence


def test_what_is_no_text_is_refused():
    with pytest.raises(InvalidInputError, match="no text file"):
        read_references(b"PK\x03\x04\0\0")


def test_braces_with_a_backslash_do_not_close_a_value():
    read = read_references(rb"@article{a, title={Set \{x\} of}, year={2010}}")

    assert read.found[0].reference == replace(Reference("Set {x} of"), year="2010")
