"""A survey as a paper form: boxes to tick, circles for scales, lines to write on, as a PDF."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from surveys.condition_wording import describe_condition
from surveys.form_words import FormWords, words_in
from surveys.model import Instrument, Option, Question, QuestionKind
from surveys.translation import translate
from surveys.versions import fingerprint

TEMPLATE = Path(__file__).with_suffix(".typ")


@dataclass(frozen=True, slots=True)
class PaperForm:
    """What is printed; `paper` is a size that Typst knows, such as "a4" or "us-letter".

    language: one of the instrument's, or "" for its own.
    """

    instrument: Instrument
    process_title: str
    simulated: bool
    paper: str = "a4"
    language: str = ""


def to_pdf(form: PaperForm) -> bytes:
    """The form with an id and a number on each page, so that pages that were parted find together again.

    Questions are numbered as on a screen that shows all of them; one that is not asked of everybody says of whom.
    """
    return bytes(
        typst.compile(
            TEMPLATE.read_bytes(),
            sys_inputs={"form": json.dumps(_data(form))},
            format="pdf",
            ignore_system_fonts=True,
            timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        )
    )


def identity(instrument: Instrument, words: FormWords) -> str:
    """Which form this is: id and version of the instrument, and the start of its fingerprint."""
    version = words.paper["version"].format(version=instrument.version)
    return f"{instrument.id} · {version} · {fingerprint(instrument)[:8]}"


def condition_line(question: Question, instrument: Instrument, numbers: Mapping[str, int], words: FormWords) -> str:
    """Of whom the question is asked, by the numbers on the form: 'Only if question 3 was answered with “Yes”:'."""
    if question.show_if is None:
        return ""
    said = describe_condition(
        question.show_if,
        instrument,
        language=words.language,
        name=lambda asked: words.condition["question"].format(n=numbers[asked.id]),
    )
    return words.condition["only_if"].format(condition=said)


def _data(form: PaperForm) -> dict[str, Any]:
    language = form.language or form.instrument.language
    instrument, words = translate(form.instrument, language), words_in(language)
    numbers = {question.id: number for number, question in enumerate(instrument.questions(), 1)}
    return {
        "title": instrument.title,
        "process": form.process_title,
        "intro": instrument.intro,
        "plain": instrument.plain,
        "language": language.partition("-")[0],
        "paper": form.paper,
        "identity": identity(form.instrument, words),
        "simulated": words.paper["simulated"] if form.simulated else "",
        "words": {**words.paper, "cannot_judge": words.form["cannot_judge"], "plain": words.form["plain"]},
        "sections": [
            {
                "title": section.title,
                "intro": section.intro,
                "plain": section.plain,
                "questions": [_question(question, instrument, numbers, words) for question in section.questions],
            }
            for section in instrument.sections
        ],
    }


def _question(
    question: Question, instrument: Instrument, numbers: Mapping[str, int], words: FormWords
) -> dict[str, Any]:
    scale = question.scale
    return {
        "number": numbers[question.id],
        "kind": question.kind.value,
        "text": question.text,
        "plain": question.plain,
        "help": question.help,
        "required": question.required,
        "cannot_judge": question.cannot_judge,
        "condition": condition_line(question, instrument, numbers, words),
        "options": [_part(option) for option in question.options],
        "rows": [_part(row) for row in question.rows],
        "scale": scale
        and {"low": scale.low, "high": scale.high, "low_label": scale.low_label, "high_label": scale.high_label},
        "unit": question.unit,
        "hint": _hint(question, words.paper),
        "evidence": [" ".join(part for part in (found.text, found.reference) if part) for found in question.evidence],
        "comment": question.comment,
    }


def _part(part: Option) -> dict[str, str]:
    return {"label": part.label, "plain": part.plain}


def _hint(question: Question, words: Mapping[str, str]) -> str:
    match question.kind, question.most:
        case QuestionKind.MULTIPLE, None:
            return words["tick_all"]
        case QuestionKind.MULTIPLE, most:
            return words["tick_up_to"].format(n=most)
        case QuestionKind.RANKING, None:
            return words["rank"]
        case QuestionKind.RANKING, most:
            return words["rank_up_to"].format(n=most)
        case _:
            return ""
