"""How the statements of a process stood at one moment of the day, under a name."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from consensus.domain.errors import InvalidInputError
from consensus.domain.lifecycle import StatementState

LONGEST_LABEL = 120
_BEFORE_THE_PANEL = frozenset(
    {StatementState.PRESENTED.value, StatementState.ADOPTED.value, StatementState.NO_CONSENSUS.value}
)


@dataclass(frozen=True, slots=True)
class StatementThen:
    """A statement as it stood; `verdict` is the sentence of its newest revealed vote, "" where there was none."""

    label: str
    topic: str
    state: str
    text: str
    version: int
    sha256: str
    verdict: str


@dataclass(frozen=True, slots=True)
class DayState:
    """All statements in the order of the agenda, which topic was on, and how many were in the room."""

    topic: str
    n_present: int
    statements: tuple[StatementThen, ...]

    def to_dict(self) -> dict[str, Any]:
        """Its form in files and in the database."""
        return {**asdict(self), "statements": [asdict(statement) for statement in self.statements]}

    def for_panel(self) -> "DayState":
        """What the panel had before it at that moment: what was still drafted, or taken back, is left out."""
        return replace(self, statements=tuple(one for one in self.statements if one.state in _BEFORE_THE_PANEL))

    @staticmethod
    def from_dict(content: Mapping[str, Any]) -> "DayState":
        """Read back what `to_dict` wrote."""
        statements = tuple(StatementThen(**statement) for statement in content["statements"])
        return DayState(content["topic"], content["n_present"], statements)


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 (64 hex digits) over the content in one canonical form."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def clean_label(label: str) -> str:
    """The name of a moment on one line; refused where it is empty or too long."""
    name = " ".join("".join(c if c.isprintable() else " " for c in label).split())
    if not name:
        raise InvalidInputError("Give the moment a name, such as “before lunch”.")
    if len(name) > LONGEST_LABEL:
        raise InvalidInputError(f"The name may have at most {LONGEST_LABEL} characters.")
    return name
