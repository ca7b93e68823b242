"""The sheet of links and codes: what is on it, and that nothing typed is read as markup."""

import shutil
import subprocess

import pytest
import segno

from consensus.exports.access_sheet import AccessCard, AccessSheet, Layout, to_access_sheet
from consensus.exports.printing import unprintable

LINK = "https://consensus.example.org/join#AbCdEfGhIjKlMnOpQrStUv"
pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
pdftoppm = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")


def sheet(*names, title="Hand surgery"):
    cards = [AccessCard(name, "Alder Hospital", LINK, "7QK4-M2TX-9HRW") for name in names]
    return AccessSheet(title, "hand", "https://consensus.example.org/sign-in", "Meeting, 7 September 2012", cards)


def run(program, *arguments, content):
    return subprocess.run([program, *arguments], input=content, capture_output=True, check=True).stdout


def text_of(pdf):
    return " ".join(run("pdftotext", "-layout", "-", "-", content=pdf).decode().split())


@pdftotext
@pytest.mark.parametrize("layout", Layout)
def test_each_person_has_name_code_meeting_and_what_to_do(layout):
    text = text_of(to_access_sheet(sheet("Ann Alder", "Ben Birch"), layout))

    for words in ("Ann Alder", "Ben Birch", "7QK4-M2TX-9HRW", "Meeting, 7 September 2012", "Hand surgery", "sign-in"):
        assert words in text, words
    assert LINK.partition("#")[2] not in text


@pdftotext
@pytest.mark.parametrize(
    "name",
    ["*Ann* _Alder_", "#panic()", '#read("/etc/hostname")', "$x^2$ <label> @ref", "\\ // /* Ann", "[Ann] `code`"],
)
def test_what_was_typed_is_printed_as_it_was_typed(name):
    assert name in text_of(to_access_sheet(sheet(name, title=name), Layout.CARDS))


@pdftotext
@pytest.mark.parametrize("name", ["Zoë Ångström-Łukasiewicz", "Γιώργος Παπάς", "Владимир Ильин"])
def test_latin_greek_and_cyrillic_print_from_the_fonts_of_the_wheel(name):
    assert unprintable([name]) == frozenset()
    assert name in text_of(to_access_sheet(sheet(name), Layout.LETTERS))


@pdftotext
def test_a_character_without_a_glyph_is_a_box_and_the_card_says_so():
    text = text_of(to_access_sheet(sheet("Ann Alder", "\U0010fffc Birch"), Layout.LETTERS))

    assert "□ Birch" in text
    assert "Write it in by hand: no. 2 of this sheet" in text


@pdftotext
def test_eight_cards_are_a_page_and_a_letter_is_one():
    names = [f"Person {n}" for n in range(9)]

    assert run("pdftotext", "-", "-", content=to_access_sheet(sheet(*names), Layout.CARDS)).count(b"\f") == 2
    assert run("pdftotext", "-", "-", content=to_access_sheet(sheet(*names), Layout.LETTERS)).count(b"\f") == 9


@pdftoppm
def test_the_printed_square_is_the_code_of_the_link(tmp_path):
    """Every module of the printed code is looked at, at the place where a reader would look."""
    (tmp_path / "sheet.pdf").write_bytes(to_access_sheet(sheet("Ann Alder"), Layout.LETTERS))
    subprocess.run(
        ["pdftoppm", "-r", "300", "-gray", "-singlefile", tmp_path / "sheet.pdf", tmp_path / "sheet"], check=True
    )
    width, _, pixels = read_pgm((tmp_path / "sheet.pgm").read_bytes())
    expected = [list(row) for row in segno.make(LINK, error="m", micro=False).matrix]

    assert read_square(pixels, width, len(expected)) == expected


def read_pgm(content):
    magic, size, _, pixels = content.split(b"\n", 3)
    assert magic == b"P5"
    width, height = map(int, size.split())
    return width, height, pixels


def read_square(pixels, width, n_modules):
    """Find the finder pattern at the top left, the one below it, and sample every module in its middle."""
    dark = [place for place, value in enumerate(pixels) if value == 0]
    rows = [place // width for place in dark if place % width < width // 3]
    # The square is the largest dark thing on the left of a letter: its rows are those with a finder pattern's run.
    run = bytes(60)
    tops = [row for row in sorted(set(rows)) if run in pixels[row * width : row * width + width // 3]]
    top, bottom = tops[0], tops[-1] + 1
    left = pixels[top * width : (top + 1) * width].index(run)
    step = (bottom - top) / n_modules
    return [
        [
            int(pixels[int(top + (row + 0.5) * step) * width + int(left + (column + 0.5) * step)] < 128)
            for column in range(n_modules)
        ]
        for row in range(n_modules)
    ]
