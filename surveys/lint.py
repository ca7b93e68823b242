"""Reads an instrument over for what makes answers hard to give or to use; hints, which never stand in the way."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.lint_texts import SINGLE_STATEMENT_RULES, TEXT_RULES, is_hard_to_read, number_ranges
from surveys.model import Instrument, Option, Question, QuestionKind

_JUDGED = frozenset({QuestionKind.SCALE, QuestionKind.MATRIX})
_EXTREMES = ("very", "strongly", "extremely", "completely", "entirely", "totally", "absolutely", "highly")
_OPPOSITES = ("not at all", "never", "none", "not needed", "no ", "essential")


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to think over: where it stands, what it is, why it matters, and how to mend it.

    `question_id` is "" where it concerns the whole; `field` is a word of the instrument file.
    """

    question_id: str
    field: str
    rule: str
    why: str
    mend: str


def lint(instrument: Instrument) -> tuple[Hint, ...]:
    """Every hint, in the order of the questions. Rules on words know English alone; the others hold in any language."""
    is_english = instrument.language.split("-")[0] == "en"
    hints: list[Hint] = []
    for question in instrument.questions():
        hints += _lint_form(question)
        if is_english:
            hints += _lint_words(question)
    return tuple(hints)


def knows_language(instrument: Instrument) -> bool:
    """Whether the rules on words could be applied."""
    return instrument.language.split("-")[0] == "en"


def _lint_form(question: Question) -> Iterator[Hint]:
    """What needs no words: kinds, flags, scales, and options that are the same."""
    if _is_judgement(question) and not question.cannot_judge and question.kind is not QuestionKind.YES_NO_UNSURE:
        yield Hint(
            question.id,
            "cannot_judge",
            "No way to say “cannot judge”",
            "Whoever cannot judge has to guess, and the guess counts as agreement or as dissent.",
            "Offer “cannot judge”; it is counted apart.",
        )
    if question.kind is QuestionKind.TEXT and question.required:
        yield Hint(
            question.id,
            "required",
            "A free text that is required",
            "People with nothing to add type a dot, or leave the survey.",
            "Make it optional, or ask whether there is anything first.",
        )
    if question.kind is QuestionKind.TEXT and question.comment:
        yield Hint(
            question.id,
            "comment",
            "A comment beside a free text",
            "There are two fields for the same thing.",
            "Leave the comment out.",
        )
    if not question.plain and is_hard_to_read(question.text):
        yield Hint(
            question.id,
            "plain",
            "No plain-language twin",
            "The words are long or many; patients and people of other fields answer too.",
            "Say the same in everyday words under “In plain words”.",
        )
    yield from _lint_scale(question)
    yield from _lint_options(question)


def _lint_scale(question: Question) -> Iterator[Hint]:
    scale = question.scale
    if scale is None:
        return
    low, high = scale.low_label.casefold(), scale.high_label.casefold()
    if bool(low) != bool(high) or not (low or high):
        yield Hint(
            question.id,
            "scale",
            "An end of the scale without words",
            "People take a number for what they are used to, and those differ.",
            "Say what the lowest and the highest point mean.",
        )
    elif low == high:
        yield Hint(
            question.id,
            "scale",
            "Both ends of the scale say the same",
            "Nobody can tell which end agrees.",
            "Give the ends opposite words.",
        )
    elif _is_extreme(low) != _is_extreme(high):
        yield Hint(
            question.id,
            "scale",
            "An unbalanced scale",
            "One end is put more strongly than the other, which pushes answers to the milder one.",
            "Put both ends equally strongly: “strongly disagree” to “strongly agree”.",
        )
    if scale.agree_from is not None and 2 * scale.agree_from <= scale.low + scale.high:
        yield Hint(
            question.id,
            "agree_from",
            "Agreement begins below the upper half",
            "The middle of the scale, or less, is counted as agreeing.",
            "Let agreement begin above the middle.",
        )


def _lint_options(question: Question) -> Iterator[Hint]:
    for field, parts in (("options", question.options), ("rows", question.rows)):
        doubled = _first_doubled(parts)
        if doubled:
            yield Hint(
                question.id,
                field,
                "Two that say the same",
                f"“{doubled}” stands there twice; its support is split between the two.",
                "Leave one out, or say what sets them apart.",
            )
    if question.kind is QuestionKind.SINGLE and (overlap := _first_overlap(question.options)):
        yield Hint(
            question.id,
            "options",
            "Options that overlap",
            f"“{overlap[0]}” and “{overlap[1]}” both hold for {overlap[2]:g}.",
            "Let each range begin after the one before it ends.",
        )


def _lint_words(question: Question) -> Iterator[Hint]:
    for field, text in _texts(question):
        for rule in TEXT_RULES:
            if found := rule.find(text, field):
                yield Hint(question.id, field, rule.name, rule.why.format(found=found), rule.mend)
    for field, text in _single_statements(question):
        for rule in SINGLE_STATEMENT_RULES:
            if found := rule.find(text, field):
                yield Hint(question.id, field, rule.name, rule.why.format(found=found), rule.mend)


def _texts(question: Question) -> Iterator[tuple[str, str]]:
    yield "text", question.text
    yield "help", question.help
    for noun, parts in (("option", question.options), ("row", question.rows)):
        for part in parts:
            yield f"{noun} {part.id}", part.label
            yield f"statement of {part.id}", part.statement
    yield "statement", question.statement


def _single_statements(question: Question) -> Iterator[tuple[str, str]]:
    """What is agreed or disagreed with as a whole."""
    if question.kind in (QuestionKind.SCALE, QuestionKind.YES_NO_UNSURE):
        yield "text", question.text
    if question.kind is QuestionKind.MATRIX and question.scale:
        yield from ((f"row {row.id}", row.label) for row in question.rows if not row.statement)
    yield "statement", question.statement
    yield from ((f"statement of {part.id}", part.statement) for part in (*question.options, *question.rows))


def _is_judgement(question: Question) -> bool:
    carries = any(part.statement for part in (*question.options, *question.rows))
    return question.kind in _JUDGED or (carries and question.kind is not QuestionKind.RANKING)


def _is_extreme(label: str) -> bool:
    return any(label.startswith(word) for word in (*_EXTREMES, *_OPPOSITES))


def _first_doubled(parts: tuple[Option, ...]) -> str:
    seen: set[str] = set()
    for part in parts:
        words = " ".join(part.label.casefold().split()).rstrip(".")
        if words in seen:
            return part.label
        seen.add(words)
    return ""


def _first_overlap(options: tuple[Option, ...]) -> tuple[str, str, float] | None:
    """The first two options whose ranges of numbers share a number, and that number."""
    ranges = [(option.label, bounds) for option in options if (bounds := number_ranges(option.label))]
    for place, (label, (low, high)) in enumerate(ranges):
        for other, (other_low, other_high) in ranges[place + 1 :]:
            if max(low, other_low) <= min(high, other_high):
                return label, other, max(low, other_low)
    return None
