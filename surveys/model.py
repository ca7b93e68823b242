"""What an instrument is made of: sections, questions, options and scales, all frozen."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from consensus.domain.results import Evidence
from surveys.conditions import Condition

DEFAULT_LANGUAGE = "en"


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
class Question:
    """One question; which of the later fields matter depends on its kind.

    comment: a few words may be added to the answer.
    evidence: findings shown beside the question.
    """

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
    show_if: Condition | None = None
    comment: bool = False
    evidence: tuple[Evidence, ...] = ()

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
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """The texts of an instrument in another language, each under its key such as `question.consent.text`."""

    language: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A survey as it is put to a panel.

    minutes: how long answering takes, where somebody said so; else `surveys.duration` estimates it.
    language: of the texts here; `translations` hold the others, `surveys.translation` puts one in their place.
    """

    id: str
    version: str
    title: str
    sections: tuple[Section, ...]
    intro: str = ""
    minutes: int | None = None
    plain: str = ""
    language: str = DEFAULT_LANGUAGE
    translations: tuple[Translation, ...] = ()

    def languages(self) -> tuple[str, ...]:
        """Every language it can be answered in, its own first."""
        return (self.language, *(translation.language for translation in self.translations))

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
