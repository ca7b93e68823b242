"""Strength and certainty of a statement in the words of the GRADE group.

Source: Guyatt GH, Oxman AD, Vist GE, et al. GRADE: an emerging consensus on rating quality of evidence and strength of
recommendations. BMJ. 2008;336:924-6. On strong recommendations with low certainty: Andrews JC, Schünemann HJ, Oxman
AD, et al. GRADE guidelines: 15. J Clin Epidemiol. 2013;66:726-35.
"""

from enum import StrEnum

from consensus.domain.errors import InvalidInputError


class Strength(StrEnum):
    """How sure the panel is that what is wanted outweighs what is not, and on which side."""

    STRONG_FOR = "strong_for"
    WEAK_FOR = "weak_for"
    WEAK_AGAINST = "weak_against"
    STRONG_AGAINST = "strong_against"


class Certainty(StrEnum):
    """How sure one can be of the evidence."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"


STRENGTHS = {
    Strength.STRONG_FOR: "Strong recommendation for",
    Strength.WEAK_FOR: "Weak recommendation for",
    Strength.WEAK_AGAINST: "Weak recommendation against",
    Strength.STRONG_AGAINST: "Strong recommendation against",
}
CERTAINTIES = {
    Certainty.HIGH: "high certainty",
    Certainty.MODERATE: "moderate certainty",
    Certainty.LOW: "low certainty",
    Certainty.VERY_LOW: "very low certainty",
}


def check_grade(strength: Strength | None, certainty: Certainty | None) -> None:
    """Refuse one without the other: GRADE states the certainty of the evidence with every strength."""
    if (strength is None) != (certainty is None):
        raise InvalidInputError("GRADE states strength and certainty together. Choose both, or neither.")


def grade_sentence(strength: Strength | None, certainty: Certainty | None) -> str:
    """ "Strong recommendation for, moderate certainty of the evidence (GRADE)."; "" where nothing was stated."""
    if strength is None or certainty is None:
        return ""
    return f"{STRENGTHS[strength]}, {CERTAINTIES[certainty]} of the evidence (GRADE)."


def grade_hint(strength: Strength | None, certainty: Certainty | None) -> str:
    """What GRADE asks to be explained: a strong recommendation on low certainty; "" where nothing is odd."""
    strong = strength in (Strength.STRONG_FOR, Strength.STRONG_AGAINST)
    if strong and certainty in (Certainty.LOW, Certainty.VERY_LOW):
        return "A strong recommendation on low certainty is the exception: say in the rationale why it is strong."
    return ""
