"""Notes on a topic: plain text, kept as it was typed."""

from consensus.domain.errors import InvalidInputError

MOST_NOTE_CHARACTERS = 20_000

# Nothing but words holds this: no rule can read a hint out of free text.
NO_HINTS = "Write no hint at how somebody voted in a confidential or secret vote: no program can check that for you."


def clean_note(text: str) -> str:
    """The text as it was typed, without the one character that no database keeps; refused where it is too long."""
    if len(text) > MOST_NOTE_CHARACTERS:
        raise InvalidInputError(f"A note may have at most {MOST_NOTE_CHARACTERS:,} characters.")
    return text.replace("\x00", "")


def both(theirs: str, mine: str) -> str:
    """Two texts that were written at the same time, one below the other."""
    return f"{theirs.rstrip()}\n\n{mine.lstrip()}" if theirs.strip() else mine
