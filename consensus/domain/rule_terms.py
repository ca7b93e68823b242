"""The words of a counting rule: what the share is taken of, who may vote, whether the threshold itself is enough."""

from enum import StrEnum


class Denominator(StrEnum):
    """What the agreeing votes are a share of."""

    VALID_VOTES = "valid_votes"
    VOTES_CAST = "votes_cast"
    ELIGIBLE = "eligible"


class Electorate(StrEnum):
    """Who of the people entitled to vote may vote in a meeting: those present, or all of them."""

    PRESENT = "present"
    ENTITLED = "entitled"


class Operator(StrEnum):
    """Whether the threshold itself is enough."""

    AT_LEAST = ">="
    MORE_THAN = ">"

    def phrase(self) -> str:
        """ "at least" or "more than"."""
        return "at least" if self is Operator.AT_LEAST else "more than"
