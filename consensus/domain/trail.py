"""The trail of a statement: the steps from answers over themes and wordings to checks, votes and the adoption."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class StepKind(StrEnum):
    """What a step of the trail is."""

    ANSWERS = "answers"
    THEME = "theme"
    QUOTE = "quote"
    WORDING = "wording"
    CHECK = "check"
    ROUND = "round"
    ADOPTION = "adoption"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a heading of ours, text as somebody wrote it, and what it followed from.

    before: of a wording, the one it replaced, to show what changed. by, at: who did it and when, where that is known.
    question_id, theme_id: where the answers stand that it rests on; "" and None where it rests on none.
    """

    kind: StepKind
    heading: str
    text: str = ""
    before: str = ""
    reason: str = ""
    by: str = ""
    at: datetime | None = None
    question_id: str = ""
    theme_id: UUID | None = None


def by_time(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps in the order of their times; those of one moment stay as they are, and those without one come first."""
    return tuple(sorted(steps, key=lambda step: step.at.timestamp() if step.at else 0.0))


def without_names(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The trail as results tell it: who drafted is not said."""
    return tuple(replace(step, by="") for step in steps)


def published(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The trail as files carry it out of the house: without quotes too."""
    return tuple(replace(step, by="", theme_id=None) for step in steps if step.kind is not StepKind.QUOTE)
