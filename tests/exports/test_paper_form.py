"""The paper form prints what was typed, says who is asked what, and carries an id on every page."""

import json
from dataclasses import replace

import pytest
import typst

from consensus.exports import paper_form
from consensus.exports.paper_form import PaperForm, condition_line, identity, to_pdf
from surveys.form_words import words_in
from surveys.loader import parse_instrument
from surveys.model import Translation

EVIL = '#read("/etc/passwd") *bold* $x^2$ \\\\ <label> @ref // `raw` [a]'
INSTRUMENT = parse_instrument(
    f"""
id = "form"
version = "3"
title = "Before the meeting"
intro = '{EVIL}'

[[section]]
id = "s"
title = "One"

[[section.question]]
id = "use"
kind = "yes_no_unsure"
text = "Do you use it?"
required = true
comment = true

[[section.question]]
id = "sure"
kind = "scale"
text = "How sure are you?"
cannot_judge = true
scale = {{ low = 1, high = 9, low_label = "not", high_label = "very" }}

[[section.question]]
id = "why"
kind = "text"
text = '{EVIL}'
show_if = "use is yes and sure >= 7"

[[section.question]]
id = "groups"
kind = "matrix"
text = "In whom?"
rows = [{{ id = "old", label = "Older" }}, {{ id = "young", label = "Younger" }}]
options = [{{ id = "a", label = "Always" }}, {{ id = "b", label = "Never" }}]

[[section.question]]
id = "order"
kind = "ranking"
text = "What first?"
most = 2
options = [{{ id = "a", label = "Survival" }}, {{ id = "b", label = "Comfort" }}, {{ id = "c", label = "Cost" }}]

[[section.question]]
id = "number"
kind = "number"
text = "How many?"
unit = "a year"

[[section.question]]
id = "several"
kind = "multiple"
text = "Which?"
most = 1
options = [{{ id = "a", label = "Cost" }}, {{ id = "b", label = "Time" }}]
""",
    "form.toml",
)
ENGLISH = words_in("en")
NUMBERS = {question.id: number for number, question in enumerate(INSTRUMENT.questions(), 1)}


def printed(form: PaperForm, monkeypatch) -> str:
    """The data that Typst is given beside the template."""
    given = {}
    real = typst.compile
    monkeypatch.setattr(
        paper_form.typst, "compile", lambda source, **options: given.update(options) or real(source, **options)
    )
    to_pdf(form)
    return str(given["sys_inputs"]["form"])


def test_the_form_is_a_pdf_with_as_many_pages_as_it_takes():
    pdf = to_pdf(PaperForm(INSTRUMENT, "Hand surgery", simulated=False))

    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 10_000


def test_what_was_typed_is_data_and_never_the_source_of_the_document(monkeypatch):
    data = printed(PaperForm(INSTRUMENT, EVIL, simulated=True), monkeypatch)

    assert "/etc/passwd" in data
    assert b"/etc/passwd" not in paper_form.TEMPLATE.read_bytes()
    assert b"eval(" not in paper_form.TEMPLATE.read_bytes()
    assert "root:" not in data


def test_a_question_that_is_not_for_everybody_says_for_whom_by_number():
    line = condition_line(INSTRUMENT.question("why"), INSTRUMENT, NUMBERS, ENGLISH)

    assert line == "Only if question 1 was answered with “Yes” and question 2 is at least 7:"
    assert condition_line(INSTRUMENT.question("use"), INSTRUMENT, NUMBERS, ENGLISH) == ""


def test_the_id_on_the_pages_changes_with_any_word_of_the_questions():
    other = replace(INSTRUMENT, intro="Another introduction")

    assert identity(INSTRUMENT, ENGLISH).startswith("form · version 3 · ")
    assert identity(other, ENGLISH) != identity(INSTRUMENT, ENGLISH)


def test_the_same_form_is_the_same_file():
    form = PaperForm(INSTRUMENT, "Hand surgery", simulated=False)

    assert to_pdf(form) == to_pdf(form)


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_200_questions_fit_on_either_paper(paper):
    section = INSTRUMENT.sections[0]
    many = tuple(
        replace(question, id=f"{question.id}{number}", show_if=None)
        for number in range(29)
        for question in section.questions
    )
    form = PaperForm(replace(INSTRUMENT, sections=(replace(section, questions=many),)), "Long", False, paper)

    assert to_pdf(form).startswith(b"%PDF-")


CONDITIONS = {
    "en": "Only if question 1 was answered with “Yes” and question 2 is at least 7:",
    "fr": (
        "Seulement dans ce cas\u202f: la réponse à la question 1 est «\u202fOui\u202f» "
        "et la réponse à la question 2 est au moins 7."
    ),
    "de": "Nur wenn Frage 1 mit „Ja“ beantwortet ist und Frage 2 mindestens 7 ist:",
}


@pytest.mark.parametrize("language", CONDITIONS)
def test_the_form_speaks_the_language_of_its_questions(monkeypatch, language):
    translated = replace(INSTRUMENT, translations=(Translation("fr", ()), Translation("de", ())))

    data = json.loads(printed(PaperForm(translated, "Hand surgery", True, language=language), monkeypatch))

    why = next(question for question in data["sections"][0]["questions"] if question["number"] == NUMBERS["why"])
    words = words_in(language)
    assert why["condition"] == CONDITIONS[language]
    assert (data["language"], data["simulated"]) == (language, words.paper["simulated"])
    assert data["words"]["cannot_judge"] == words.form["cannot_judge"]


def test_plain_twins_stand_on_the_form(monkeypatch):
    section, twin = INSTRUMENT.sections[0], "In other words."
    groups = INSTRUMENT.question("groups")
    twins = replace(groups, rows=tuple(replace(row, plain=twin) for row in groups.rows))
    plain = replace(INSTRUMENT, plain=twin, sections=(replace(section, plain=twin, questions=(twins,)),))

    data = json.loads(printed(PaperForm(plain, "Hand surgery", False), monkeypatch))

    (one,) = data["sections"]
    assert [data["plain"], one["plain"], *(row["plain"] for row in one["questions"][0]["rows"])] == [twin] * 4
