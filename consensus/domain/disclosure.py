"""What of a round a person may see: how the votes fall, or who has voted, never both while it is open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from consensus.domain.lifecycle import RoundState, SurveyState
from consensus.domain.roles import Role


class Anonymity(StrEnum):
    """What is promised to those who vote, from the laxest to the strictest."""

    OPEN = "open"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105

    @property
    def hides_names(self) -> bool:
        """Whether no member and no facilitator may see a name beside what somebody said."""
        return self is not Anonymity.OPEN

    def is_laxer_than(self, other: "Anonymity") -> bool:
        """Whether this promises less than `other`."""
        order = list(Anonymity)
        return order.index(self) < order.index(other)


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
    Anonymity.SECRET: (
        "Your vote is secret: it is shown who has voted, and once the vote is closed nothing on the server leads from "
        "a vote to a person. It cannot be changed. Not promised: a server whose program was changed or whose files are "
        "copied while the vote is open, your own device and browser, and what the counts tell, as when all vote alike."
    ),
}


# Of fewer than this many, the counts tell what each one said: to everybody of one, to each other of two.
FEWEST_CONFIDENTIAL = 3


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


def confidentiality_issues(anonymity: Anonymity, n_electors: int, groups: Mapping[str, int]) -> tuple[str, ...]:
    """Why the counts of a confidential round would tell how a person voted; `groups` are those counted apart.

    What a secret round needs is more: `secret_ballots.secret_issues`.
    """
    if anonymity is not Anonymity.CONFIDENTIAL:
        return ()
    found = []
    if 0 < n_electors < FEWEST_CONFIDENTIAL:
        found.append(f"A confidential vote needs at least {FEWEST_CONFIDENTIAL} people: of fewer the counts name them.")
    found.extend(
        f"The rule counts the group “{name or 'without a name'}” apart, and with fewer than {FEWEST_CONFIDENTIAL} "
        "people its counts would name them. Merge groups, or make the vote open."
        for name, n in sorted(groups.items())
        if n < FEWEST_CONFIDENTIAL
    )
    return tuple(found)


def disclose(
    role: Role, state: RoundState, anonymity: Anonymity, tally_mode: TallyMode, *, by_hands: bool = False
) -> Disclosure:
    """What a member of this role may see of a round in this state.

    An open round shows its counts (live) or the names of the missing (sealed), and to the facilitator alone;
    the panel sees how many have voted. A closed one that is not revealed shows no more than when it was open,
    because it may be opened again. Names beside choices exist only in open voting, and only after the reveal.

    A secret round is always sealed and is never opened again: everybody sees who has voted once it is closed, and the
    counts after the reveal. Of a void one it is told how many had voted.

    by_hands: the facilitator has counted the hands, so that whatever the mode they see the counts, and nobody a name.
    """
    if state is RoundState.DRAFT:
        return _NOTHING
    if state is RoundState.VOID:
        return replace(_NOTHING, n_cast=True)
    facilitates = role is Role.FACILITATOR
    is_secret = anonymity is Anonymity.SECRET
    if state in (RoundState.OPEN, RoundState.CLOSED):
        live = by_hands or (tally_mode is TallyMode.LIVE and not is_secret)
        return Disclosure(
            n_cast=True,
            counts=facilitates and live,
            names_of_missing=facilitates and not live,
            names_of_voters=is_secret and state is RoundState.CLOSED,
            names_with_choices=False,
            verdict=False,
        )
    by_name = anonymity is Anonymity.OPEN and not by_hands
    return Disclosure(
        n_cast=True,
        counts=True,
        names_of_missing=False,
        names_of_voters=is_secret or (facilitates and by_name),
        names_with_choices=by_name,
        verdict=True,
    )


@dataclass(frozen=True, slots=True)
class SurveyDisclosure:
    """What the facilitator may be shown of a survey: names of the missing, and sums that are made of answers.

    `why` says what is kept back and until when; "" where nothing is.
    """

    names: bool
    sums_of_answers: bool
    why: str = ""


def disclose_survey(anonymity: Anonymity, state: SurveyState, n_finished: int) -> SurveyDisclosure:
    """What the facilitator may be shown of a survey in this state.

    How many were shown a question, answered it, skipped it or cannot judge it are made of answers: each is a count of
    what people said or of what their earlier answers opened. While a confidential survey is open the names of the
    missing are shown, for reminders. Whoever then saw these sums before and after one name left the list would know
    what that person was asked and skipped. So names come first, and the sums once nothing moves any more, from as many
    people on as a confidential tally needs. How long answering takes hangs on what was asked and moves in the same
    way: it is kept with the sums. How many have started and finished, in all and by group, says nothing that the
    names do not.
    """
    if state is SurveyState.DRAFT:
        return SurveyDisclosure(names=False, sums_of_answers=False)
    if anonymity is Anonymity.OPEN:
        return SurveyDisclosure(names=True, sums_of_answers=True)
    if state is not SurveyState.CLOSED:
        return SurveyDisclosure(
            names=True,
            sums_of_answers=False,
            why="What is left out and how long it takes is shown once the survey is closed: until then you see who is "
            "missing, and both together would tell what one person answered.",
        )
    if n_finished < FEWEST_CONFIDENTIAL:
        return SurveyDisclosure(
            names=True,
            sums_of_answers=False,
            why=f"Fewer than {FEWEST_CONFIDENTIAL} people sent the survey in: any number would name them.",
        )
    return SurveyDisclosure(names=True, sums_of_answers=True)
