"""What of a round a person may see: how the votes fall, or who has voted, never both while it is open."""

from dataclasses import dataclass
from enum import StrEnum

from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Role


class Anonymity(StrEnum):
    """What is promised to those who vote."""

    OPEN = "open"
    CONFIDENTIAL = "confidential"


class TallyMode(StrEnum):
    """What the facilitator watches while a round is open: the counts, or the names of the missing."""

    LIVE = "live"
    SEALED = "sealed"


PROMISES = {
    Anonymity.OPEN: (
        "This vote is open: once it is closed, everyone in the process can see how each person voted. "
        "You can change your vote until it closes."
    ),
    Anonymity.CONFIDENTIAL: (
        "Your vote is confidential: no member of the panel and no facilitator sees your name beside your vote. "
        "It is not anonymous to whoever runs the server. You can change it until the vote closes."
    ),
}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one person may be shown of one round."""

    n_cast: bool
    counts: bool
    names_of_missing: bool
    names_of_voters: bool
    names_with_choices: bool
    verdict: bool


_NOTHING = Disclosure(False, False, False, False, False, False)


def disclose(role: Role, state: RoundState, anonymity: Anonymity, tally_mode: TallyMode) -> Disclosure:
    """What a member of this role may see of a round in this state.

    An open round shows its counts (live) or the names of the missing (sealed), and to the facilitator alone;
    the panel sees how many have voted. A closed one that is not revealed shows no more than when it was open,
    because it may be opened again. Names beside choices exist only in open voting, and only after the reveal.
    """
    if state is RoundState.DRAFT:
        return _NOTHING
    facilitates = role is Role.FACILITATOR
    if state in (RoundState.OPEN, RoundState.CLOSED):
        live = tally_mode is TallyMode.LIVE
        return Disclosure(
            n_cast=True,
            counts=facilitates and live,
            names_of_missing=facilitates and not live,
            names_of_voters=False,
            names_with_choices=False,
            verdict=False,
        )
    by_name = anonymity is Anonymity.OPEN
    return Disclosure(
        n_cast=True,
        counts=True,
        names_of_missing=False,
        names_of_voters=facilitates and by_name,
        names_with_choices=by_name,
        verdict=True,
    )
