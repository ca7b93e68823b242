"""A survey as a paper form: boxes to tick, circles for scales, lines to write on, as a PDF."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from consensus.exports.markdown import SIMULATED_NOTICE
from surveys.condition_wording import describe_condition
from surveys.model import Instrument, Question, QuestionKind
from surveys.versions import fingerprint

TEMPLATE = Path(__file__).with_suffix(".typ")
WORDS = {
    "cannot_judge": "Cannot judge",
    "required": "required",
    "plain": "In plain words:",
    "comment": "Comment",
    "name": "Name or code",
    "date": "Date",
}
HOW = (
    "Tick one box unless the question says otherwise; on a scale, mark one circle. If a question does not apply, leave "
    "it empty. To change a mark, strike it through and mark the other."
)
BACK = (
    "Please hand this form to the facilitator, who enters it in your name. You can see on your page what was entered."
)


@dataclass(frozen=True, slots=True)
class PaperForm:
    """What is printed; `paper` is a size that Typst knows, such as "a4" or "us-letter"."""

    instrument: Instrument
    process_title: str
    simulated: bool
    paper: str = "a4"


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


def identity(instrument: Instrument) -> str:
    """Which form this is: id and version of the instrument, and the start of its fingerprint."""
    return f"{instrument.id} · version {instrument.version} · {fingerprint(instrument)[:8]}"


def condition_line(question: Question, instrument: Instrument, numbers: Mapping[str, int]) -> str:
    """Of whom the question is asked, by the numbers on the form: 'Only if question 3 was answered with “Yes”:'."""
    if question.show_if is None:
        return ""
    numbered = tuple(
        replace(
            section,
            questions=tuple(replace(asked, text=f"question {numbers[asked.id]}") for asked in section.questions),
        )
        for section in instrument.sections
    )
    words = describe_condition(question.show_if, replace(instrument, sections=numbered))
    for number in numbers.values():
        words = words.replace(f"“question {number}”", f"question {number}")
    return f"Only if {words}:"


def _data(form: PaperForm) -> dict[str, Any]:
    instrument = form.instrument
    numbers = {question.id: number for number, question in enumerate(instrument.questions(), 1)}
    return {
        "title": instrument.title,
        "process": form.process_title,
        "intro": instrument.intro,
        "language": instrument.language,
        "paper": form.paper,
        "identity": identity(instrument),
        "simulated": SIMULATED_NOTICE if form.simulated else "",
        "how": HOW,
        "back": BACK,
        "words": WORDS,
        "sections": [
            {
                "title": section.title,
                "intro": section.intro,
                "questions": [_question(question, instrument, numbers) for question in section.questions],
            }
            for section in instrument.sections
        ],
    }


def _question(question: Question, instrument: Instrument, numbers: Mapping[str, int]) -> dict[str, Any]:
    scale = question.scale
    return {
        "number": numbers[question.id],
        "kind": question.kind.value,
        "text": question.text,
        "plain": question.plain,
        "help": question.help,
        "required": question.required,
        "cannot_judge": question.cannot_judge,
        "condition": condition_line(question, instrument, numbers),
        "options": [option.label for option in question.options],
        "rows": [row.label for row in question.rows],
        "scale": scale
        and {"low": scale.low, "high": scale.high, "low_label": scale.low_label, "high_label": scale.high_label},
        "unit": question.unit,
        "hint": _hint(question),
        "evidence": [" ".join(part for part in (found.text, found.reference) if part) for found in question.evidence],
        "comment": question.comment,
    }


def _hint(question: Question) -> str:
    if question.kind is QuestionKind.MULTIPLE:
        return f"Tick up to {question.most}." if question.most else "Tick all that apply."
    if question.kind is QuestionKind.RANKING:
        first = f"your first {question.most}" if question.most else "them"
        return f"Number {first} in order: 1 for the most important."
    return ""
