"""What stands in the way of undoing: a correction is honest only while nothing has been built on what it corrects."""

from dataclasses import dataclass

from consensus.domain.errors import InvalidInputError

MOST_REASON_CHARACTERS = 300

# Said on the page where people look for a way to undo what has none.
REVEALED_STAYS = "A revealed verdict stays: everybody has seen it. Reword and vote again, or go on."
BALLOTS_STAY = "A recorded ballot is the voter's own: nobody else changes it or takes it out."
LIVE_VOTE_STAYS_CLOSED = "This vote cannot be opened again: its counts were seen while people voted."
SEALED_BOX_STAYS_CLOSED = "A secret vote cannot be opened again: its ballots have been mixed."


@dataclass(frozen=True, slots=True)
class BuiltOn:
    """What has come after an adoption: each is a reason to leave it as it is.

    later_adopted: labels of statements of the topic adopted after it.
    has_later_wording: whether a version was made after the adopted one.
    """

    in_this_meeting: bool
    is_running: bool
    is_voting: bool
    later_adopted: tuple[str, ...] = ()
    has_later_wording: bool = False


def issues_before_undoing_adoption(facts: BuiltOn) -> tuple[str, ...]:
    """Why an adoption can no longer be undone, each in a sentence; nothing where it can."""
    if not facts.is_running or not facts.in_this_meeting:
        return ("An adoption can be undone only within the meeting that recorded it.",)
    found = []
    if facts.is_voting:
        found.append("The panel is being asked right now. Undo the adoption after that.")
    if facts.later_adopted:
        labels = ", ".join(facts.later_adopted)
        found.append(f"Statement {labels} was adopted after it on the same topic. Undo that first.")
    if facts.has_later_wording:
        found.append("The statement has a later wording, which was made from the adopted one.")
    return tuple(found)


def clean_undoing_reason(reason: str) -> str:
    """Why something is undone, on one line; refused where it says nothing or too much."""
    text = " ".join(reason.split())
    if not text:
        raise InvalidInputError("Write why it is undone: the reason stands in the minutes.")
    if len(text) > MOST_REASON_CHARACTERS:
        raise InvalidInputError(f"A reason may have at most {MOST_REASON_CHARACTERS} characters.")
    return text
