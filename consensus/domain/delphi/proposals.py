"""What becomes of an item that a panelist proposes."""

from enum import StrEnum

from consensus.domain.errors import ConflictError, InvalidInputError

MOST_CHARACTERS = 1000


class ProposalState(StrEnum):
    """A proposal waits, and is then accepted as a new item, merged into one there is, or declined with a reason."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    MERGED = "merged"
    DECLINED = "declined"


def check_decision(state: ProposalState, target: ProposalState, reason: str) -> None:
    """Refuse to decide twice, and to decline or merge without a reason that the proposer can read."""
    if state is not ProposalState.WAITING:
        raise ConflictError(f"This proposal is {state.value} already.")
    if target in (ProposalState.DECLINED, ProposalState.MERGED) and not reason.strip():
        raise InvalidInputError("Say why; whoever proposed the item will read it.")


def clean_proposal(text: str) -> str:
    """The proposal in one paragraph; refused when empty or too long."""
    cleaned = " ".join(text.split())
    if not cleaned:
        raise InvalidInputError("Write the item you propose.")
    if len(cleaned) > MOST_CHARACTERS:
        raise InvalidInputError(f"A proposal may have at most {MOST_CHARACTERS} characters.")
    return cleaned
