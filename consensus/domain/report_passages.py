"""The text of a report: passages of sentences, each with the facts it was made of, and what people wrote instead."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from consensus.domain.errors import InvalidInputError

LONGEST_PASSAGE = 100_000


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing on the record: its name, its value as it is printed, and where it stands."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A generated sentence; `key` names it for good, such as "methods.panel.invited"."""

    key: str
    text: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the report, which people may edit as a whole.

    Without sentences it is theirs to write, and is left out until they do; `prompt` says what belongs there.
    """

    key: str
    title: str
    sentences: tuple[Sentence, ...] = ()
    prompt: str = ""

    @property
    def text(self) -> str:
        """The generated text."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of the sentences, each once."""
        return tuple(dict.fromkeys(fact for sentence in self.sentences for fact in sentence.facts))

    def fingerprint(self) -> str:
        """Changes when a sentence or a fact does."""
        form = [[s.key, s.text, [[f.name, f.value, f.source] for f in s.facts]] for s in self.sentences]
        return sha256(json.dumps(form, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wrote in place of a passage; `basis` is the fingerprint of what they read when they did."""

    text: str
    number: int
    by: str
    at: datetime
    basis: str


@dataclass(frozen=True, slots=True)
class EditedPassage:
    """A passage as the report prints it."""

    passage: Passage
    edit: Edit | None = None

    @property
    def text(self) -> str:
        """The text in force."""
        return self.passage.text if self.edit is None else self.edit.text

    @property
    def has_moved(self) -> bool:
        """Whether the record says something else now than when the edit was written."""
        return self.edit is not None and self.edit.basis != self.passage.fingerprint()


@dataclass(frozen=True, slots=True)
class Section:
    """The passages under one heading of the report."""

    key: str
    title: str
    passages: tuple[EditedPassage, ...]


def check_passage(text: str) -> str:
    """The text as it is kept: trimmed, line ends of one kind; refused when empty or too long."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not kept:
        raise InvalidInputError("A passage cannot be empty. Take the generated text again instead.")
    if len(kept) > LONGEST_PASSAGE:
        raise InvalidInputError(f"A passage has at most {LONGEST_PASSAGE:,} characters; this one has {len(kept):,}.")
    return kept
