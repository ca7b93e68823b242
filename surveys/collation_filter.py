"""Which of the collated questions somebody wants to see, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from surveys.collation import QuestionCollation, contested_first
from surveys.model import QuestionKind

CONTESTED_FROM = 0.5
SETTLED_TO = 0.2
"""Where answers count as contested and as settled, on the scale of contestedness from 0 to 1."""


class Contestedness(StrEnum):
    """How divided the answers are, in three words."""

    CONTESTED = "contested"
    BETWEEN = "between"
    SETTLED = "settled"


class Order(StrEnum):
    """Which question comes first."""

    CONTESTED_FIRST = "contested_first"
    AS_ASKED = "as_asked"


@dataclass(frozen=True, slots=True)
class CollationFilter:
    """What is looked for; an empty field looks for everything. Every one of the `words` has to occur somewhere."""

    words: str = ""
    topic: str | None = None
    kinds: frozenset[QuestionKind] = frozenset()
    contestedness: Contestedness | None = None
    order: Order = Order.CONTESTED_FIRST

    def select(self, collations: Sequence[QuestionCollation]) -> tuple[QuestionCollation, ...]:
        """The questions looked for, of `collations` in the order of the instrument."""
        found = tuple(collation for collation in collations if self._takes(collation))
        return contested_first(found) if self.order is Order.CONTESTED_FIRST else found

    def _takes(self, collation: QuestionCollation) -> bool:
        return (
            (self.topic is None or collation.topic == self.topic)
            and (not self.kinds or collation.question.kind in self.kinds)
            and (self.contestedness is None or how_contested(collation) is self.contestedness)
            and all(word in _said(collation) for word in self.words.casefold().split())
        )


def how_contested(collation: QuestionCollation) -> Contestedness | None:
    """Contested from 50 of 100 on, settled up to 20; None where there is nothing to agree on."""
    if not collation.can_be_contested:
        return None
    if collation.contestedness >= CONTESTED_FROM:
        return Contestedness.CONTESTED
    return Contestedness.SETTLED if collation.contestedness <= SETTLED_TO else Contestedness.BETWEEN


def _said(collation: QuestionCollation) -> str:
    """All words of a question and of what was answered in words."""
    question = collation.question
    labels = [part.label for part in (*question.options, *question.rows)]
    return "\n".join([question.text, question.help, question.plain, *labels, *collation.texts]).casefold()
