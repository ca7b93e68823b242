"""A vote by a show of hands: in which rounds it may be taken, and what a count of hands may say."""

from collections.abc import Mapping, Sequence

from consensus.domain.ballots import Choice, RoundKind
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import InvalidInputError
from consensus.domain.wording import counted

_WORDS = {choice: choice.value.replace("_", " ") for choice in Choice}
Counts = Mapping[Choice, int]

CALL = "Vote by a show of hands now"
PROMISE = (
    "This vote is taken by a show of hands: the room sees how each person votes. How many hands there were is "
    "kept, and no name beside them."
)


def why_no_hands(kind: RoundKind, anonymity: Anonymity, *, counts_groups: bool) -> str:
    """Why such a round cannot be taken by a show of hands; "" where it can.

    Everybody in the room sees whose hand is up, so that no other promise than that of an open vote can be kept.
    """
    if kind is not RoundKind.VOTE:
        return "Only a vote on agree or disagree can be taken by a show of hands."
    if anonymity is not Anonymity.OPEN:
        return "A show of hands lets the room see who votes how, so that only an open vote can be taken by one."
    if counts_groups:
        return "The rule counts stakeholder groups apart, and a count of hands does not say whose they are."
    return ""


def check_hands(counts: Counts, n_hands: int) -> None:
    """Refuse a count that no room of so many can give; whoever raised no hand did not vote."""
    if set(counts) != set(Choice):
        raise InvalidInputError("Enter a count for each answer, 0 where nobody raised a hand.")
    if any(n < 0 for n in counts.values()):
        raise InvalidInputError("A count of hands cannot be less than 0.")
    total = sum(counts.values())
    if total > n_hands:
        raise InvalidInputError(
            f"{counted(total, 'hand')} are more than the {counted(n_hands, 'person', 'people')} here who may vote. "
            "Count again."
        )


def hands_text(items: Sequence[tuple[str, Counts]]) -> str:
    """ "1.1: 9 agree, 2 disagree, 0 abstain, 1 cannot judge", statement by statement."""
    return "; ".join(
        f"{label}: {', '.join(f'{counts[choice]} {word}' for choice, word in _WORDS.items())}"
        for label, counts in items
    )
