"""What was changed in a rule after it had been locked."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from consensus.domain.definitions import ConsensusDefinition, Operator


@dataclass(frozen=True, slots=True)
class Deviation:
    """One change of a locked consensus definition, with both rules in words and by their fingerprints.

    what: the change in a phrase, see `describe_change`; actor: who made it.
    votes_known: whether anybody could know by then how votes of the process had fallen.
    """

    at: datetime
    actor: str
    what: str
    before_sentence: str
    before_sha256: str
    after_sentence: str
    after_sha256: str
    reason: str
    votes_known: bool

    def sentence(self) -> str:
        """What was changed and why, in plain words; the time and the rules are left to the caller."""
        return f"{self.what}: {self.reason}"


def describe_change(before: ConsensusDefinition, after: ConsensusDefinition, *, votes_known: bool) -> str:
    """ "Lowering a threshold after votes are known": the change that matters most, and when it was made."""
    when = "after votes are known" if votes_known else "before any votes are known"
    return f"{_change(before, after)} {when}"


def _change(before: ConsensusDefinition, after: ConsensusDefinition) -> str:
    old, new = _height(before), _height(after)
    if new < old:
        return "Lowering a threshold"
    return "Raising a threshold" if new > old else "Changing the consensus definition"


def _height(definition: ConsensusDefinition) -> tuple[Fraction, bool]:
    """How much of the share is asked for, to be compared: no share is least, "more than" lies above "at least"."""
    if definition.threshold is None:
        return (Fraction(0), False)
    return (definition.threshold, definition.operator is Operator.MORE_THAN)
