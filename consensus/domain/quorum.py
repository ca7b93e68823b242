"""Whether enough people are in the room for a vote to count, before it is opened and while it is open."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from consensus.domain.definitions import ConsensusDefinition, Electorate


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many must take part of how many, and how many of those are here.

    n_eligible: the electorate; of an open vote the one that was frozen, whoever came or went since.
    n_needed: what share of it the rule asks for, or its least number of votes if that is more; 0 asks for nothing.
    n_cast: how many have voted in the vote that is open; None where none is.
    grows: whether everybody who comes or leaves changes the electorate: the rule is about those present.
    """

    n_needed: int
    n_eligible: int
    n_here: int
    n_cast: int | None = None
    grows: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether too few are here, and too few have voted, for a verdict."""
        return max(self.n_here, self.n_cast or 0) < self.n_needed

    @property
    def words(self) -> str:
        """ "quorum: 11 of 15 needed, 13 here"."""
        if not self.n_needed:
            return "no quorum asked for"
        voted = f", {self.n_cast} have voted" if self.n_cast is not None else ""
        return f"quorum: {self.n_needed} of {self.n_eligible} needed, {self.n_here} here{voted}"

    @property
    def warning(self) -> str:
        """What a lost quorum means now; "" where it stands."""
        if not self.is_lost:
            return ""
        if self.n_cast is not None:
            return (
                f"The quorum is in danger: {self.n_needed} must vote, {self.n_cast} have voted and only {self.n_here} "
                f"of the {self.n_eligible} entitled are still here. Those entitled when the vote was opened stay "
                "entitled; if too few vote, the verdict says that there were not enough voters."
            )
        return (
            f"The quorum is lost: {self.n_needed} are needed and {self.n_here} are here. A vote can be opened, and its "
            "verdict would say that there were not enough voters."
        )


def quorum_of(definition: ConsensusDefinition, n_eligible: int, n_here: int, n_cast: int | None = None) -> Quorum:
    """The quorum of a rule for an electorate: the smallest whole number that its share allows."""
    share: Fraction = definition.quorum
    needed = max(ceil(share * n_eligible), definition.minimum_n)
    return Quorum(needed, n_eligible, n_here, n_cast, grows=definition.electorate is Electorate.PRESENT)
