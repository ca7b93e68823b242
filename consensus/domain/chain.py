"""The chain of events: each digest covers its event and the digest before it."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

START = ""


@dataclass(frozen=True, slots=True)
class ChainedEvent:
    """What a digest covers. `actor_id` is empty where a name would break a promise of secrecy."""

    process_id: UUID
    sequence: int
    at: datetime
    actor_id: UUID | None
    verb: str
    object_type: str
    object_id: str
    detail: Mapping[str, Any]

    def digest(self, key: bytes, previous: str) -> str:
        """HMAC-SHA-256 (64 hex digits) over this event and the digest before it."""
        covered = json.dumps(
            [
                previous,
                str(self.process_id),
                self.sequence,
                self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                str(self.actor_id) if self.actor_id else None,
                self.verb,
                self.object_type,
                self.object_id,
                self.detail,
            ],
            sort_keys=True,
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return hmac.new(key, covered.encode(), hashlib.sha256).hexdigest()
