"""Turns a LimeSurvey survey into an instrument, with all of its languages."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from consensus.domain.errors import InvalidInputError
from surveys import fields
from surveys.condition_checks import resolve
from surveys.condition_reading import ConditionError
from surveys.conditions import AllOf, Condition
from surveys.importing.imported import Imported, Note
from surveys.importing.lime_model import LimeGroup, LimePart, LimeQuestion, LimeSurvey
from surveys.importing.logic import Asked, CannotCarryError, read_logic
from surveys.importing.words import clean, has_markup, make_id
from surveys.loader import parse_instrument
from surveys.model import Instrument, Option, Question, QuestionKind, Scale, Section, Translation
from surveys.toml_writer import write_instrument
from surveys.translation import texts_of

FORM = "LimeSurvey"

_LEFT_OUT = {
    ";": "a table of texts has no place here",
    ":": "a table of numbers has no place here",
    "*": "an equation asks nothing",
    "|": "files are not collected here",
    "I": "panelists choose the language themselves",
}
_FIXED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Y": (("Y", "Yes"), ("N", "No")),
    "G": (("F", "Female"), ("M", "Male")),
    "C": (("Y", "Yes"), ("N", "No"), ("U", "Uncertain")),
    "E": (("I", "Increase"), ("S", "Same"), ("D", "Decrease")),
}
_SCALES = {"5": Scale(1, 5), "A": Scale(1, 5), "B": Scale(1, 10)}
_ARRAYS = "ABCEFH1"
_TEXTS = "STUD"
_USED = {"max_answers", "min_num_value_n", "max_num_value_n"}


@dataclass(slots=True)
class _Reading:
    """What has been read so far. words: for each language, texts by the keys of translations."""

    main: str
    notes: list[Note] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    section_ids: set[str] = field(default_factory=set)
    asked: dict[str, Asked] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def note(self, where: str, why: str) -> None:
        self.notes.append(Note(where, why))

    def say(self, texts: Mapping[str, str], key: str, where: str = "") -> str:
        """The words in the main language; those of the others are kept under their key."""
        if where and any(has_markup(text) for text in texts.values()):
            self.note(where, "Formatting, pictures and links were left out; the words are there.")
        if where and any(re.search(r"\{[^{}\s][^{}]*\}", text) for text in texts.values()):
            self.note(where, "Braces stay as they are; answers are not put into texts here.")
        for language, text in texts.items():
            if language != self.main and (words := clean(text)):
                self.words.setdefault(language, {})[key] = words
        return clean(texts.get(self.main) or next(iter(texts.values()), ""))

    def find(self, name: str) -> Asked | None:
        """What a name stands for: with or without a suffix, or made of numbers as older files have it."""
        name = re.sub(r"\.(?:NAOK|value|code|shown|valueNAOK)$", "", name)
        if old := re.fullmatch(r"\d+X\d+X(\d+)(\w*)", name):
            name = self._by_number(old[1], old[2])
        return self.asked.get(name)

    def _by_number(self, number: str, code: str) -> str:
        """The name of question `number` with what follows it; a code of digits is not set apart from the number."""
        for end in range(len(number), 0, -1):
            rest = number[end:] + code
            if number[:end] in self.numbers:
                known = self.numbers[number[:end]] + (f"_{rest}" if rest else "")
                if known in self.asked:
                    return known
        return ""


def to_instrument(survey: LimeSurvey, name: str) -> Imported:
    """The instrument, and all that has no place in it.

    Raises:
        InvalidInputError: nothing in the survey can be asked here.
    """
    reading = _Reading(survey.languages[0])
    title = reading.say(survey.titles, "title") or "Survey"
    intro = reading.say(survey.welcomes, "intro")
    sections = [section for group in survey.groups if (section := _section(group, reading)).questions]
    if not sections:
        raise InvalidInputError(f"{name} holds no question that can be asked here.")
    instrument = Instrument(make_id(title, set()), "1", title, tuple(sections), intro, language=_language(reading.main))
    instrument = replace(instrument, translations=tuple(_translations(instrument, survey, reading)))
    written = write_instrument(instrument)
    return Imported(parse_instrument(written, name), written, FORM, tuple(reading.notes))


def _language(code: str) -> str:
    return code if re.fullmatch(fields.LANGUAGE, code) else "en"


def _translations(instrument: Instrument, survey: LimeSurvey, reading: _Reading) -> Iterator[Translation]:
    known = texts_of(instrument)
    for language in dict.fromkeys(survey.languages[1:]):
        said = reading.words.get(language, {})
        if not re.fullmatch(fields.LANGUAGE, language) or language == instrument.language:
            reading.note(f"language {language!r}:", "Left out: its code is not one that is known here.")
        elif texts := tuple((key, said[key]) for key in known if key in said):
            yield Translation(language, texts)


def _section(group: LimeGroup, reading: _Reading) -> Section:
    title = clean(group.titles.get(reading.main, "")) or "Section"
    section_id = make_id(title, reading.section_ids)
    reading.say(group.titles, f"section.{section_id}.title")
    shown = _condition(group.relevance, group.where, reading)
    questions: list[Question] = []
    intros = [reading.say(group.descriptions, f"section.{section_id}.intro", group.where)]
    for lime in group.questions:
        if lime.kind == "X":
            reading.note(lime.where, "A text to be read stands in its section's introduction now, in one language.")
            intros.append(clean(lime.texts.get(reading.main, "")))
            continue
        for question in _questions(lime, reading):
            both = [condition for condition in (shown, question.show_if) if condition is not None]
            condition = AllOf(tuple(both)) if len(both) > 1 else both[0] if both else None
            reading.questions[question.id] = replace(question, show_if=condition)
            questions.append(reading.questions[question.id])
    return Section(section_id, title, tuple(questions), "\n".join(text for text in intros if text))


def _questions(lime: LimeQuestion, reading: _Reading) -> Iterable[Question]:
    """One question as a rule; several texts or numbers in one become one each."""
    if lime.kind in _LEFT_OUT:
        reading.note(lime.where, f"Left out: {_LEFT_OUT[lime.kind]}.")
        return
    if lime.number:
        reading.numbers[lime.number] = lime.code
    _note_what_is_lost(lime, reading)
    condition = _condition(lime.relevance, lime.where, reading)
    if lime.kind in "QK":
        yield from _several(lime, reading, condition)
    elif lime.kind == "1":
        for scale in (0, 1):
            answers = [answer for answer in lime.answers if answer.scale == scale]
            half = replace(lime, answers=answers, code=f"{lime.code}_{scale + 1}")
            yield from _one(half, reading, condition)
        reading.note(lime.where, "Its two scales became two questions.")
    else:
        yield from _one(lime, reading, condition)


def _one(lime: LimeQuestion, reading: _Reading, condition: Condition | None) -> Iterable[Question]:
    base = _base(lime, reading, condition)
    made: Question | None
    if lime.kind in _ARRAYS:
        made = _matrix(lime, reading, base)
    elif lime.kind in "L!OYG":
        made = _choice(lime, reading, base, QuestionKind.SINGLE, lime.answers)
    elif lime.kind in "MP":
        made = _choice(lime, reading, base, QuestionKind.MULTIPLE, lime.subquestions)
    elif lime.kind == "R":
        made = _choice(lime, reading, base, QuestionKind.RANKING, lime.answers or lime.subquestions)
    elif lime.kind == "5":
        reading.asked[lime.code] = Asked(base.id, is_number=True)
        made = replace(base, kind=QuestionKind.SCALE, scale=_SCALES["5"])
    elif lime.kind == "N":
        reading.asked[lime.code] = Asked(base.id, is_number=True)
        made = _number(lime, reading, base)
    elif lime.kind and lime.kind in _TEXTS:
        if lime.kind == "D":
            reading.note(lime.where, "A date is answered as text.")
        reading.asked[lime.code] = Asked(base.id)
        made = base
    else:
        reading.note(lime.where, f"Left out: the type {lime.kind!r} is not known.")
        made = None
    if made is not None:
        yield made


def _base(lime: LimeQuestion, reading: _Reading, condition: Condition | None) -> Question:
    question_id = make_id(lime.code, reading.ids)
    at = f"question.{question_id}."
    return Question(
        id=question_id,
        kind=QuestionKind.TEXT,
        text=reading.say(lime.texts, f"{at}text", lime.where) or lime.code,
        help=reading.say(lime.helps, f"{at}help"),
        required=lime.mandatory == "Y",
        show_if=condition,
        comment=lime.kind in "OP" or lime.has_other,
    )


def _choice(
    lime: LimeQuestion, reading: _Reading, base: Question, kind: QuestionKind, parts: list[LimePart]
) -> Question | None:
    options, codes = _parts(lime, parts, base.id, "option", reading)
    if lime.has_other:
        codes["-oth-"] = make_id("other", set(codes.values()))
        options = (*options, Option(codes["-oth-"], "Other"))
        reading.note(lime.where, "“Other” is an option; what it is goes into the comment.")
    if len(options) < 2:
        reading.note(lime.where, "Left out: it offers fewer than two answers.")
        return None
    if kind is QuestionKind.SINGLE:
        reading.asked[lime.code] = Asked(base.id, codes=codes)
    if kind is QuestionKind.MULTIPLE:
        for code, option_id in codes.items():
            reading.asked[f"{lime.code}_{code}"] = Asked(base.id, option=option_id)
    if lime.kind == "P":
        reading.note(lime.where, "The comments on single answers became one comment.")
    most = lime.attributes.get("max_answers", "")
    limit = int(most) if most.isdecimal() and 1 <= int(most) <= len(options) else None
    return replace(base, kind=kind, options=options, most=None if kind is QuestionKind.SINGLE else limit)


def _matrix(lime: LimeQuestion, reading: _Reading, base: Question) -> Question | None:
    rows, row_ids = _parts(lime, lime.subquestions, base.id, "row", reading)
    scale = _SCALES.get(lime.kind)
    options, codes = ((), {}) if scale else _parts(lime, lime.answers, base.id, "option", reading)
    if not rows or (scale is None and len(options) < 2):
        reading.note(lime.where, "Left out: it has no rows, or fewer than two answers.")
        return None
    if lime.kind == "H":
        reading.note(lime.where, "Its columns and rows changed places; the answers are the same.")
    for code, row_id in row_ids.items():
        reading.asked[f"{lime.code}_{code}"] = Asked(base.id, row_id, codes=codes, is_number=scale is not None)
    return replace(base, kind=QuestionKind.MATRIX, rows=rows, options=options, scale=scale, comment=False)


def _parts(
    lime: LimeQuestion, parts: list[LimePart], question_id: str, noun: str, reading: _Reading
) -> tuple[tuple[Option, ...], dict[str, str]]:
    """Options or rows, and their ids by code."""
    if noun == "option" and lime.kind in _FIXED:
        parts = [LimePart(code, {reading.main: words}) for code, words in _FIXED[lime.kind]]
    taken: set[str] = set()
    options, codes = [], {}
    for part in parts:
        part_id = make_id(part.code, taken)
        label = reading.say(part.texts, f"question.{question_id}.{noun}.{part_id}.label", lime.where)
        codes[part.code] = part_id
        options.append(Option(part_id, label or part.code or part_id))
    return tuple(options), codes


def _number(lime: LimeQuestion, reading: _Reading, base: Question) -> Question:
    bounds: list[float | None] = []
    for name in ("min_num_value_n", "max_num_value_n"):
        said = lime.attributes.get(name, "")
        try:
            bounds.append(float(said) if said else None)
        except ValueError:
            bounds.append(None)
            reading.note(lime.where, f"Its bound {said!r} is no fixed number and was left out.")
    low, high = bounds
    if low is not None and high is not None and low > high:
        reading.note(lime.where, "Its smallest number lies above its largest; both were left out.")
        low = high = None
    return replace(base, kind=QuestionKind.NUMBER, minimum=low, maximum=high)


def _several(lime: LimeQuestion, reading: _Reading, condition: Condition | None) -> Iterable[Question]:
    kind = QuestionKind.NUMBER if lime.kind == "K" else QuestionKind.TEXT
    if lime.subquestions:
        reading.note(lime.where, f"Its {len(lime.subquestions)} fields became questions of their own.")
    for part in lime.subquestions:
        texts = {language: f"{lime.texts.get(language, '')}<br>{text}" for language, text in part.texts.items() if text}
        single = replace(lime, code=f"{lime.code}_{part.code}", texts=texts or lime.texts)
        base = _base(single, reading, condition)
        reading.asked[single.code] = Asked(base.id, is_number=kind is QuestionKind.NUMBER)
        yield replace(base, kind=kind)


def _condition(logic: str, where: str, reading: _Reading) -> Condition | None:
    if logic.strip() in ("", "1"):
        return None
    try:
        return resolve(read_logic(logic, reading.find), reading.questions)
    except CannotCarryError as error:
        reading.note(where, f"It is always asked: its condition {logic!r} was left out, because {error}.")
    except ConditionError as error:
        reading.note(where, f"It is always asked: its condition {logic!r} was left out, because it {error}.")
    return None


def _note_what_is_lost(lime: LimeQuestion, reading: _Reading) -> None:
    if lime.mandatory == "S":
        reading.note(lime.where, "It asked gently for an answer; now it is optional.")
    lost = sorted(set(lime.attributes) - _USED)
    if lost:
        reading.note(lime.where, f"Left out: {', '.join(lost)}.")
