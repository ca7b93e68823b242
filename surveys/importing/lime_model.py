"""A LimeSurvey survey in the one form that both of its files are read into."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = Mapping[str, str]
"""A text by language."""


@dataclass(slots=True)
class LimePart:
    """A subquestion or an answer option; `scale` is 1 for the second scale or axis."""

    code: str
    texts: dict[str, str]
    scale: int = 0


@dataclass(slots=True)
class LimeQuestion:
    """A question as LimeSurvey has it; `kind` is its one-letter type, `number` its id in the file."""

    where: str
    kind: str
    code: str
    texts: dict[str, str]
    helps: dict[str, str]
    number: str = ""
    mandatory: str = ""
    has_other: bool = False
    relevance: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    subquestions: list[LimePart] = field(default_factory=list)
    answers: list[LimePart] = field(default_factory=list)


@dataclass(slots=True)
class LimeGroup:
    """A page of questions."""

    where: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    relevance: str = ""
    questions: list[LimeQuestion] = field(default_factory=list)


@dataclass(slots=True)
class LimeSurvey:
    """The whole, its main language first."""

    languages: list[str]
    titles: dict[str, str]
    welcomes: dict[str, str]
    groups: list[LimeGroup]
