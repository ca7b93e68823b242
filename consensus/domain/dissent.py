"""Dissent: what is promised to a panelist who does not agree with an adopted statement and says why."""

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import InvalidInputError

MOST_CHARACTERS = 4000

PROMISES = {
    Anonymity.OPEN: (
        "This process is open: your dissent is printed with your name in the results and their files. You can change "
        "it or take it back as long as the process is running."
    ),
    Anonymity.CONFIDENTIAL: (
        "Your dissent is printed word for word in the results and their files, without your name unless you sign it. "
        "No member of the panel and no facilitator sees who wrote an unsigned one, but your words may tell. It is not "
        "anonymous to whoever runs the server. You can change it or take it back as long as the process is running."
    ),
}
PROMISES[Anonymity.SECRET] = PROMISES[Anonymity.CONFIDENTIAL]


def carries_name(anonymity: Anonymity, *, signs: bool) -> bool:
    """Whether the author is named: always in an open process, and where they sign in a confidential one."""
    return anonymity is Anonymity.OPEN or signs


def clean_dissent(text: str) -> str:
    """The text without white space around it; refused where it is empty or too long."""
    dissent = text.strip()
    if not dissent:
        raise InvalidInputError("Write why you do not agree.")
    if len(dissent) > MOST_CHARACTERS:
        raise InvalidInputError(f"A dissent may have at most {MOST_CHARACTERS} characters.")
    return dissent
