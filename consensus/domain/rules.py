"""What every rule can do, whatever it counts: say its kind and itself, and be stored under a fingerprint."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, runtime_checkable


@runtime_checkable
class Rule(Protocol):
    """A frozen rule by which a panel's answers are judged."""

    kind: ClassVar[str]

    def sentence(self) -> str:
        """The whole rule in one English sentence."""

    def to_dict(self) -> dict[str, Any]:
        """Canonical JSON-safe form."""

    def sha256(self) -> str:
        """Fingerprint of the canonical form; equal rules have equal ones."""


def fingerprint(form: Mapping[str, Any]) -> str:
    """SHA-256 of a canonical JSON-safe form."""
    text = json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
