"""What an instrument is made of: sections, questions, options and scales, all frozen."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    MATRIX = "matrix"
    NUMBER = "number"
    TEXT = "text"
    RANKING = "ranking"
    YES_NO_UNSURE = "yes_no_unsure"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen, or one row of a matrix; `statement` is the draft statement it supports."""

    id: str
    label: str
    statement: str = ""
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from `low` to `high`, both included; points from `agree_from` upwards count as agreeing."""

    low: int
    high: int
    low_label: str = ""
    high_label: str = ""
    agree_from: int | None = None

    def points(self) -> range:
        """Every point of the scale, lowest first."""
        return range(self.low, self.high + 1)


@dataclass(frozen=True, slots=True)
class ShowIf:
    """A question is shown when the earlier `question` was answered with one of `answers`."""

    question: str
    answers: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; which of the later fields matter depends on its kind."""

    id: str
    kind: QuestionKind
    text: str
    help: str = ""
    plain: str = ""
    topic: str = ""
    statement: str = ""
    required: bool = False
    cannot_judge: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    scale: Scale | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    most: int | None = None
    show_if: ShowIf | None = None

    def option(self, option_id: str) -> Option | None:
        """The option of that id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A page of questions; its `topic` holds for every question that names none itself."""

    id: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A survey as it is put to a panel; `minutes` is how long answering takes."""

    id: str
    version: str
    title: str
    sections: tuple[Section, ...]
    intro: str = ""
    minutes: int | None = None

    def questions(self) -> tuple[Question, ...]:
        """Every question in the order in which it is asked."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question | None:
        """The question of that id, or None."""
        return next((question for question in self.questions() if question.id == question_id), None)

    def with_topics(self) -> Iterator[tuple[Question, str]]:
        """Each question with the agenda topic it belongs to, "" where there is none."""
        for section in self.sections:
            for question in section.questions:
                yield question, question.topic or section.topic
