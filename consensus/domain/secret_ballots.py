"""Secret ballots: how few people one needs, what a receipt code looks like, and why a round becomes void."""

import re
from collections.abc import Mapping
from typing import Final

from consensus.domain.errors import InvalidInputError

# Whoever takes their own vote and that of one confidant out of the counts still sees those of three others.
FEWEST_SECRET: Final = 5

# Without the letters that are taken for digits, and without U.
RECEIPT_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH: Final = 16
_RECEIPT = re.compile(f"[{RECEIPT_ALPHABET}]{{{RECEIPT_LENGTH}}}")

MOST_REASON_CHARACTERS = 500


def secret_issues(n_electors: int, groups: Mapping[str, int], smallest_group: int) -> tuple[str, ...]:
    """Why the counts of a secret vote would tell how somebody voted; `groups` are those the rule counts apart."""
    found = []
    if 0 < n_electors < FEWEST_SECRET:
        found.append(f"A secret vote needs at least {FEWEST_SECRET} people: of fewer the counts tell who voted how.")
    found.extend(
        f"The rule counts the group “{name or 'without a name'}” apart, and with fewer than {smallest_group} people "
        "its counts would tell who voted how. Merge groups, or choose a rule without them."
        for name, n in sorted(groups.items())
        if n < smallest_group
    )
    return tuple(found)


def why_too_few(n_cast: int, groups: Mapping[str, int], smallest_group: int) -> str:
    """Why a secret vote that was held cannot be counted, in one sentence; "" where it can.

    What counts here is who voted, which is public, not who could have. A vote nobody cast tells of nobody.
    """
    if 0 < n_cast < FEWEST_SECRET:
        return (
            f"Only {n_cast} voted, and the counts of fewer than {FEWEST_SECRET} would tell who voted how. "
            "The ballots were destroyed uncounted."
        )
    for name, n in sorted(groups.items()):
        if 0 < n < smallest_group:
            return (
                f"Only {n} of the group “{name or 'without a name'}” voted, which the rule counts apart, and the "
                f"counts of fewer than {smallest_group} would tell who voted how. The ballots were destroyed uncounted."
            )
    return ""


def check_receipt(code: str) -> None:
    """Refuse a receipt code that no browser of ours has made."""
    if not _RECEIPT.fullmatch(code):
        raise InvalidInputError("This ballot has no receipt code of its own, so it was not recorded.")


def receipt_text(code: str) -> str:
    """A receipt code as people read it: in groups of four."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def clean_reason(reason: str) -> str:
    """Why a round is declared void; refused where it says nothing or too much."""
    text = " ".join(reason.split())
    if not text:
        raise InvalidInputError("Write why the vote is declared void: everybody in the process will read it.")
    if len(text) > MOST_REASON_CHARACTERS:
        raise InvalidInputError(f"A reason may have at most {MOST_REASON_CHARACTERS} characters.")
    return text
