"""How long a vote may be counted down, and what is said when the time is up."""

from consensus.domain.errors import InvalidInputError

SHORTEST, LONGEST = 30, 600
CHOICES = (30, 60, 120, 180, 300, 600)
EXTENSION = 60


def check_seconds(seconds: int) -> None:
    """Refuse a time in which nobody can read, or that is no countdown any more."""
    if not SHORTEST <= seconds <= LONGEST:
        raise InvalidInputError("A countdown runs for 30 seconds to 10 minutes.")


def length_text(seconds: int) -> str:
    """A length of time: "30 s", "1 min", "2 min 30 s"."""
    minutes, rest = divmod(seconds, 60)
    return " ".join(part for part in (f"{minutes} min" if minutes else "", f"{rest} s" if rest else "") if part)
