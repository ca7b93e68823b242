"""A person's own copy of the consent text, with what they said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consensus.domain.taking_part import ConsentWord
from consensus.exports.methods_text import long_moment


@dataclass(frozen=True, slots=True)
class ConsentCopy:
    """The newest text of a process, and what one person said of each version."""

    process_title: str
    name: str
    number: int
    text: str
    plain_text: str
    sha256: str
    created_at: datetime
    words: Sequence[ConsentWord]


def to_text(copy: ConsentCopy) -> bytes:
    """Plain text in UTF-8, the consent text word for word."""
    said = [
        f"{copy.name} {'agreed' if word.given else 'did not agree'} to version {word.version} "
        f"on {long_moment(word.at)}."
        for word in copy.words
    ] or [f"{copy.name} has not answered yet."]
    parts = [
        copy.process_title,
        f"Consent text, version {copy.number} of {long_moment(copy.created_at)}\nSHA-256 {copy.sha256}",
        "\n".join(said),
        "-" * 40,
        copy.text,
        *(["-" * 40, "In plain language", copy.plain_text] if copy.plain_text else []),
    ]
    return ("\n\n".join(parts) + "\n").encode()
