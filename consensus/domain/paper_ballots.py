"""Ballots on paper that a facilitator enters: in which rounds that may be done, and how a verdict says so."""

from consensus.domain.ballots import RoundKind
from consensus.domain.disclosure import Anonymity, TallyMode

SOURCE = "paper"


def why_no_paper(kind: RoundKind, anonymity: Anonymity, tally_mode: TallyMode, *, by_hands: bool = False) -> str:
    """Why no paper may be entered in such a round; "" where it may.

    A paper never replaces a vote that was cast personally, so that its refusal tells who has voted. Whoever watches the
    counts must not learn that, unless voting is open.
    """
    if kind is RoundKind.OBJECTION:
        return "An objection check takes no paper: ask in the room, and record it with the adoption."
    if by_hands:
        return "This vote is taken by a show of hands. Count the hand of whoever has no device with the others."
    if anonymity is Anonymity.SECRET:
        return "A secret vote takes no ballots on paper: whoever enters one would read it."
    if anonymity is Anonymity.CONFIDENTIAL and tally_mode is TallyMode.LIVE:
        return "You watch the counts of this vote. Entering a paper would tell you who has voted."
    return ""


def paper_sentence(n: int) -> str:
    """What stands beside a tally: how many of its ballots came on paper; "" where none did."""
    if n == 0:
        return ""
    return "1 ballot was entered from paper." if n == 1 else f"{n} ballots were entered from paper."
