"""The wording of a statement and the hash that holds a vote to it."""

import hashlib
import json
import unicodedata
from enum import StrEnum

from consensus.domain.errors import InvalidInputError

MAX_CHARACTERS = 4000


class Route(StrEnum):
    """How a statement is adopted: the panel agrees without a vote, or a vote meets the rule."""

    FULL_CONSENSUS = "full_consensus"
    VOTE = "vote"


def clean_wording(text: str) -> str:
    """One normal form for equal wordings: NFC, single spaces, no control characters; never empty."""
    printable = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    wording = " ".join(printable.split())
    if not wording:
        raise InvalidInputError("A statement needs a wording.")
    if len(wording) > MAX_CHARACTERS:
        raise InvalidInputError(f"A statement may have at most {MAX_CHARACTERS} characters.")
    return wording


def version_hash(text: str, plain_text: str) -> str:
    """SHA-256 (64 hex digits) over the wording and its plain-language twin."""
    canonical = json.dumps([text, plain_text], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
