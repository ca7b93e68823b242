"""Interests that may bear on a person's judgement: what is declared, what is decided on it, and what follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.domain.roles import Role

MAX_CHARACTERS = 2000


class InterestKind(StrEnum):
    """The four kinds a form asks about."""

    FINANCIAL = "financial"
    INSTITUTIONAL = "institutional"
    INTELLECTUAL = "intellectual"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind of interest as the form names it, with what belongs to it."""

    label: str
    examples: str


KINDS: Mapping[InterestKind, KindWords] = {
    InterestKind.FINANCIAL: KindWords(
        "Financial", "fees, grants, shares, patents or travel paid by someone who gains or loses by the answer"
    ),
    InterestKind.INSTITUTIONAL: KindWords(
        "Institutional", "your employer or department, or a society you serve, has something at stake"
    ),
    InterestKind.INTELLECTUAL: KindWords(
        "Intellectual", "your own studies or public positions are part of what is being judged"
    ),
    InterestKind.PERSONAL: KindWords(
        "Personal", "somebody close to you, or your own health or belief, has something at stake"
    ),
}
SOURCE = (
    "Kinds after the disclosure form of the ICMJE (International Committee of Medical Journal Editors, 2021) and the "
    "declaration of interests for experts of the World Health Organization; the words are our own."
)
REACH_BACK = "Think of the last three years, and of what is already agreed for the time ahead."


class Decision(StrEnum):
    """What is decided on a declared interest."""

    NONE_NEEDED = "none_needed"
    DISCLOSED_ONLY = "disclosed_only"
    RECUSED = "recused"


DECISIONS: Mapping[Decision, str] = {
    Decision.NONE_NEEDED: "no action needed",
    Decision.DISCLOSED_ONLY: "disclosed only",
    Decision.RECUSED: "recused",
}


class Publication(StrEnum):
    """What the report says of a declaration, from the most to the least."""

    FULL_TEXT = "full_text"
    CATEGORY = "category"
    COUNTS = "counts"


PUBLICATIONS: Mapping[Publication, str] = {
    Publication.FULL_TEXT: "your name, the kind of interest, and what you write",
    Publication.CATEGORY: "your name and the kind of interest, not what you write",
    Publication.COUNTS: "how many people declared an interest, no names",
}
_WIDTHS = list(PUBLICATIONS)


class Stand(StrEnum):
    """How far a person is with one question of the form."""

    UNDECLARED = "undeclared"
    NOTHING = "nothing"
    UNDECIDED = "undecided"
    NONE_NEEDED = "none_needed"
    DISCLOSED_ONLY = "disclosed_only"
    RECUSED = "recused"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a person declares, on one topic or on the process as a whole; without an interest it says nothing more.

    Raises InvalidInputError where it contradicts itself or is too long.
    """

    has_interest: bool
    kinds: frozenset[InterestKind] = frozenset()
    text: str = ""

    def __post_init__(self) -> None:
        text = "".join(c for c in self.text if c == "\n" or c.isprintable()).strip()
        object.__setattr__(self, "text", text)
        if self.has_interest and not self.kinds:
            raise InvalidInputError("Say of which kind the interest is.")
        if self.has_interest and not text:
            raise InvalidInputError("Say in a sentence what the interest is.")
        if not self.has_interest and (self.kinds or text):
            raise InvalidInputError("Where there is nothing to declare there is nothing to describe.")
        if len(text) > MAX_CHARACTERS:
            raise InvalidInputError(f"A declaration may have at most {MAX_CHARACTERS} characters.")


NOTHING = Declaration(has_interest=False)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A declaration in the history of a question, with the newest decision on it, if there is one."""

    has_interest: bool
    decision: Decision | None = None


def stand_of(history: Sequence[Reviewed]) -> Stand:
    """How far a question is; `history` runs from the oldest declaration to the one in force.

    Whoever was recused and then declares nothing waits for a decision: nobody lifts their own recusal.
    """
    if not history:
        return Stand.UNDECLARED
    current = history[-1]
    if current.decision is not None:
        return Stand(current.decision.value)
    return Stand.UNDECIDED if current.has_interest or is_recused(history) else Stand.NOTHING


def is_recused(history: Sequence[Reviewed]) -> bool:
    """Whether the newest decision there is, on whichever declaration of the history, is to recuse."""
    decisions = [one.decision for one in history if one.decision is not None]
    return bool(decisions) and decisions[-1] is Decision.RECUSED


def has_conflict(history: Sequence[Reviewed]) -> bool:
    """Whether an interest is in force that was held to be a conflict, and that its holder votes with."""
    return bool(history) and history[-1].decision is Decision.DISCLOSED_ONLY


def check_reviewer(role: Role, *, is_own: bool, n_other_chairs: int) -> None:
    """Refuse a decision that is not this person's to take; `n_other_chairs` leaves out whoever declared.

    The chair decides. The facilitator runs the process and does not judge the panel, so decides only where no chair
    is left who could: there is none, or the declaration is the only chair's own.
    """
    if is_own:
        raise NotAllowedError("Nobody decides on their own declaration.")
    if role is not Role.CHAIR and n_other_chairs:
        raise NotAllowedError("The chair decides on this declaration.")


def check_publication(before: Publication, after: Publication, n_declared: int) -> None:
    """Refuse to publish more than people were told when they declared."""
    if n_declared and _WIDTHS.index(after) < _WIDTHS.index(before):
        raise ConflictError(
            "People have declared already and were told what the report says of it. It can say less, not more."
        )


def check_reason(reason: str) -> str:
    """The reason of a decision, on one line; refused when empty or too long."""
    text = " ".join("".join(c if c.isprintable() else " " for c in reason).split())
    if not text:
        raise InvalidInputError("Say in a sentence why this is decided.")
    if len(text) > MAX_CHARACTERS:
        raise InvalidInputError(f"A reason may have at most {MAX_CHARACTERS} characters.")
    return text


def kinds_words(kinds: Iterable[InterestKind]) -> str:
    """ "financial, personal", in the order of the form."""
    chosen = set(kinds)
    return ", ".join(kind.value for kind in InterestKind if kind in chosen)
